"""Each filter changes each chart to what SQL says, or the chart's title line says why not."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.preview.answers import month_answer
from dashboard.preview.figures import plain, read_status
from dashboard.preview.page import write_private_page
from dashboard.site import private_site
from dashboard.spec.check import checked_report
from dashboard.spec.fields import dimension_sql, month_sql
from dashboard.spec.marts import read_marts
from dashboard.spec.report import Chart, DataSource, Report

MARTS = read_marts()
# What a chart shows: whether it says that it is not filtered, and its numbers as they are written.
SHOWN = """
    (cards) => cards.map((card) => {
        const numbers = card.querySelector(".score")
            ? [card.querySelector(".score").textContent]
            : [...card.querySelectorAll("table.heat td")].map((cell) => cell.textContent);
        for (const row of card.querySelectorAll("table:not(.heat) tbody tr")) {
            numbers.push([...row.querySelectorAll("th, td")].map((cell) => cell.textContent));
        }
        const mark = card.querySelector(".unfiltered");
        return [card.querySelector("h3").textContent, mark && mark.textContent, numbers];
    })
"""
# The most frequent of each.
CHOICES = {
    "country_name": "select country_name from marts.attendance_by_month",
    "campus": "select campus from marts.attendance_by_month",
    "track": "select track from marts.attendance_by_month",
    "module": "select module from marts.attendance_by_month",
}
FILTERS: tuple[tuple[str, ...], ...] = (
    *((field,) for field in CHOICES),
    ("months",),
    ("campus", "track", "months"),
)


@pytest.fixture(scope="module")
def report() -> Report:
    return checked_report()


@pytest.fixture(scope="module")
def page(
    reader: psycopg.Connection[Any],
    report: Report,
    chromium: Browser,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Page]:
    model = private_site(reader, report, MARTS)
    path: Path = write_private_page(model, tmp_path_factory.mktemp("private"), "dashboard.html")
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{path.as_uri()}#overview")
    expect(page.locator("section.open .plot svg").first).to_be_visible()
    yield page
    page.close()


def narrowed(
    report: Report, choices: Mapping[str, str], months: tuple[date, date] | None
) -> Report:
    """The report of those rows alone, as far as its data sources know of the filters."""

    def where(source: DataSource) -> str:
        tests = [
            f"{dimension_sql(source, field, MARTS)} = '{choice}'"
            for field, choice in choices.items()
            if field in source.dimensions
        ]
        if months and source.date_range_dimension:
            first, last = months
            tests.append(f"{month_sql(source.date_range_dimension)} between '{first}' and '{last}'")
        return " and ".join(tests)

    sources = [source.model_copy(update={"where": where(source)}) for source in report.data_sources]
    return report.model_copy(update={"data_sources": tuple(sources)})


def number(text: str) -> float | None:
    """What a cell says: `74.9%` is 0.749, `1,224` is 1224; nothing where nothing is known."""
    found = re.fullmatch(r"(-?[\d,.]+)(%?)", text)
    return float(found[1].replace(",", "")) / (100 if found[2] else 1) if found else None


def seen(chart: Chart, numbers: list[Any]) -> list[float]:
    """The numbers of the chart's first metric as the page shows them, in order of size."""
    at = len(chart.dimensions)
    texts = [text if isinstance(text, str) else text[at] for text in numbers]
    return sorted(value for text in texts if (value := number(text)) is not None)


@pytest.mark.parametrize("filters", FILTERS, ids="-".join)
def test_each_filter_changes_each_chart_to_what_sql_says(
    page: Page, reader: psycopg.Connection[Any], report: Report, filters: tuple[str, ...]
) -> None:
    status = read_status(reader)
    last = status.last_full_month
    chosen = {
        field: str(
            reader.execute(
                f"{CHOICES[field]} group by 1 order by count(*) desc, 1 limit 1".encode()
            ).fetchall()[0][0]
        )
        for field in filters
        if field in CHOICES
    }
    months = (
        (date(last.year, 3, 1), last.replace(month=last.month - 1)) if "months" in filters else None
    )
    page.get_by_role("button", name="Clear filters").click()
    asked = {**chosen, **({"from": str(months[0]), "to": str(months[1])} if months else {})}
    for name, value in asked.items():
        page.locator(f'select[name="{name}"]').select_option(value)
    # The address carries the view.
    page.wait_for_function(
        "asked => Object.entries(asked).every(([name, value]) => new URLSearchParams("
        "location.hash.split('?')[1]).get(name) === value)",
        arg=asked,
    )
    drawn = {}
    for section in report.pages:
        page.locator(f'nav a[href="#{section.slug}"]').click()
        expect(page.locator(f"#sheet-{section.slug}")).to_be_visible()
        cards = page.locator(f"#sheet-{section.slug} article")
        drawn.update({(section.name, title): rest for title, *rest in cards.evaluate_all(SHOWN)})
    own, compared = narrowed(report, chosen, months), 0
    for section in own.pages:
        for chart in section.charts:
            source = own.source(chart.data_source)
            mark, numbers = drawn[section.name, chart.title]
            lacks = not {*chosen} <= {*source.dimensions} or (
                months is not None and not source.date_range_dimension
            )
            assert (mark is not None) == lacks, chart.title
            assert not lacks or mark.endswith(f": {source.unfiltered}"), chart.title
            metric = source.metrics[chart.metric[0]]
            if metric.type == "Date":
                continue
            last_full = min(last, months[1]) if months else last
            month = (
                last_full if chart.date_range == "last full month" else status.as_of.replace(day=1)
            )
            rows = month_answer(reader, chart, own, MARTS, month, ())
            if chart.chart == "Bar chart":  # which has no bar for what is not known
                rows = [row for row in rows if row[1] is not None]
            values = (plain(row[len(chart.dimensions)]) for row in rows[: chart.rows])
            wanted = sorted(value for value in values if isinstance(value, int | float))
            found = seen(chart, numbers)
            if chart.chart == "Time series chart":  # which has months without rows as zeros
                wanted, found = ([value for value in some if value] for some in (wanted, found))
            digits = 2 if chart.chart == "Pivot table" else 3
            places = digits if metric.type == "Percent" else metric.places
            assert found == pytest.approx(wanted, abs=0.51 * 10**-places), chart.title
            compared += len(wanted)
    assert compared > 100
