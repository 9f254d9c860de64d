"""`python -m refresh`, on real servers: all up to date, two at once, and the report of it."""

import html
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from common.errors import UserError
from common.servers.connections import connect_postgres
from dashboard.data_report.facts import read_facts
from dashboard.data_report.report import REPORT, Outcome, headline, write_report
from dashboard.preview.page import PREVIEW
from services import postgres_cluster
from tests.integration.in_process import run_dbt
from tests.integration.refresh.conftest import Refreshed, refresh
from verdict.last_build import read_build

Warehouse = psycopg.Connection[Any]


@pytest.fixture
def page(refreshed: Refreshed, chromium: Browser, tmp_path: Path) -> Page:
    """The report of that refresh, as a reader opens it; nothing may be asked for but itself."""
    path = write_report(Outcome(datetime.now(UTC) - timedelta(hours=1)), tmp_path / "index.html")
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: requests.append(message.text))
    page.goto(path.as_uri())
    assert requests == [path.as_uri()]
    return page


def test_a_refused_load_leaves_the_rest_alone(connection: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "students.csv").write_text("who\n1\n", "utf-8")
    done = refresh(str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.splitlines()[0].startswith("error: students.csv")
    assert done.stderr.splitlines()[1:] == [
        "stopped at step 1 of 5, load (exit code 2); "
        "the marts, the graph, the list of findings and the dashboard stay as they were"
    ]
    assert connection.execute("select to_regclass('marts.students')").fetchone() == (None,)
    report = html.unescape(REPORT.read_text("utf-8"))
    assert "The new files could not be loaded: students.csv: " in report


def test_all_is_brought_up_to_date(refreshed: Refreshed) -> None:
    assert refreshed.code == 0, refreshed.printed
    *_, load, build, graph, insights, dashboard, all_of_it, report = refreshed.printed.splitlines()
    times = [line.split()[0] for line in (load, build, graph, insights, dashboard, all_of_it)]
    assert times == ["load", "build", "graph", "insights", "dashboard", "all"]
    assert report.startswith(f"The data report: {REPORT.as_uri()} ")
    assert "graph equals mart: yes" in refreshed.printed
    assert PREVIEW.exists()


def test_a_second_one_at_once_is_told_who_is_at_work(refreshed: Refreshed) -> None:
    second = refreshed.second
    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr.startswith("error: another refresh is at work: user ")
    assert f"PostgreSQL process {refreshed.holder}, since" in second.stderr
    assert len(second.stderr.splitlines()) == 1


def test_where_nothing_is_new_nothing_is_built(refreshed: Refreshed, graph: Path) -> None:
    built = (graph / "target" / "next" / "run_results.json").stat().st_mtime_ns
    again = refresh()
    assert again.returncode == 0, again.stderr
    for line in (
        r"2 of 5: build: nothing new since the build of .* UTC, as of 20\d\d-\d\d-\d\d",
        "3 of 5: graph: the graph tells of that build",
        "4 of 5: insights: the list of findings tells of that build",
        "5 of 5: dashboard: the dashboard tells of that build",
    ):
        assert re.search(f"^{line}$", again.stdout, re.MULTILINE), again.stdout
    assert (graph / "target" / "next" / "run_results.json").stat().st_mtime_ns == built


def test_another_user_reads_nothing(refreshed: Refreshed, graph: Path) -> None:
    folders = [graph, postgres_cluster.data_folder(), PREVIEW.parent, REPORT.parent]
    made = [PREVIEW, REPORT, *(path for folder in folders[:2] for path in folder.rglob("*"))]
    assert {"profiles.yml", "dbt.log", "manifest.json", "PG_VERSION"} <= {p.name for p in made}

    def is_open(path: Path) -> bool:
        return not path.is_symlink() and path.stat().st_mode & 0o077 != 0

    # What is in a folder that nobody else may enter is closed, too.
    assert [
        path
        for path in made
        if is_open(path)
        # A random number, which dbt writes in whichever test is the first to run it.
        and path.name != ".user.yml"
        and all(is_open(above) for above in path.parents if {*above.parents} & {*folders})
    ] == []


def test_no_password_comes_up_anywhere(refreshed: Refreshed, graph: Path) -> None:
    text = (graph / "profiles.yml").read_text("utf-8")
    passwords = re.findall(r"password: ([\w-]{32,})", text)
    assert len(passwords) == len(set(passwords)) == 6
    files = [path for path in graph.rglob("*") if path.is_file() and path.name != "profiles.yml"]
    kept = {path: path.read_bytes() for path in (*files, PREVIEW, REPORT)}
    # What dbt and both servers said and keep beside their settings.
    named = {path.name for path in kept}
    assert {"manifest.json", "dbt.log", "postgres.log", "neo4j.log", "neo4j.conf"} <= named
    assert [word for word in passwords if word in refreshed.printed] == []
    found = [path for path, held in kept.items() for each in passwords if each.encode() in held]
    assert found == []
    # Nor the keys of identifiers, but in the server's own files.
    with connect_postgres() as connection:
        keys = connection.execute(
            "select encode(secret, 'hex') from history.identifier_key union all "
            "select encode(secret, 'hex') from staging.suppression_key"
        ).fetchall()
    for (key,) in keys:
        written = (key.encode(), bytes.fromhex(key))
        own = graph / ".services" / "postgres"
        assert not [
            path
            for path, held in kept.items()
            if own not in path.parents and any(each in held for each in written)
        ]


def test_report_begins_with_the_verdict_and_what_came(page: Page) -> None:
    expect(page.locator("#verdict p")).to_have_text(
        "Usable, with one gap: Dakar Almadies: attendance stops on 30 September 2026."
    )
    expect(page.locator("#verdict")).to_contain_text(
        "New in this run: attendance, calls, sessions, students, subscriptions."
    )
    expect(page.locator("#verdict")).to_contain_text(" 0 failed, 1 asked for a look")


def test_report_tells_what_was_excluded_and_who_mends_it(page: Page, connection: Warehouse) -> None:
    aside = page.locator("#sheet-missing")
    found = connection.execute(
        """
        select source_name, rows_in_files::text, rows_kept::text, rows_duplicate::text,
            rows_rejected::text, rows_set_aside::text
        from marts.data_status order by 1
        """
    ).fetchall()
    rows = aside.locator("table").first.locator("tbody tr").all()
    shown = [row.locator("th, td").all_text_contents() for row in rows]
    assert [tuple(cell.replace(",", "") for cell in row) for row in shown] == found
    ((count, meaning, what_to_do),) = connection.execute(
        """
        select count(*)::text, meaning, what_to_do from marts.data_quality_issues
        where rule = 'attendance_student_unknown' group by 2, 3
        """
    ).fetchall()
    row = aside.locator("tr", has_text=meaning)
    whose = f"Whoever keeps attendance.csv: {what_to_do}"
    assert row.locator("td").all_text_contents() == [count, meaning, whose]
    seed = aside.locator("tr", has_text="dbt_project/seeds/schedule_codes.csv")
    expect(seed.locator("td").last).to_have_text(re.compile("^The data team: Add a line"))


def test_report_words_a_test_and_names_its_owner(page: Page) -> None:
    found = page.locator("#sheet-tests").locator("tbody tr")
    expect(found).to_have_count(1)
    expect(found).to_contain_text("Spellings of ProductSchedule that neither the rule nor the seed")
    expect(found).to_contain_text("Data team, data@example.org")


def test_report_says_when_there_is_nothing_to_compare_with(page: Page) -> None:
    changed = page.locator("#sheet-changed")
    expect(changed).to_contain_text("only one load so far")


def test_report_names_nobody(page: Page, connection: Warehouse) -> None:
    text = page.content()
    people = connection.execute("select name, email from marts.students").fetchall()
    assert len(people) > 1000
    assert [word for person in people for word in person if word and word in text] == []


def test_report_can_be_read_by_everybody_everywhere(page: Page) -> None:
    axe = Axe()
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for media in ("print", "screen"):
        page.emulate_media(media=media)
        found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for title in ("Tests that failed", "Rows that are missing from every figure"):
        sentences = page.get_by_role("region", name=title)
        assert sentences.evaluate("each => each.scrollWidth - each.clientWidth") == 0, title


def test_source_that_stays_away_is_late(refreshed: Refreshed, connection: Warehouse) -> None:
    facts, build = read_facts(connection), read_build()
    # A group of the sample is silent, which no day mends.
    facts = replace(facts, rules=[rule for rule in facts.rules if rule["rule"] != "silent"])
    strict = replace(facts, rules=[{**rule, "accepted_until": None} for rule in facts.rules])
    until = min(rule["green_until"] for rule in facts.rules if rule["rule"] == "age")
    assert headline(strict, build, None, until).kind == "good"
    assert headline(strict, build, None, until + timedelta(days=1)).kind == "mind"
    late = headline(strict, build, None, until + timedelta(days=15))
    assert late.kind == "bad"
    assert any("sessions has been out of date" in point.lower() for point in late.points)
    # The sample's school.yml accepts that it is old.
    accepted = headline(facts, build, None, until + timedelta(days=800))
    assert (accepted.kind, len(accepted.accepted)) == ("good", 4)


def test_failed_build_is_said_first_and_in_plain_words(
    refreshed: Refreshed, connection: Warehouse, chromium: Browser, tmp_path: Path
) -> None:
    connection.execute("update staging.loads set rows_in = rows_in + 1 where source = 'students'")
    every = "every_record_in_a_file_landed_or_was_rejected"
    done = run_dbt("--quiet", "build", "--select", "int_loads", every)
    assert done.returncode == 1
    path = write_report(Outcome(datetime.now(UTC), "build"), tmp_path / "index.html")
    page = chromium.new_page()
    page.goto(path.as_uri())
    expect(page.locator("#verdict p")).to_contain_text("The build failed: do not rely on")
    failed = page.locator("#sheet-tests").locator("tbody tr")
    expect(failed).to_contain_text("failed")
    expect(failed).to_contain_text("Data team")
    assert "select" not in failed.inner_text()


def test_newer_load_than_the_figures_tell_of_is_told(
    refreshed: Refreshed, connection: Warehouse
) -> None:
    today = datetime.now(UTC).date()
    assert headline(read_facts(connection), None, None, today).text.startswith("Usable")
    connection.execute("update marts.data_status set newest_load_id = 0")
    verdict = headline(read_facts(connection), None, None, today)
    assert verdict.text.startswith("A newer load is there")


def test_marts_of_an_older_version_are_told_in_one_line(
    refreshed: Refreshed, connection: Warehouse
) -> None:
    connection.execute("alter table marts.data_status rename column changes_since to of_before")
    with pytest.raises(UserError, match="of an older version of this project: run `make build`"):
        read_facts(connection)
