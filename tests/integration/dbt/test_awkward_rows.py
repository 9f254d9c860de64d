"""Rows that once were judged wrongly, through load and build."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from common.folders import REPOSITORY
from common.servers.connections import Role, connect_postgres
from common.texts import for_terminal
from dashboard.preview.model import page_model
from dashboard.preview.page import page_html
from dashboard.spec.check import checked_report
from dashboard.spec.marts import read_marts
from tests.integration.dbt.conftest import SAMPLE, Command, Query, write

# It clears the screen, renames the window, and turns the text around.
HOSTILE = "\x1b[2J\x1b]0;title\x07\u202e"
STEERING = set("\x1b\x07\u202e")
HEADER = (SAMPLE / "subscriptions.csv").read_text("latin-1").splitlines()[0].split(",")


def subscription(**changes: str) -> tuple[str, ...]:
    """One line of the export: an ordinary subscription, changed where `changes` says."""
    ordinary = {
        "SessionName": "May",
        "TrackName": "Web",
        "Student": "Ada Byron",
        "SubscriptionStartDate": "2026-01-01",
        "SubscriptionEndDate": "2026-06-01",
        "SubscriptionProgress": "50%",
        "SubscriptionHasDiploma": "FALSE",
    }
    return tuple((ordinary | changes).get(column, "") for column in HEADER)


@pytest.fixture(scope="module")
def awkward_rows(
    empty_warehouse: Path,
    tmp_path_factory: pytest.TempPathFactory,
    load: Callable[[Path], None],
    dbt: Command,
) -> str:
    """The rows, loaded and built; yields what `dbt build` printed."""
    folder = tmp_path_factory.mktemp("awkward")
    write(
        folder,
        "students",
        ("student_id", "name", "email"),
        ("7", "Bo Li", "bad@"),
        ("7", "Bo Li", ""),
        ("00\u200b17", "Al\u200bice", "alice@example.org"),
        ("=1+1", f"{HOSTILE} <script>", "eve@example.org"),
    )
    write(
        folder,
        "sessions",
        ("session_id", "date", "duration", "module"),
        ("s1", "TBD", "90.0", "SQL"),
        ("s1", "13/25/2026", "90", "SQL"),
    )
    write(folder, "attendance", ("student_id", "session_id"), ("0017", "s1"))
    write(
        folder,
        "subscriptions",
        tuple(HEADER),
        subscription(Student="Nearly There", SubscriptionProgress="89.99999%"),
        subscription(Student="Born Twice", StudentId="7", StudentBirthDate="2000-01-01"),
        subscription(Student="Born Twice", StudentId="7", StudentBirthDate="1990-01-01"),
        subscription(Student="", StudentEmail="x@"),
        subscription(Student="", StudentEmail="y@"),
        subscription(Student="Two Starts", SubscriptionStartDate="TBD"),
        subscription(Student="Two Starts", SubscriptionStartDate="n.b."),
        subscription(Student="One Country", Country="tunisie", ProductSchedule="W1"),
        subscription(Student="One Country", Country="TUNISIA", ProductSchedule="w 1"),
        *(
            subscription(Student="Many Rooms", TrackName=f"T{room}", ProductSchedule=f"Room {room}")
            for room in range(11, 33)
        ),
        *(
            subscription(Student=name, TrackName=track, ProductSchedule=f"{HOSTILE} room")
            for name, track in (("Eve One", HOSTILE), ("Eve Two", "constructor"))
        ),
    )
    load(folder)
    done = dbt("build")
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.mark.usefixtures("awkward_rows")
class TestAwkwardRows:
    def test_progress_is_judged_as_it_is_shown(self, query: Query) -> None:
        (row,) = query(
            "select progress::text, subscription_status from marts.subscriptions"
            " where student_name = 'Nearly There'"
        )
        assert row == ("0.900000", "completed")

    def test_rows_that_differ_in_what_cannot_be_read_are_no_exact_copies(
        self, query: Query
    ) -> None:
        dropped = query(
            "select rule from marts.data_quality_issues where outcome = 'duplicate' order by rule"
        )
        assert dropped == [
            ("session_conflicting_copy",),
            ("student_conflicting_copy",),
            ("subscription_conflicting_copy",),
            ("subscription_exact_copy",),
        ]

    def test_spellings_of_one_country_and_schedule_are_one(self, query: Query) -> None:
        rows = query(
            "select country_code, schedule_code from marts.subscriptions"
            " where student_name = 'One Country'"
        )
        assert rows == [("TN", "W1")]

    def test_people_and_starts_that_cannot_be_read_stay_apart(self, query: Query) -> None:
        ((nameless, two_starts),) = query(
            "select count(*) filter (where student_name is null),"
            " count(*) filter (where student_name = 'Two Starts') from marts.subscriptions"
        )
        assert (nameless, two_starts) == (2, 2)

    def test_invisible_characters_are_no_part_of_an_id(self, query: Query) -> None:
        assert query("select name from marts.students where student_id = '0017'") == [("Alice",)]
        assert query("select * from marts.attendance") == [("0017", "s1")]

    def test_minutes_written_with_a_decimal_point_are_minutes(self, query: Query) -> None:
        assert query("select duration from marts.sessions") == [(90,)]

    def test_long_list_of_what_to_map_is_cut(self, awkward_rows: str) -> None:
        assert "room 29,CODE,family,1,Label" in awkward_rows
        assert "room 30,CODE,family,1,Label" not in awkward_rows
        assert "and 3 more: select * from " in awkward_rows
        assert "intermediate.every_schedule_is_mapped order by uses desc" in awkward_rows

    def test_text_of_an_export_steers_nothing_that_shows_it(
        self, awkward_rows: str, tmp_path: Path, query: Query
    ) -> None:
        assert query("select name from marts.students where student_id = '=1+1'") == [
            (f"{HOSTILE} <script>",)
        ]
        # dbt's own lines, a question's answer, and the page.
        assert "]0;title" in awkward_rows
        assert not STEERING & set(awkward_rows)
        asked = run(sys.executable, "-m", "queries", "never_attended")
        assert for_terminal(HOSTILE) in asked
        assert not STEERING & set(asked)
        report, marts = checked_report(), read_marts()
        with connect_postgres(role=Role.REPORTER) as connection:
            page = page_html(page_model(connection, report, marts))
            assert not STEERING & set(page)
        # For the import tool, which reads it exactly.
        run(sys.executable, "-m", "graph_sync", "export", str(tmp_path))
        students = (tmp_path / "students.csv").read_text("utf-8")
        assert f"=1+1,{HOSTILE} <script>," in students


def run(*command: str) -> str:
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr
