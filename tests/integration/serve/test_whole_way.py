"""From dropped files to figures in a browser, in French, and back."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from datetime import time as clock
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Page, expect
from psycopg import sql

from common import school
from common.servers.connections import connect_postgres, open_neo4j
from serve.kept import Kept
from tests.corpus.figures import right_figures
from tests.corpus.files import write
from tests.corpus.marts import read_figures
from tests.corpus.school import OWN_DAY, the_school
from tests.corpus.variants import FRENCH
from tests.integration.schemas import empty
from tests.integration.serve.conftest import Served, serving

Warehouse = psycopg.Connection[Any]
Digests = dict[str, str]

TABLES = """
select table_name, array_agg(cast(column_name as text) order by ordinal_position)
from information_schema.columns
where
    table_schema = 'marts' and data_type not like 'timestamp%'
    -- The last is made with a key that each new warehouse has of its own.
    and column_name not in ('load_id', 'newest_load_id', 'build_id', 'subscription_id')
group by table_name
"""
# A view of the ledger, whatever is built.
TELLS_OF_LOADS = {"load_history"}
SECONDS = 300_000  # for one run, on a machine that does other things, too


@pytest.fixture(scope="module")
def connection(kept: Kept, graph: Path) -> Iterator[Warehouse]:
    """The warehouse; the graph beside it is empty at first and afterwards."""
    empty_graph()
    with connect_postgres(autocommit=True) as opened:
        yield opened
    empty_graph()


def empty_graph() -> None:
    with open_neo4j() as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    write(FRENCH, tmp_path / "exports")
    at = datetime.combine(OWN_DAY, clock(18), UTC).timestamp()
    for path in (tmp_path / "exports").iterdir():
        os.utime(path, (at, at))
    return tmp_path / "exports"


@pytest.fixture
def in_french(kept: Kept) -> Iterator[None]:
    school.school_path().write_text("language: fr\n", "utf-8")
    yield
    school.school_path().unlink()


@pytest.fixture
def page(in_french: None, connection: Warehouse) -> Iterator[Served]:
    """Started in a school that speaks French."""
    with serving() as started:
        yield started


def marts(connection: Warehouse) -> Digests:
    """Each mart as a number, less when and by which load it was made."""
    found = {}
    for table, columns in connection.execute(TABLES).fetchall():
        row = sql.SQL(", ").join(map(sql.Identifier, columns))
        statement = sql.SQL(
            "select md5(string_agg(cast(r as text), '|' order by cast(r as text))) "
            "from (select {} from marts.{}) as r"
        ).format(row, sql.Identifier(table))
        [(digest,)] = connection.execute(statement).fetchall()
        found[table] = digest
    return found


def changed(before: Digests, after: Digests) -> set[str]:
    return {name for name in before if after[name] != before[name]}


def attended() -> int:
    with open_neo4j() as driver:
        records, _, _ = driver.execute_query("MATCH ()-[a:ATTENDED]->() RETURN count(a) AS n")
        return int(records[0]["n"])


def enter(browser: Any, served: Served) -> Page:
    tab: Page = browser.new_context().new_page()
    tab.goto(served.new_address())
    tab.wait_for_url(f"{served.origin}/")
    return tab


def drop(tab: Page, folder: Path) -> None:
    tab.goto("/".join(tab.url.split("/")[:3]))
    tab.set_input_files("#pick-files", sorted(folder.iterdir()))
    tab.wait_for_url("**/files", timeout=60_000)
    expect(tab.locator("form[action='/files/yes'] button")).to_be_visible(timeout=60_000)


def agree(tab: Page) -> None:
    """Say yes, and wait until it is over."""
    tab.locator("form[action='/files/yes'] button").click()
    tab.wait_for_url("**/done", timeout=SECONDS)


@pytest.fixture
def loaded(page: Served, chromium: Any, exports: Path, connection: Warehouse) -> Page:
    """A tab, whose school's exports were loaded into an empty warehouse."""
    empty(connection)
    empty_graph()
    tab = enter(chromium, page)
    drop(tab, exports)
    agree(tab)
    return tab


