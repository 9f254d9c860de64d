"""An owner opens the private page on a phone: four answers, a call list to work with, in French."""

import csv
import random
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from common.language import school_language
from dashboard.preview.page import write_private_page
from dashboard.site import private_site
from dashboard.spec.check import checked_report
from dashboard.spec.marts import read_marts
from loaders.contract.sources import read_sources
from loaders.files.file import opened
from tests.integration.dashboard.looks import CUT_OFF, HOLES

PHONE = (390, 844)
# As many as are on the list of a school of 200,000 students.
THOUSANDS = 18_000
# With a country code, without one, and what no build lets through.
PHONES = ("+21622345678", "0612345678", "javascript:alert(1)", '"><img src=x onerror=alert(1)>')
FORMULA = '=HYPERLINK("http://example.org","click")'
WIDE_FORMULA = "＝1+1"  # a Japanese spreadsheet takes it for one  # noqa: RUF001


@pytest.fixture(scope="module")
def model(
    reader: psycopg.Connection[Any],
    tmp_path_factory: pytest.TempPathFactory,
    services_home: Path,
) -> dict[str, Any]:
    """What the page in French is told; somebody's name is a formula."""
    folder = tmp_path_factory.mktemp("school")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DBT_PROFILES_DIR", str(folder))
        (folder / "school.yml").write_text("language: fr\nname: École de Tunis\n", "utf-8")
        with reader.transaction(force_rollback=True):
            reader.execute(
                "update marts.call_list set student_name = case place when 1 then %s else %s end"
                " where place <= 2",
                [FORMULA, WIDE_FORMULA],
            )
            for place, phone in enumerate(PHONES, start=1):
                reader.execute(
                    "update marts.call_list set phone = %s where place = %s", [phone, place]
                )
            return private_site(reader, checked_report(school_language()), read_marts())


