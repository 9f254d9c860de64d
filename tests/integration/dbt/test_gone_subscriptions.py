"""Subscriptions that the next export no longer has: kept, told, and not taken for lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from common.servers.connections import connect_postgres
from tests.integration.dbt.conftest import Query
from tests.integration.dbt.test_awkward_rows import subscription
from tests.integration.dbt.test_student_changes import SELECTED, Term
from tests.integration.schemas import empty

STANDING = """
select student_name, start_date::text, subscription_status, status_reason, is_in_export
from marts.subscriptions where student_name not like 'Old %' order by 1, 2
"""
OLD = [subscription(Student=f"Old {number}") for number in range(30)]


def runs(student: str, **changes: str) -> tuple[str, ...]:
    """Return a subscription of the year 2025."""
    ordinary = {
        "SubscriptionStartDate": "2025-01-01",
        "SubscriptionEndDate": "2025-12-31",
        "GroupName": "G1",
    }
    return subscription(Student=student, **(ordinary | changes))


FIRST = [
    runs("Ada One", StudentId="1"),
    runs("Bo Two", StudentId="2"),
    runs("Cy Three", StudentId="3"),
    runs("Di Fuor"),
    runs("El Five", SubscriptionEndDate="2025-02-01"),
    runs("Fa Six"),
    runs("Gil Seven", GroupName="G2"),
    runs("Hu Nine", GroupName="G4"),
]
SECOND = [
    runs("Ada One", StudentId="1"),
    runs("Cy Three", StudentId="3", SubscriptionStartDate="2025-01-08"),
    runs("Di Four"),
    (*runs("Fa Six"), "one cell too many"),
    runs("Gil Eight", GroupName="G3"),
    runs("Hu Nine", GroupName="G4 evening"),
]


@pytest.fixture(scope="module")
def school(empty_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Term]:
    """The school with two exports, each built."""
    term = Term(tmp_path_factory.mktemp("gone"))
    students: list[tuple[str, ...]] = [
        *(("1", "Ada One", ""), ("2", "Bo Two", ""), ("3", "Cy Three", "")),
    ]
    term.land_on("2025-06-01", students=students, subscriptions=[*OLD, *FIRST])
    term.build(*SELECTED)
    term.land_on("2025-07-01", subscriptions=[*OLD, *SECOND])
    term.build(*SELECTED)
    yield term
    with connect_postgres(autocommit=True) as connection:
        empty(connection)


def test_what_is_missing_is_gone_unless_ended_corrected_or_rejected(
    school: Term, query: Query
) -> None:
    assert query(STANDING) == [
        ("Ada One", "2025-01-01", "active", None, 1),
        ("Bo Two", "2025-01-01", "unknown", "gone", 0),
        ("Cy Three", "2025-01-08", "active", None, 1),
        ("Di Four", "2025-01-01", "active", None, 1),
        ("El Five", "2025-01-01", "churned", None, 0),
        ("Gil Eight", "2025-01-01", "active", None, 1),
        ("Gil Seven", "2025-01-01", "unknown", "gone", 0),
        ("Hu Nine", "2025-01-01", "active", None, 1),
    ]
    changes = "select student_id, change, said_before, says_now from marts.student_changes"
    assert query(changes) == [("2", "subscription_gone", "active", "unknown")]


def test_what_comes_back_is_not_gone_and_what_stays_away_is(school: Term, query: Query) -> None:
    again: list[Any] = [*OLD, runs("Bo Two", StudentId="2")]
    school.land_on("2025-08-01", subscriptions=again)
    school.build(*SELECTED)
    assert [(row[0], row[2]) for row in query(STANDING)] == [
        ("Ada One", "unknown"),
        ("Bo Two", "active"),
        ("Cy Three", "unknown"),
        ("Di Four", "unknown"),
        ("El Five", "churned"),
        ("Fa Six", "unknown"),
        ("Gil Eight", "unknown"),
        ("Gil Seven", "unknown"),
        ("Hu Nine", "unknown"),
    ]


def test_an_export_of_another_school_leaves_nothing_behind(school: Term, query: Query) -> None:
    school.land_on("2025-09-01", subscriptions=[runs("Somebody Else")])
    school.build(*SELECTED)
    kept = query(STANDING)
    assert ("Somebody Else", "2025-01-01", "active", None, 1) in kept
    assert ("Bo Two", "2025-01-01", "unknown", "gone", 0) not in kept
