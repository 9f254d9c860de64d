"""The preview in a real browser: right numbers, working filters, readable, and really offline."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect

from dashboard.preview.answers import answer as answer_by_sql
from dashboard.preview.figures import plain, read_status
from dashboard.preview.model import page_model
from dashboard.preview.page import TEMPLATES
from dashboard.spec.check import checked_report
from dashboard.spec.marts import read_marts
from tests.integration.dashboard.conftest import AS_OF, AWKWARD_MODULE
from tests.integration.dashboard.looks import CUT_OFF

PAGES = ["overview", "attendance", "students", "sessions_and_modules", "churn", "data_status"]
DESKTOP, PHONE = (1280, 900), (390, 844)
# The two years that the report reaches back, and the last full month.
WINDOW = "month between '2024-12-01' and '2026-11-01'"
# A chart's first rows as the page works them out with no filter set, from its own code.
WORKED_OUT = """
    (chart) => {
        const cube = model.cubes[chart.cube];
        const newest = `${model.status.as_of.slice(0, 7)}-01`;
        const asked = { from: monthsBack(newest, model.months), to: newest };
        const all = { ...chart, last_full_month: false };
        const months = chartMonths(all, cube, asked, null, newest);
        const rows = sorted(all, groups(all, cube, {}, months)).slice(0, chart.rows || undefined);
        return rows.map(({ keys, metrics }) => [...keys, ...metrics]);
    }