@pytest.fixture(scope="module")
def page(
    model: dict[str, Any], chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """The page on a phone."""
    path = write_private_page(model, tmp_path_factory.mktemp("private"), "dashboard.html")
    width, height = PHONE
    context = chromium.new_context(viewport={"width": width, "height": height})
    opened = context.new_page()
    said: list[str] = []
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto(path.as_uri())
    yield opened
    context.close()
    assert said == []


def go(page: Page, slug: str) -> None:
    page.locator(f'nav a[href="#{slug}"]').click()
    expect(page.locator(f"#sheet-{slug}")).to_be_visible()


def rows(page: Page) -> list[list[str]]:
    return [
        row.locator("th, td").all_text_contents() for row in page.locator(".calls tbody tr").all()
    ]


def test_the_four_questions_are_answered_on_little_more_than_one_screen(
    page: Page, reader: psycopg.Connection[Any]
) -> None:
    go(page, "today")
    width, height = PHONE
    size = page.evaluate("[document.documentElement.scrollWidth, document.body.scrollHeight]")
    assert size[0] == width
    assert size[1] < 1.4 * height
    ((to_call,),) = reader.execute("select count(*) from marts.call_list").fetchall()
    first = page.locator(".first:visible")
    expect(first).to_have_count(1)
    expect(first.locator(".sentence")).to_contain_text(f"{to_call} sont à appeler.")
    expect(first.locator(".usable")).to_contain_text("à une réserve près")
    # The verdict above the other pages is the same.
    expect(page.locator("#verdict.mind p")).to_contain_text("Utilisable, à une réserve près")
    expect(first.locator(".tile")).to_have_count(4)
    page.locator(".first:visible .tile a").last.click()
    expect(page.locator("#sheet-calls")).to_be_visible()


def test_the_page_that_is_open_is_seen_among_the_others(page: Page) -> None:
    for slug in ("churn", "today"):
        page.evaluate("slug => { location.hash = slug; }", slug)
        expect(page.locator(f'nav a[href="#{slug}"]')).to_be_in_viewport(ratio=0.9)


def test_no_row_of_cards_has_a_hole_and_no_text_is_cut_off(page: Page) -> None:
    slugs = page.locator("nav a").evaluate_all("all => all.map(({ hash }) => hash.slice(1))")
    assert len(slugs) > 6
    for slug in slugs:
        go(page, slug)
        assert page.evaluate(HOLES) == [], slug
        assert page.evaluate(CUT_OFF) == [], slug


def test_each_campus_has_a_screen_of_its_own(page: Page, reader: psycopg.Connection[Any]) -> None:
    go(page, "today")
    ((campus, to_call),) = reader.execute(
        "select campus, count(*) from marts.call_list group by 1 order by 2 desc limit 1"
    ).fetchall()
    page.locator("#scope").select_option(campus)
    expect(page.locator(".first:visible h2")).to_contain_text(campus)
    expect(page.locator(".first:visible .sentence")).to_contain_text(f"{to_call} sont à appeler.")
    page.locator("#scope").select_option("")


def test_everyone_who_needs_a_call_is_on_the_list_under_every_filter(
    page: Page, reader: psycopg.Connection[Any]
) -> None:
    go(page, "calls")
    people = reader.execute(
        "select student_id, campus from marts.call_list order by place"
    ).fetchall()
    assert [row[0] for row in rows(page)] == [student_id for student_id, _ in people]
    for campus in {campus for _, campus in people if campus}:
        page.locator("#call-list select").first.select_option(campus)
        assert [row[0] for row in rows(page)] == [one for one, at in people if at == campus]
    page.locator("#call-list select").first.select_option("")
    page.get_by_label("Rechercher").fill("JAMAIS venu")
    ((never,),) = reader.execute("select sum(never_came) from marts.call_list").fetchall()
    assert len(rows(page)) == never
    page.get_by_label("Rechercher").fill("")
    page.get_by_role("button", name="Manquées").click()
    missed = [int(row[7]) for row in rows(page)]
    assert missed == sorted(missed)


def test_a_saved_list_is_what_is_seen_and_runs_nothing(page: Page) -> None:
    go(page, "calls")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Enregistrer en CSV").click()
    with Path(saving.value.path()).open(encoding="utf-8-sig", newline="") as file:
        # As a French spreadsheet reads it: between two cells is a semicolon.
        head, *saved = list(csv.reader(file, delimiter=";"))
    assert head[0] == "Étudiant"
    assert [row[0] for row in saved] == [row[0] for row in rows(page)]
    assert {f"'{FORMULA}", f"'{WIDE_FORMULA}"} <= {row[1] for row in saved}
    assert not [cell for row in saved for cell in row if cell[:1] in tuple("=+-@\t\r")]


def test_a_list_of_thousands_is_small_drawn_in_parts_and_saved_as_a_whole(
    model: dict[str, Any], chromium: Browser, tmp_path: Path
) -> None:
    ids, *others = model["calls"]["values"]
    times = THOUSANDS // len(ids)
    everybody = random.Random(1).sample(range(10**7), times * len(ids))
    values = [[f"{each:07}" for each in everybody], *(column * times for column in others)]
    large = {**model, "calls": {**model["calls"], "values": values}}
    path = write_private_page(large, tmp_path, "dashboard.html")
    assert path.stat().st_size < 2_000_000
    page = chromium.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
    page.goto(f"{path.as_uri()}#calls")
    drawn = page.locator(".calls tbody tr")
    expect(drawn).to_have_count(300)
    more = page.get_by_role("button", name="Afficher 300 de plus")
    more.click()
    expect(drawn).to_have_count(600)
    page.get_by_label("Rechercher").fill(values[0][-1])
    expect(drawn).to_have_count(1)
    expect(more).to_be_hidden()
    page.get_by_label("Rechercher").fill("")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Enregistrer en CSV").click()
    with Path(saving.value.path()).open(encoding="utf-8-sig") as file:
        assert sum(1 for _ in file) == 1 + len(everybody)
    page.close()


def test_a_number_is_dialled_or_written_to_and_nothing_else_is_a_link(page: Page) -> None:
    go(page, "calls")
    links = {
        str(cell.text_content()).removesuffix(" WhatsApp"): [
            (link.get_attribute("href"), link.get_attribute("aria-label"))
            for link in cell.locator("a").all()
        ]
        for cell in page.locator("td.phone").all()
    }
    assert [[href for href, _ in links[phone]] for phone in PHONES] == [
        *(["tel:+21622345678", "https://wa.me/21622345678"], ["tel:0612345678"], [], []),
    ]
    assert links[PHONES[0]][1][1] == f"WhatsApp à {FORMULA}"


def test_calls_are_ticked_off_and_saved_as_a_file_that_the_loader_reads(page: Page) -> None:
    go(page, "calls")
    ids = [row[0] for row in rows(page)[:3]]
    ticks = page.locator("td.tick")
    save = page.get_by_role("button", name="Enregistrer les appels")
    expect(save).to_be_disabled()
    expect(ticks.first.locator("input")).to_be_hidden()
    ticks.nth(0).locator("select").select_option("Joint")
    ticks.nth(0).locator("input").fill('=1+1, "malade"')
    ticks.nth(1).locator("select").select_option("Pas de réponse")
    ticks.nth(2).locator("select").select_option("Mauvais numéro")
    ticks.nth(2).locator("select").select_option("")
    # What was ticked off is kept when the list is drawn again.
    page.get_by_label("Rechercher").fill("nobody")
    page.get_by_label("Rechercher").fill("")
    # The address, which is sent, holds nothing of it.
    page.wait_for_timeout(100)
    assert not re.search("reached|malade", page.url)
    # A phone may load the page again at any time.
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    note = page.locator(".calls tbody tr", has_text=ids[0]).locator("td.tick input")
    expect(note).to_have_value('=1+1, "malade"')
    with page.expect_download() as saving:
        save.click()
    name = saving.value.suggested_filename
    (source,) = [one for one in read_sources() if one.name == "calls"]
    assert re.fullmatch(r"calls-20\d\d-\d\d-\d\d\.csv", name)
    assert matched_names(name) == ["calls"]
    file = Path(saving.value.path())
    with opened(source, file, lambda _: None) as stream:
        assert [column for column, _ in stream.layout.declared] == list(source.columns)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        head, *saved = list(csv.reader(lines))
    assert tuple(head) == source.columns
    assert saved == [
        [ids[0], name[6:16], "reached", '\'=1+1, "malade"'],
        [ids[1], name[6:16], "no answer", ""],
    ]


def matched_names(name: str) -> list[str]:
    """The sources that take a file of this name."""
    return [
        source.name
        for source in read_sources()
        if any(fnmatch(name.lower(), pattern.lower()) for pattern in source.files)
    ]


def test_a_view_is_sent_by_its_address(page: Page) -> None:
    go(page, "calls")
    page.get_by_label("Rechercher").fill("jamais")
    campus = page.locator("#call-list select").first
    campus.select_option(rows(page)[0][4])
    seen, name = rows(page), campus.input_value()
    assert seen
    go(page, "churn")
    page.locator('select[name="country_name"]').select_option(index=1)
    shown = page.locator("#shown").text_content()
    page.wait_for_function("location.hash.includes('country_name')")
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#sheet-churn")).to_be_visible()
    expect(other.locator("#shown")).to_have_text(str(shown))
    go(other, "calls")
    assert (rows(other), other.locator("#call-list select").first.input_value()) == (seen, name)
    other.close()
    go(page, "calls")
    page.get_by_label("Rechercher").fill("")
    campus.select_option("")


def test_no_page_breaks_a_rule_of_accessibility(page: Page) -> None:
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    for slug in ("today", "calls"):
        go(page, slug)
        found = Axe().run(page, options=options)
        assert found.violations_count == 0, found.generate_report()