def test_one_yes_leads_from_dropped_files_to_the_right_figures(
    page: Served, chromium: Any, exports: Path, kept: Kept, connection: Warehouse
) -> None:
    tab = enter(chromium, page)
    drop(tab, exports)
    tab.locator("form[action='/files/yes'] button").click()
    tab.wait_for_url("**/work")
    tab.close()  # the work goes on
    tab = enter(chromium, page)
    expect(tab.locator(".go")).to_be_visible(timeout=60_000)
    tab.goto(f"{page.origin}/work")
    tab.wait_for_url("**/done", timeout=SECONDS)
    expect(tab.locator(".outcome.good")).to_be_visible()
    assert tab.locator("html").get_attribute("lang") == "fr"
    found, right = read_figures(connection), right_figures(the_school())
    for told in ("students", "sessions", "attended", "missed", "subscriptions", "lost"):
        assert getattr(found, told) == getattr(right, told), told
    assert attended() == len(found.attended)
    assert kept.dropped() == []
    assert "date_order: day_first" in school.school_path().read_text("utf-8")
    status, lines = page.ask("GET", "/done/lines.csv")
    assert (status, lines[0]) == (200, "\ufeff")
    tab.goto(page.origin)
    expect(tab.locator(".first .tile").first).to_be_visible(timeout=60_000)
    expect(tab.locator("#drop")).to_contain_text("présences")
    assert tab.locator("#served form, .outcome form").count() == 0
    # Its policy lets the plots be drawn.
    expect(tab.locator(".plot svg").first).to_be_attached(timeout=60_000)
    tab.locator(".first:visible .to-report").click()
    expect(tab.locator("h1")).to_have_text("Rapport sur les données")
    tab.get_by_role("link", name="Les chiffres", exact=True).click()
    expect(tab.locator(".first .tile").first).to_be_visible(timeout=60_000)


@pytest.mark.slow
def test_the_figures_are_those_of_a_refresh_and_an_undo_brings_them_back(
    page: Served, chromium: Any, exports: Path, kept: Kept, connection: Warehouse
) -> None:
    empty(connection)
    empty_graph()
    command = [sys.executable, "-m", "refresh", "run", str(exports)]
    tab = enter(chromium, page)
    drop(tab, exports)
    agree(tab)
    by_page, in_graph = marts(connection), attended()
    assert len(by_page) > 20
    empty(connection)
    empty_graph()
    subprocess.run(command, check=True, capture_output=True)
    assert marts(connection) == by_page
    assert attended() == in_graph

    # One student less, and who was there is not asked of the terminal.
    students = next(path for path in exports.iterdir() if "tudiant" in path.name)
    lines = students.read_text("utf-8").splitlines(keepends=True)
    students.write_text("".join(lines[:-1]), "utf-8")
    tab = enter(chromium, page)
    drop(tab, exports)
    agree(tab)
    assert marts(connection) != by_page
    tab.locator("form[action='/undo'] button").click()
    tab.wait_for_url("**/work")
    tab.wait_for_url("**/done", timeout=SECONDS)
    expect(tab.locator(".outcome.good")).to_be_visible()
    assert changed(by_page, marts(connection)) <= TELLS_OF_LOADS
    assert attended() == in_graph
    assert tab.locator("form[action='/undo']").count() == 0