"""
Answer = Callable[[str], str]


@pytest.fixture
def answer(large_school: psycopg.Connection[Any]) -> Answer:
    """Ask for one figure, as the database formats it."""

    def ask(sql: str) -> str:
        rows = large_school.execute(sql.encode()).fetchall()
        return str(rows[0][0])

    return ask


@pytest.fixture(scope="module")
def opened(chromium: Browser, preview: tuple[Path, float]) -> Iterator[Page]:
    """The page, opened once; what it says on the console or asks of a network is kept."""
    width, height = DESKTOP
    page = chromium.new_page(viewport={"width": width, "height": height})
    page.context.set_offline(True)
    said: list[str] = []

    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    def requested(request: Request) -> None:
        if not request.url.startswith(("file:", "data:")):
            said.append(request.url)

    page.on("console", console)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", requested)
    page.goto(preview[0].as_uri())
    expect(page.locator(".plot svg").first).to_be_visible()
    yield page
    page.close()
    assert said == []


@pytest.fixture
def page(opened: Page) -> Page:
    """The page on its first sheet, no filter set."""
    go(opened, "overview")
    opened.get_by_role("button", name="Clear filters").click()
    expect(opened.locator("#shown")).to_contain_text(
        "All countries · All campuses · All tracks · All modules"
    )
    return opened


def go(page: Page, slug: str) -> None:
    page.locator(f'nav a[href="#{slug}"]').click()
    expect(page.locator(f"#sheet-{slug}")).to_be_visible()


def card(page: Page, title: str) -> Locator:
    heading = page.get_by_role("heading", name=title, exact=True)
    return page.locator("section.open article").filter(has=heading)


def score(page: Page, title: str) -> str:
    return card(page, title).locator(".score").inner_text()


def table(page: Page, title: str) -> list[list[str]]:
    rows = card(page, title).locator("tbody tr")
    return [row.locator("th, td").all_text_contents() for row in rows.all()]


def rounded(row: list[Any]) -> list[Any]:
    """The same without what the order of adding up changes."""
    return [round(value, 9) if isinstance(value, float) else value for value in row]


def choose(page: Page, **filters: str) -> None:
    for name, value in filters.items():
        page.locator(f'select[name="{name.rstrip("_")}"]').select_option(value)


def test_a_large_school_makes_a_small_file_in_seconds(preview: tuple[Path, float]) -> None:
    path, seconds = preview
    assert path.stat().st_size <= 2_000_000
    assert seconds < 30
    assert [file.name for file in path.parent.iterdir()] == ["index.html"]


def test_big_numbers_equal_sql(page: Page, answer: Answer) -> None:
    month = "from marts.attendance_by_month where"
    assert score(page, "Total attendance") == answer(
        f"select to_char(sum(attendances), 'FM9,999,999') {month} {WINDOW}"
    )
    assert score(page, "Attendance rate") == answer(
        "select round(100.0 * sum(attendances) / sum(attendances_expected), 1) || '%' "
        f"{month} {WINDOW}"
    )
    assert score(page, "Students who came lately") == answer(
        "select to_char(count(*), 'FM999,999') from marts.student_engagement "
        "where recent_sessions_attended > 0"
    )
    assert score(page, "Churn rate") == answer(
        "select round(100.0 * sum(subscriptions_churned) / sum(subscriptions_judged), 1) || '%' "
        "from marts.churn_by_cohort"
    )
    assert score(page, "Students lost last month") == answer(
        "select to_char(count(*), 'FM999,999') from marts.student_churn "
        "where subscription_status = 'churned' and date_trunc('month', churned_on) = '2026-10-01'"
    )


def test_page_and_database_work_out_every_formula_alike(
    large_school: psycopg.Connection[Any], chromium: Browser
) -> None:
    report, marts = checked_report(), read_marts()
    model, status = page_model(large_school, report, marts), read_status(large_school)
    page = chromium.new_page()
    page.add_script_tag(path=TEMPLATES / "figures.js")
    # As text: Playwright takes a minute to hand values over one by one.
    page.evaluate("(text) => { globalThis.model = JSON.parse(text); }", json.dumps(model))
    compared = 0
    for section, drawn in zip(report.pages, model["pages"], strict=True):
        for chart, told in zip(section.charts, drawn["charts"], strict=True):
            # The page puts modules together that are too many for its list.
            if "module" in chart.dimensions:
                continue
            rows = answer_by_sql(large_school, chart, report, marts, status)
            expected = [rounded([plain(value) for value in row]) for row in rows]
            shown = page.evaluate(WORKED_OUT, told)
            found = [rounded(row) for row in shown]
            if chart.chart == "Pivot table":  # which the page sorts as it draws it
                found, expected = sorted(found, key=str), sorted(expected, key=str)
            assert found == expected, chart.title
            compared += len(expected)
    page.close()
    assert compared > 500


def test_what_changed_is_against_the_month_before(page: Page, answer: Answer) -> None:
    change = answer(
        "select to_char(abs(sum(attendances) filter (where month = '2026-10-01') "
        "- sum(attendances) filter (where month = '2026-09-01')), 'FM999,999') "
        "from marts.attendance_by_month"
    )
    shown = card(page, "Attendances last month").locator(".change").inner_text()
    assert change in shown
    assert "Sep 2026" in shown


def test_filters_change_the_numbers_to_what_sql_says(page: Page, answer: Answer) -> None:
    before = score(page, "Total attendance")
    choose(page, country_name="Country 03", module="Module 05", from_="2026-02-01", to="2026-06-01")
    chosen = (
        "from marts.attendance_by_month where country_name = 'Country 03' and module = 'Module 05' "
        "and month between '2026-02-01' and '2026-06-01'"
    )
    expect(page.locator("#shown")).to_have_text(
        "Shown: Country 03 · All campuses · All tracks · Module 05 · Feb 2026 – Jun 2026"  # noqa: RUF001 - as shown
    )
    assert score(page, "Total attendance") == answer(f"select sum(attendances) {chosen}")
    assert score(page, "Total attendance") != before
    assert score(page, "Churn rate") == answer(
        "select round(100.0 * sum(subscriptions_churned) / sum(subscriptions_judged), 1) || '%' "
        "from marts.churn_by_cohort where country_name = 'Country 03'"
    )
    unfiltered = card(page, "Churn rate").locator(".unfiltered")
    expect(unfiltered).to_have_text(
        "shows all modules and all months: each subscription counts as of today, and is of no "
        "single module"
    )
    # The last full month is the last one chosen.
    assert score(page, "Attendances last month") == answer(
        "select sum(attendances) from marts.attendance_by_month where country_name = 'Country 03' "
        "and module = 'Module 05' and month = '2026-06-01'"
    )


def test_filters_that_leave_nothing_say_so(page: Page) -> None:
    go(page, "sessions_and_modules")
    # A campus of another country.
    choose(page, country_name="Country 02", campus="Campus 3")
    expect(page.locator("#sheet-sessions_and_modules .empty").first).to_have_text(
        "Nothing to show for this choice."
    )


def test_plots_and_tables_equal_sql(page: Page, large_school: psycopg.Connection[Any]) -> None:
    choose(page, country_name="Country 04")
    go(page, "churn")
    expected = large_school.execute(
        """
        select campus,
            round(100.0 * sum(subscriptions_churned) / sum(subscriptions_judged), 1) || '%',
            to_char(sum(subscriptions_judged), 'FM9,999,999')
        from marts.churn_by_cohort where country_name = 'Country 04' group by campus
        """
    ).fetchall()
    shown = table(page, "Churn rate by campus")
    assert sorted(map(tuple, shown)) == sorted((campus, rate) for campus, rate, _ in expected)
    bars = card(page, "Churn rate by campus").locator("svg .role-mark.mark-text text")
    assert sorted(bars.all_text_contents()) == sorted(f"{rate} of {of}" for _, rate, of in expected)

    go(page, "students")
    students = large_school.execute(
        """
        select student_id, sessions_attended::text from marts.student_engagement
        where country_name = 'Country 04' and enrolled_label = 'enrolled'
        order by taken_attendance_rate nulls last, student_id limit 25
        """
    ).fetchall()
    shown = table(page, "Enrolled students, lowest attendance first")
    assert [(row[0], row[4]) for row in shown] == students


def test_smaller_modules_are_put_together(page: Page, answer: Answer) -> None:
    choices = page.locator('select[name="module"] option').all_text_contents()
    assert len(choices) == 1 + 40 + 1
    choose(page, module="Other")
    # The 40 with the most rows can be chosen, of equally large ones the first by name.
    listed = ", ".join("'" + choice.replace("'", "''") + "'" for choice in choices[1:-1])
    assert score(page, "Total attendance") == answer(
        "select to_char(sum(attendances), 'FM9,999,999') from marts.attendance_by_month "
        f"where {WINDOW} and module not in ({listed})"
    )


def test_what_the_data_holds_is_text_and_never_markup(page: Page) -> None:
    assert AWKWARD_MODULE in page.locator('select[name="module"] option').all_text_contents()
    assert page.get_by_text("module 7", exact=True).count() == 0


def test_freshness_and_rows_not_used_are_on_every_page(page: Page) -> None:
    for slug in PAGES:
        go(page, slug)
        expect(page.locator("#status")).to_be_in_viewport()
        expect(page.locator("#status")).to_have_text(
            "As of 15 Nov 2026 · newest load 15 Nov 2026 · "
            "rows not used: 160,000 of 40,000,000 (0.4%) · rows worth a look: 53,333"
        )
    assert AS_OF == "2026-11-15"


def test_a_list_says_how_many_there_are_under_every_filter(page: Page, answer: Answer) -> None:
    title = "Students at risk, longest absence first"
    go(page, "students")
    for country in ("", "Country 01"):
        choose(page, country_name=country)
        where = f"and country_name = '{country}'" if country else ""
        count = answer(
            f"select count(*) from marts.student_engagement where at_risk_label = 'at risk' {where}"
        )
        expect(card(page, title).locator(".note").last).to_have_text(f"25 of {int(count):,}")
        # Those who never attended come first.
        assert table(page, title)[0][4] == "\u2013"


def test_the_verdict_is_said_first(page: Page) -> None:
    verdict = page.locator("#verdict.mind")
    finding = "status of attendance: 95 of 100 have a known meaning (at least 99% are needed)"
    expect(verdict.locator("p")).to_have_text(f"Usable, with 4 gaps. The first: {finding}.")
    expect(verdict.locator("li").first).to_contain_text("The data team: say what the words mean.")


def test_what_the_school_accepts_is_said_under_its_figure_if_it_has_one(page: Page) -> None:
    told = "students at risk: 4 of 10 can be judged (at least 90% are needed): accepted until"
    expect(card(page, "Students at risk").locator(".lack")).to_have_text(
        re.compile(f"^{re.escape(told)} 31 Dec 2099.$", re.IGNORECASE)
    )
    expect(card(page, "Churn rate").locator(".lack")).to_have_count(0)
    expect(page.locator("#verdict li")).to_have_text(
        [
            re.compile("Status of attendance"),
            *(re.compile(f"^Attendance of group {group} stops") for group in (1, 2, 3)),
            re.compile("5 of 10 rows .*: accepted until"),
        ]
    )


def test_a_rate_says_under_every_filter_what_it_is_a_share_of(page: Page, answer: Answer) -> None:
    go(page, "churn")
    for country in ("", "Country 03"):
        choose(page, country_name=country)
        where = f"where country_name = '{country}'" if country else ""
        base = answer(
            f"""
            select format(
                '%s of %s; %s cannot be classified · as of 15 Nov 2026',
                to_char(sum(subscriptions_churned), 'FM9,999,999'),
                to_char(sum(subscriptions_judged), 'FM9,999,999'),
                to_char(sum(subscriptions_unknown + subscriptions_invalid), 'FM9,999,999')
            ) from marts.churn_by_cohort {where}
            """
        )
        expect(card(page, "Churn rate").locator(".base")).to_have_text(base)


def test_no_page_breaks_a_rule_of_accessibility(page: Page) -> None:
    axe = Axe()
    # Fewer rows: each is looked at for its contrast, and they are alike.
    choose(page, country_name="Country 05", module="Module 05", from_="2026-08-01")
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    # On screen one page is to be seen with filters and tabs, on paper all pages without them.
    for media in ("print", "screen"):
        page.emulate_media(media=media)
        found = axe.run(page, options=options)
        assert found.violations_count == 0, found.generate_report()


def test_every_plot_is_told_in_words(page: Page) -> None:
    plots = page.locator(".plot")
    assert plots.count() > 10
    words = [plot.get_attribute("aria-label") or "" for plot in plots.all()]
    assert [text for text in words if "highest" not in text] == []


def test_it_can_be_used_with_the_keyboard(page: Page) -> None:
    page.locator('select[name="country_name"]').focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#shown")).to_contain_text("Country 01")
    page.locator('nav a[href="#churn"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-churn")).to_be_visible()
    page.locator("#sheet-churn summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-churn details").first).to_have_attribute("open", "")


def test_it_fits_a_phone(page: Page) -> None:
    width, height = PHONE
    page.locator(".plot").first.evaluate("plot => plot.classList.add('drawn-for-the-desktop')")
    page.set_viewport_size({"width": width, "height": height})
    expect(page.locator(".drawn-for-the-desktop")).to_have_count(0)
    for slug in PAGES:
        go(page, slug)
        expect(page.locator("section.open .plot:not(:has(svg))")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") == width, slug
        # The number behind a bar; what is wider than the drawing is cut off.
        assert page.evaluate(CUT_OFF) == [], slug
    # Figures may be moved sideways; sentences are all in sight.
    sentences = card(page, "What to mend in the exports").locator(".scroll")
    assert sentences.evaluate("each => each.scrollWidth - each.clientWidth") == 0
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


def test_print_has_every_page(page: Page) -> None:
    page.emulate_media(media="print")
    for slug in PAGES:
        expect(page.locator(f"#sheet-{slug} h2")).to_be_visible()
    # Once at the top, and on each page but the first.
    told = page.locator(".status:visible").all_text_contents()
    assert told == [page.locator("#status").text_content()] * len(PAGES)
    expect(page.locator("nav")).to_be_hidden()
    page.emulate_media(media="screen")
