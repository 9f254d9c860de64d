"""What changed since the load before, over a history of loads and builds."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from common.servers.connections import connect_postgres
from tests.integration.dbt.conftest import Query
from tests.integration.dbt.small_school import School, pairs
from tests.integration.dbt.test_awkward_rows import subscription
from tests.integration.in_process import run_module

SELECTED = ("--select", "+student_changes", "--indirect-selection", "buildable")
CHANGES = (
    "select student_id, change, said_before, says_now from marts.student_changes order by 1, 2"
)
STATES = "select cast(states as text) from history.int_student_states as states order by 1"
# No load of the test is really from then.
REAL = "2026-01-01"

Changes = list[tuple[Any, ...]]


class Term(School):
    """A school whose loads land on the days it says."""

    def land_on(self, day: str, **sources: list[tuple[str, ...]]) -> None:
        """Land exports; the ledger says that it was noon of `day`."""
        self.land(**sources)
        self.date(day)

    def land_again(self, day: str) -> None:
        """Land the same files once more, by force."""
        contract = str(self.folder / "sources.yml")
        inbox = str(self.folder / "inbox")
        done = run_module("loaders", "load", inbox, "--sources", contract, "--force")
        assert done.returncode == 0, done.stderr
        self.date(day)

    def date(self, day: str) -> None:
        """Move what the ledger says happened just now to `day`, the order of events kept."""
        with connect_postgres() as connection:
            for column in ("finished_at", "superseded_at"):
                connection.execute(
                    f"""
                    update staging.loads
                    set {column} = timestamptz '{day} 12:00+00' + load_id * interval '1 second'
                    where {column} > '{REAL}'
                    """.encode()
                )
            connection.execute(
                f"update staging.loads set own_day = '{day}' where own_day > '{REAL}'".encode()
            )

    def changes(self, *arguments: str, **values: object) -> Changes:
        """Build, and return what is said to have changed."""
        self.build(*SELECTED, *arguments, **values)
        with connect_postgres() as connection:
            return connection.execute(CHANGES.encode()).fetchall()


def ends(student: str, day: str, **changes: str) -> tuple[str, ...]:
    """Return a subscription of the year 2025 that ends on `day`."""
    return subscription(
        StudentId=student,
        SubscriptionStartDate=changes.pop("begins", "2025-01-01"),
        SubscriptionEndDate=day,
        Country="ghana",
        **changes,
    )


@pytest.fixture(scope="module")
def term(empty_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Term]:
    """The school with its first load, of 1 June 2025."""
    term = Term(tmp_path_factory.mktemp("term"))
    term.land_on(
        "2025-06-01",
        students=[(number, f"Ada {number}", "") for number in "123456"],
        sessions=[(name, f"2025-05-0{n}", "60", "SQL") for n, name in enumerate("abcd", start=1)],
        attendance=pairs("1a 1b 1c 1d 2a 2b 2c 2d 3a 4a 5a 5b 5c 5d"),
        subscriptions=[
            ends("1", "2025-05-05"),  # in grace until 4 June
            ends("2", "2025-03-01"),  # lost since April
            ends("3", "2025-12-31"),
            ends("4", "2025-04-15"),  # lost since May
            ends("5", "2025-12-31"),
        ],
    )
    yield term
    shutil.rmtree(term.folder)


SECOND: Changes = [
    ("1", "newly_churned", "in_grace", "churned since 2025-06-05"),
    ("2", "came_back", "churned since 2025-04-01", "active"),
    ("2", "newly_at_risk", "not_enrolled", "missed_in_a_row"),
    ("5", "newly_at_risk", "attends", "missed_in_a_row"),
]


def second_load() -> dict[str, list[tuple[str, ...]]]:
    """What the school exports on 10 June."""
    days = [("e", "2025-06-02"), ("f", "2025-06-03"), ("g", "2025-06-04")]
    return {
        "sessions": [
            *((name, f"2025-05-0{n}", "60", "SQL") for n, name in enumerate("abcd", start=1)),
            *((name, day, "60", "SQL") for name, day in days),
        ],
        "attendance": pairs("1e 1f 1g 3e 3f 3g"),
        "subscriptions": [
            ends("1", "2025-05-05"),
            ends("2", "2025-03-01"),
            ends("2", "2025-12-31", begins="2025-06-04"),
            ends("3", "2025-12-31"),
            ends("4", "2025-04-15"),
            ends("5", "2025-12-31"),
        ],
    }


def test_first_load_has_nothing_to_be_compared_with(term: Term) -> None:
    assert term.changes() == []


def test_second_load_is_compared_with_the_first(term: Term) -> None:
    term.land_on("2025-06-10", **second_load())
    assert term.changes() == SECOND


def test_a_full_refresh_on_the_same_load_says_the_same(term: Term) -> None:
    assert term.changes("--full-refresh") == SECOND


# The day of the load before, and that of the load itself.
@pytest.mark.parametrize("day", [pytest.param("2025-06-01", marks=pytest.mark.slow), "2025-06-10"])
def test_build_as_of_a_day_given_by_hand_writes_no_history(
    term: Term, query: Query, day: str
) -> None:
    before = query(STATES)
    assert term.changes(as_of_date=day) == SECOND
    assert query(STATES) == before


@pytest.mark.slow
def test_part_of_a_build_writes_no_history(term: Term, query: Query) -> None:
    # It would write down what a build as of a day given by hand has left in the marts.
    term.build("--select", "+student_engagement", as_of_date="2025-06-01")
    term.build("--select", "int_loads", "int_student_states", "student_changes")
    assert query(CHANGES) == SECOND
    assert term.changes() == SECOND


def test_same_files_landed_again_take_the_place_of_the_load_they_repeat(
    term: Term, query: Query
) -> None:
    term.land_again("2025-06-11")
    assert term.changes() == SECOND
    days = "select distinct as_of_date::text, previous_as_of_date::text from marts.student_changes"
    assert query(days) == [("2025-06-11", "2025-06-01")]


def test_corrected_history_is_told_from_news(term: Term) -> None:
    corrected = second_load()["subscriptions"]
    corrected[4] = ends("4", "2025-04-15", SubscriptionHasDiploma="TRUE")  # was never lost
    corrected[5] = ends("5", "2025-04-30")  # lost before the last load already
    term.land_on("2025-06-12", subscriptions=corrected, attendance=pairs("3b"))
    assert term.changes() == [
        ("3", "attendance_corrected", "4", "5"),
        ("4", "churn_corrected", "churned since 2025-05-16", "completed"),
        ("5", "churn_corrected", "active", "churned since 2025-05-31"),
        ("5", "newly_churned", "active", "churned since 2025-05-31"),
    ]


def test_file_taken_back_is_compared_with_the_wrong_one(term: Term) -> None:
    term.land_on("2025-06-13", subscriptions=second_load()["subscriptions"])
    assert [change[:2] for change in term.changes()] == [
        ("4", "churn_corrected"),
        ("4", "newly_churned"),
        ("5", "churn_corrected"),
        ("5", "newly_at_risk"),
    ]


def test_only_the_newest_state_and_the_one_before_are_kept(term: Term, query: Query) -> None:
    assert len(query("select distinct state_key from history.int_student_states")) == 2
    # They cannot be made again, so a crash of the server must not empty them.
    persistence = "select relpersistence from pg_class where relname = 'int_student_states'"
    assert query(persistence) == [("p",)]
