"""Every number of the first screen and every bar opens the rows it was counted from: as many."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect
from psycopg import sql

from common.errors import UserError
from dashboard.behind.books import BOOKS
from dashboard.preview.page import page_html, write_private_page
from dashboard.preview.plots import BLUE, GREY
from dashboard.site import private_site
from dashboard.spec.check import checked_report
from dashboard.spec.marts import read_marts
from tests.integration.dashboard.looks import HOLES, unpacked

# Opens each number, one after the other: what it says, and what is said of its rows.
OPENED = """
    (numbers) => numbers.map((button) => {
        button.click();
        const told = document.querySelector("#behind .note").textContent;
        const rows = document.querySelectorAll("#behind tbody tr").length;
        document.querySelector("#behind").close();
        const card = button.closest("article");
        return [card.querySelector("h3").textContent, button.textContent, told, rows];
    })
"""
# Where the keyboard is: what is said of it, as far as it is in the window of rows.
FOCUSED = """
    () => {
        const at = document.activeElement;
        if (at === document.body) return "outside of the page";
        const name = at.ariaLabel || at.textContent;
        return document.querySelector("#behind").contains(at) ? name : `behind: ${name}`;
    }
"""
BARS = "article:has(.plot) details .number-behind"
# Where the rows of a mart are that is a view.
STORED = {"student_months": ("intermediate", "int_student_months", "session_month")}
# The filters under which bars are opened; all at once in `make test-all`.
FILTERS = (
    pytest.param({}, marks=pytest.mark.slow),
    pytest.param({"country_name": "Tunisia"}, marks=pytest.mark.slow),
    {"campus": "Tunis Lac", "track": "Data Science"},
)


@pytest.fixture(scope="module")
def page(
    reader: psycopg.Connection[Any], chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    model = private_site(reader, checked_report(), read_marts())
    path: Path = write_private_page(model, tmp_path_factory.mktemp("private"), "dashboard.html")
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path.as_uri())
    expect(page.locator("section.open .tile").first).to_be_visible()
    yield page
    page.close()
    assert said == []


def numbers(told: str) -> dict[str, int]:
    """`Rows: 37 · Attended: 1,224` as numbers by name."""
    found = re.findall(r"(\w+): ([\d,]+)", re.sub("[\u2068\u2069]", "", told))
    return {name: int(count.replace(",", "")) for name, count in found}


def test_the_first_screen_s_numbers_have_as_many_rows(
    page: Page, reader: psycopg.Connection[Any]
) -> None:
    figures = reader.execute(
        "select coalesce(campus, ''), figure, part, whole from marts.headline_figures "
        "where is_current = 1 and figure <> 'to_call'"
    ).fetchall()
    counted = {}
    for scope in page.locator(".first").all():
        campus = str(scope.get_attribute("data-campus"))
        for title, _, told, rows in scope.locator(".number-behind").evaluate_all(OPENED):
            found = numbers(told)
            assert found["Rows"] == rows
            name = title.split()[0].strip(",").lower()
            is_rate = name == "attendance"
            counted[campus, name] = (
                (found["Attended"], found["Expected"]) if is_rate else found["Rows"]
            )
    wanted = {
        (campus, name): (part, whole)
        if name == "attendance"
        else (part if name == "lost" else whole)
        for campus, name, part, whole in figures
    }
    assert len(counted) > 30
    assert counted == {key: wanted[key] for key in counted}
    ((people,),) = reader.execute("select count(*) from marts.call_list").fetchall()
    assert page.locator(".calls tbody tr").count() == people


def test_a_student_s_row_says_the_name(page: Page, reader: psycopg.Connection[Any]) -> None:
    names = dict(reader.execute("select student_id, name from marts.students").fetchall())
    assert None in names.values()
    page.evaluate("location.hash = '#students'")
    page.locator("section.open .score .number-behind").first.click()
    rows = page.locator("#behind tbody tr").evaluate_all(
        "rows => rows.map((row) => [row.cells[0].textContent, row.cells[1].textContent])"
    )
    page.keyboard.press("Escape")
    assert len(rows) == len(names)
    assert {student: name or "\u2013" for student, name in names.items()} == dict(rows)


@pytest.mark.parametrize("filters", FILTERS)
def test_every_bar_has_as_many_rows_under_every_filter(page: Page, filters: dict[str, str]) -> None:
    page.evaluate("location.hash = '#overview'")
    for name, choice in filters.items():
        page.locator(f'select[name="{name}"]').select_option(choice)
        expect(page.locator("#shown")).to_contain_text(choice)
    opened, drawn = [], []
    for link in page.locator("nav a").all():
        link.click()
        expect(page.locator(f"#sheet-{str(link.get_attribute('href'))[1:]}")).to_be_visible()
        opened += page.locator(f"section.open {BARS}").evaluate_all(OPENED)
        drawn += page.locator("section.open article:has(.plot) h3").all_text_contents()
    attendance = {title for title in drawn if title.startswith("Attendance")}
    assert {title for title, *_ in opened} == set(drawn)
    assert {"Students who came by month", "Attendance rate by country"} < set(drawn)
    assert len(opened) > 60
    for title, shown, told, rows in opened:
        found = numbers(told)
        assert found["Rows"] == rows, title
        if title in attendance and "rate" in title:
            assert shown == f"{found['Attended'] / found['Expected']:.1%}", title
        elif title in attendance:
            assert int(shown.replace(",", "")) == found["Attended"], title
        elif not shown.endswith("%"):
            assert int(shown.replace(",", "")) == rows, title
    page.get_by_role("button", name="Clear filters").click()


def test_a_rate_opens_all_that_it_is_a_share_of(
    page: Page, reader: psycopg.Connection[Any]
) -> None:
    wanted = reader.execute(
        "select campus, sum(subscriptions_judged)::int, sum(subscriptions_churned)::int "
        "from marts.churn_by_cohort group by 1 having sum(subscriptions_judged) > 0"
    ).fetchall()
    page.evaluate("location.hash = '#churn'")
    card = page.locator("article", has=page.get_by_role("heading", name="Churn rate by campus"))
    card.locator("summary").click()
    for campus, judged, churned in wanted:
        card.locator("tr", has_text=campus).locator(".number-behind").click()
        rows = page.locator("#behind tbody tr")
        expect(rows).to_have_count(judged)
        assert rows.filter(has=page.get_by_text("churned", exact=True)).count() == churned
        page.keyboard.press("Escape")
        expect(page.locator("#behind")).to_be_hidden()


def test_rows_of_one_day_are_in_one_order_however_the_marts_are_stored(
    reader: psycopg.Connection[Any],
) -> None:
    before = private_site(reader, checked_report(), read_marts())["books"]
    with reader.transaction(force_rollback=True):
        for book in BOOKS:
            # A row that is changed is stored behind the others.
            statement = sql.SQL("update {0} set {1} = {1} where hashtext(cast(ctid as text)) < 0")
            schema, table, column = STORED.get(book.mart, ("marts", book.mart, book.newest))
            reader.execute(statement.format(sql.Identifier(schema, table), sql.Identifier(column)))
        assert private_site(reader, checked_report(), read_marts())["books"] == before


def test_a_bar_is_opened_by_a_click_and_a_number_by_the_keyboard(page: Page) -> None:
    page.evaluate("location.hash = '#students'")
    page.locator("section.open .plot svg .mark-rect path").first.click()
    expect(page.locator("#behind h2")).to_contain_text("Why students are at risk · ")
    page.get_by_role("button", name="Close").click()
    score = page.locator("section.open .score .number-behind").first
    score.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#behind h2")).to_have_text("Students")
    page.keyboard.press("Escape")
    expect(score).to_be_focused()


def test_a_tooltip_says_what_its_lines_are(page: Page) -> None:
    page.evaluate("location.hash = '#students'")
    bar = page.locator("section.open .plot svg .mark-rect path").first
    bar.hover()
    tooltip = page.locator("#vg-tooltip-element")
    expect(tooltip.locator(".key")).to_have_text(["Reason", "Students"])
    expect(tooltip.locator(".value").first).not_to_be_empty()


def test_a_share_of_few_is_grey_and_the_card_says_why(page: Page) -> None:
    page.evaluate("location.hash = '#churn'")
    page.locator('select[name="campus"]').select_option("Tunis Lac")
    card = page.locator("article", has=page.get_by_role("heading", name="Churn rate by intake"))
    labels = card.locator("svg .role-mark.mark-text text")
    expect(labels.first).to_contain_text(" of ")
    wholes = [int(text.split(" of ")[1]) for text in labels.all_text_contents()]
    fills = card.locator("svg .mark-rect path").evaluate_all(
        "bars => bars.map((bar) => bar.getAttribute('fill'))"
    )
    assert fills == [GREY if whole < 20 else BLUE for whole in wholes]
    assert {GREY, BLUE} == set(fills)
    expect(card.locator("p.note").last).to_contain_text("Grey: a share of fewer than 20")
    # The newest intakes, in order of time.
    intakes = card.locator("svg .role-axis text").all_text_contents()
    assert intakes == sorted(intakes)
    assert len(intakes) > 5
    page.get_by_role("button", name="Clear filters").click()


def test_the_window_of_rows_breaks_no_rule_and_the_keyboard_reaches_and_leaves_it(
    page: Page,
) -> None:
    page.evaluate("location.hash = '#sessions_and_modules'")
    # Fewer rows: each is looked at for its contrast, and they are alike.
    page.locator('select[name="campus"]').select_option("Tunis Lac")
    number = page.locator("section.open details .number-behind").first
    page.locator("section.open summary").first.click()
    number.focus()
    page.keyboard.press("Enter")
    window = page.locator("#behind")
    expect(window).to_be_visible()
    reached = []
    for _ in range(3):
        reached.append(page.evaluate(FOCUSED))
        page.keyboard.press("Tab")
    assert reached[0] == "Close"
    # What the keyboard scrolls, a long list, is reached, too; nothing behind the window is.
    assert reached[1].startswith("Table: ")
    assert set(reached) <= {"Close", reached[1], "outside of the page"}
    options = {"include": [["#behind"]]}
    found = Axe().run(page, context=options)
    assert found.violations_count == 0, found.generate_report()
    page.keyboard.press("Escape")
    expect(window).to_be_hidden()
    expect(number).to_be_focused()
    page.get_by_role("button", name="Clear filters").click()


def test_the_page_of_one_campus_holds_nothing_of_another(
    reader: psycopg.Connection[Any], chromium: Browser, tmp_path: Path
) -> None:
    campuses = reader.execute(
        "select campus, array_agg(student_id) from marts.student_engagement "
        "where campus is not null group by 1 order by count(*) desc"
    ).fetchall()
    (campus, ids), *others = campuses
    with reader.transaction(force_rollback=True):
        # Two calls of the last month: one of a student of this campus.
        reader.execute("delete from marts.calls")
        reader.execute(
            "insert into marts.calls (student_id, called_on, call_outcome, is_reached, came_back, "
            "came_back_label, as_of_date) select student_id, as_of_date - 30, 'reached', 1, 0, "
            "'did not come back', as_of_date "
            "from marts.student_engagement where student_id = any(%s)",
            [[ids[0], others[0][1][0]]],
        )
        model = private_site(reader, checked_report(), read_marts(), campus=campus)
    assert model["calls"]["told"].startswith("1 student was called in October")
    text = unpacked(page_html(model))
    words = set(re.findall(r"[\w.@+-]+", text))
    assert set(ids) <= words
    for other, its_ids in others:
        assert other not in text
        assert not words & set(its_ids)
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto(write_private_page(model, tmp_path, "campus.html").as_uri())
    # Its manager gets it alone.
    expect(page.locator(".to-report")).to_have_count(0)
    for slug in ("calls", "attendance"):
        page.evaluate("slug => { location.hash = slug; }", slug)
        assert page.evaluate(HOLES) == [], slug
    # There is no other to choose.
    choices = page.locator("#call-list .filters select")
    assert choices.evaluate_all("all => all.map(({ name }) => name)") == ["calls-8"]
    (counted,) = reader.execute(
        "select (select count(*) from marts.call_list where campus = %(campus)s), "
        "(select whole from marts.headline_figures where figure = 'enrolled' and is_current = 1 "
        "and campus = %(campus)s)",
        {"campus": campus},
    ).fetchall()
    values = [value.strip() for value in page.locator(".tile .value").all_text_contents()]
    assert (int(values[3].split()[0]), int(values[1].split()[0])) == counted
    for link in page.locator(".tile a").all():
        assert page.locator(f"#sheet-{str(link.get_attribute('href'))[1:]}").count() == 1
    page.close()
    with pytest.raises(UserError, match=r"there is no campus `Nowhere`: name one of `"):
        private_site(reader, checked_report(), read_marts(), campus="Nowhere")
