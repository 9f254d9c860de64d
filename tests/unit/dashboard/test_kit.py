"""The kit for Looker Studio says of each chart what to choose, in fields that queries bring."""

import calendar
import re
from datetime import date, timedelta

import pytest

from common.yaml_text import read_yaml
from dashboard.looker.guide.chart_steps import chart_steps
from dashboard.looker.guide.dictionary import fields
from dashboard.looker.guide.query import MONTH_DAY, custom_query, query_columns
from dashboard.spec.check import checked_report
from dashboard.spec.marts import Mart, read_marts
from dashboard.spec.report import Chart, DataSource
from dashboard.spec.report_file import REPORT as REPORT_FILE
from docs.generator.pages import EXPOSURES, REFERENCE, report_files

REPORT = checked_report()
CHARTS = [chart for page in REPORT.pages for chart in page.charts]


@pytest.fixture(scope="module")
def marts() -> dict[str, Mart]:
    return read_marts()


@pytest.fixture(scope="module")
def page() -> str:
    return (REFERENCE / "looker_fields.md").read_text("utf-8")


def named(source: DataSource, marts: dict[str, Mart]) -> set[str]:
    """What the fields of a data source are called once the guide was followed."""
    return {field.label for field in fields(source, marts)}


def test_the_files_say_what_the_report_says_today() -> None:
    stale = [path for path, text in report_files().items() if path.read_text("utf-8") != text]
    assert stale == [], "run `python -m docs.generator`"


def test_dbt_knows_who_reads_exactly_the_marts_of_the_report() -> None:
    exposures = read_yaml(EXPOSURES.read_text("utf-8"))["exposures"]
    assert [exposure["name"] for exposure in exposures] == [
        "looker_studio_report",
        "dashboard_preview",
    ]
    sources = read_yaml(REPORT_FILE.read_text("utf-8"))["data_sources"]
    read = {source.get("table", source["name"]) for source in sources}
    assert {"student_churn", "data_status"} <= read
    for exposure in exposures:
        assert set(exposure["depends_on"]) == {f"ref('{mart}')" for mart in read}


@pytest.mark.parametrize("source", REPORT.data_sources, ids=lambda source: source.name)
def test_a_query_names_its_columns_and_no_personal_one(
    source: DataSource, marts: dict[str, Mart]
) -> None:
    query = custom_query(source, marts)
    words = set(re.findall(r"\w+", query))
    personal = {column.name for column in marts[source.mart].columns.values() if column.personal}
    assert not words & personal
    assert "*" not in query
    # Looker Studio puts the query into parentheses.
    assert ";" not in query


@pytest.mark.parametrize("source", REPORT.data_sources, ids=lambda source: source.name)
def test_a_formula_adds_up_columns_of_its_query(source: DataSource, marts: dict[str, Mart]) -> None:
    columns = {name for name, _ in query_columns(source, marts)}
    for field in fields(source, marts):
        if field.formula:
            assert set(re.findall(r"\((\w+)\)", field.formula)) <= columns, field.formula
        else:
            assert field.name in columns


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.title)
def test_a_chart_takes_fields_that_were_made_before(
    chart: Chart, marts: dict[str, Mart], page: str
) -> None:
    source = REPORT.source(chart.data_source)
    steps = chart_steps(chart, source)
    made = named(source, marts)
    for what in ("Dimension", "Row dimension", "Column dimension", "Metric"):
        for taken in re.findall(rf"\*{what}\* ([^<]+)", steps):
            assert set(taken.split(", ")) <= made
    for taken in re.findall(r"(?:Include|Exclude), ([^,]+),", steps):
        assert taken in made
    assert chart.title in page


def test_every_data_source_and_page_is_on_the_page_in_order(page: str) -> None:
    found = re.findall(r"^### (?:Data source|Page) \d+ of \d+: `?([^`\n]+)`?$", page, re.MULTILINE)
    assert found == [
        *(source.name for source in REPORT.data_sources),
        *(page.name for page in REPORT.pages),
    ]


def test_a_rate_is_a_formula_and_a_sum_is_the_column_itself(marts: dict[str, Mart]) -> None:
    source = REPORT.source("attendance_by_month")
    found = {field.label: field for field in fields(source, marts)}
    rate, number = found["Attendance rate"], found["Attendances"]
    assert rate.formula == "SUM(attendances) / SUM(attendances_expected)"
    assert (rate.type, rate.aggregation) == ("Percent", "Auto")
    assert (number.name, number.formula, number.aggregation) == ("attendances", "", "Sum")


def test_the_previous_period_of_a_month_meets_the_month_before_alone() -> None:
    """Looker Studio goes back as many days as the month has, which are not always a month."""
    for year in range(2023, 2029):
        for month in range(1, 13):
            length = calendar.monthrange(year, month)[1]
            first = date(year, month, 1)
            period = {first - timedelta(days=days) for days in range(1, length + 1)}
            met = {day.replace(day=1) for day in period if day.day == MONTH_DAY}
            assert met == {(first - timedelta(days=1)).replace(day=1)}


def test_months_stand_on_that_day_in_the_queries(marts: dict[str, Mart]) -> None:
    columns = dict(query_columns(REPORT.source("attendance_by_month"), marts))
    assert columns["month"] == f"date_trunc('month', month)::date + {MONTH_DAY - 1}"