@pytest.mark.slow
@pytest.mark.parametrize("step", ["load", "build", "graph", "dashboard"])
def test_a_kill_or_a_cancel_leaves_the_files_and_the_figures(
    page: Served, chromium: Any, exports: Path, kept: Kept, connection: Warehouse, step: str
) -> None:
    """First it is cancelled, then the program is killed; the third yes goes through."""
    empty(connection)
    empty_graph()
    tab = enter(chromium, page)
    drop(tab, exports)
    tab.locator("form[action='/files/yes'] button").click()
    wait_for(kept, step)
    tab.goto(f"{page.origin}/work")
    tab.locator("form[action='/work/cancel'] button").click()
    tab.wait_for_url("**/done", timeout=SECONDS)
    expect(tab.locator(".outcome.bad")).to_be_visible()
    assert len(kept.dropped()) == 4
    tab.goto(f"{page.origin}/files")
    tab.locator("form[action='/files/yes'] button").click(timeout=60_000)
    wait_for(kept, step)
    page.process.kill()
    page.process.wait()
    time.sleep(2)
    with serving() as again:
        tab = enter(chromium, again)
        tab.goto(f"{again.origin}/done")
        expect(tab.locator(".outcome.bad")).to_be_visible(timeout=60_000)
        tab.goto(f"{again.origin}/files")
        tab.locator("form[action='/files/yes'] button").click(timeout=60_000)
        tab.wait_for_url("**/done", timeout=SECONDS)
        expect(tab.locator(".outcome.good")).to_be_visible()
    found, right = read_figures(connection), right_figures(the_school())
    assert (found.students, found.attended, found.lost) == (
        *(right.students, right.attended, right.lost),
    )
    assert attended() == len(found.attended)


def wait_for(kept: Kept, step: str) -> None:
    """Wait until a step has begun a while ago."""
    until = time.monotonic() + SECONDS / 1000
    while time.monotonic() < until:
        if any(event.get("step") == step and "number" in event for event in kept.events()):
            time.sleep(1)
            return
        time.sleep(0.05)
    raise AssertionError(f"{step} did not begin")


@pytest.mark.slow
def test_a_file_that_breaks_a_limit_is_loaded_all_the_same_where_somebody_says_so(
    page: Served, loaded: Page, exports: Path, connection: Warehouse
) -> None:
    subscriptions = exports / "Abonnements.csv"
    lines = subscriptions.read_text("utf-8").splitlines(keepends=True)
    subscriptions.write_text("".join(lines[: len(lines) // 3]), "utf-8")
    drop(loaded, exports)
    agree(loaded)
    expect(loaded.locator(".outcome.bad")).to_contain_text("max_shrink")
    loaded.goto(f"{page.origin}/files")
    loaded.locator("form:has(input[name=allow]) button").click(timeout=60_000)
    loaded.wait_for_url("**/done", timeout=SECONDS)
    expect(loaded.locator(".outcome.good")).to_be_visible()
    landed = "select rows_landed from staging.loads where is_active and source = 'subscriptions'"
    assert connection.execute(landed).fetchall() == [(len(lines) // 3 - 1,)]
    assert loaded.locator("form[action='/undo'] button").count() == 1


@pytest.mark.slow
def test_a_build_that_is_refused_says_what_is_wrong_and_can_be_taken_back(
    loaded: Page, exports: Path, connection: Warehouse
) -> None:
    before = marts(connection)
    connection.execute("update staging.loads set rows_in = rows_in + 1 where source = 'sessions'")
    students = next(path for path in exports.iterdir() if "tudiant" in path.name)
    lines = students.read_text("utf-8").splitlines(keepends=True)
    students.write_text("".join(lines[:-1]), "utf-8")
    drop(loaded, exports)
    agree(loaded)
    expect(loaded.locator(".outcome.bad")).to_be_visible()
    expect(loaded.locator("#verdict")).to_contain_text("publi")
    assert changed(before, marts(connection)) <= TELLS_OF_LOADS
    connection.execute("update staging.loads set rows_in = rows_in - 1 where source = 'sessions'")
    loaded.locator("form[action='/undo'] button").click()
    loaded.wait_for_url("**/work")
    loaded.wait_for_url("**/done", timeout=SECONDS)
    expect(loaded.locator(".outcome.good")).to_be_visible()
    assert changed(before, marts(connection)) <= TELLS_OF_LOADS
