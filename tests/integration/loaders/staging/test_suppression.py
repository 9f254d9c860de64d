"""Who was erased does not land again: not in rows, not in rejected records; all others do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common.servers.connections import Role, connect_postgres
from loaders.contract.sources import read_sources
from loaders.staging import limits, partitions, suppression
from tests.integration.loaders.conftest import Load, Rows

STUDENTS = """\
student_id,name,email
0007, Zoë  Ndiaye ,ZOE@Example.org
0008,Ndiaye Zoe,other@example.org
,zoe ndiaye,zoe@example.org
"""
ATTENDANCE = """\
student_id,session_id,student_email
0007,S1,
0008,S1,
,S1, Zoe@example.org
,S2,other@example.org
0007,S1,,surplus
0008,S1,,surplus
"""
HEADER = """\
SessionName,TrackName,Hackerspace,Country,GroupName,ProductSchedule,Student,StudentGender,\
InstructorFullName,InstructorEmail,SubscriptionStartDate,SubscriptionEndDate,\
SubscriptionProgress,SubscriptionHasDiploma,DiplomaDate,instructor_diploma,StudentBirthDate,\
professionalExperience,Industry,StudentId,StudentEmail
"""


def subscription(name: str, born: str = "", known_as: str = "", email: str = "") -> str:
    return f"I,T,H,C,G,W1,{name},F,,,2026-01-05,,,,,,{born},,,{known_as},{email}\n"


@pytest.fixture
def erase(connection: psycopg.Connection[Any]) -> Callable[..., None]:
    """Have a person suppressed by values of kinds."""

    def remember(**keys: str) -> None:
        with connect_postgres(role=Role.LOADER) as own:
            partitions.prepare(own, read_sources())
            kinds = [(kind.replace("_", " "), value) for kind, value in keys.items()]
            suppression.remember(own, "receipt", suppression.digests(own, kinds))

    return remember


LEDGER = "select rows_in, rows_landed, rows_rejected, rows_suppressed from staging.loads"


def test_rows_of_an_erased_student_do_not_land(
    erase: Callable[..., None], load: Load, inbox: Path, query: Callable[[str], Rows]
) -> None:
    erase(id="0007", email="zoe@example.org")
    (inbox / "students.csv").write_text(STUDENTS, "utf-8")
    (inbox / "attendance.csv").write_text(ATTENDANCE, "utf-8")
    sources = limits.allowing(read_sources(), ["attendance.max_rejected"])
    receipts = {one.source.name: one for one in load(sources)}
    assert query("select student_id from staging.raw_students") == [("0008",)]
    assert query("select student_id, _source_row from staging.raw_attendance order by 2") == [
        *(("0008", 2), ("", 4)),
    ]
    assert query("select raw from staging.rejected_rows") == [("0008,S1,,surplus",)]
    assert query(f"{LEDGER} where source = 'students'") == [(3, 1, 0, 2)]
    assert query(f"{LEDGER} where source = 'attendance'") == [(6, 2, 1, 3)]
    attendance = receipts["attendance"]
    assert (attendance.landed, attendance.rejected, attendance.suppressed) == (2, 1, 3)


def test_subscriptions_go_by_what_each_row_says(
    erase: Callable[..., None], load: Load, inbox: Path, query: Callable[[str], Rows]
) -> None:
    erase(**{"name and born": "ndiaye zoe\x1f1999-05-31", "subscription id": "9"})
    (inbox / "subscriptions.csv").write_text(
        HEADER
        + subscription("Zoé NDIAYE", "1999-05-31")  # name and birth date
        + subscription("Zoe Ndiaye", "1999-05-30")  # born another day
        + subscription("Zoe Ndiaye", "1999-05-31", email="z@example.org")  # an address decides
        + subscription("Somebody", known_as=" 9 ")
        + subscription("Somebody", known_as="0009")
        + subscription("Zoe Ndiaye"),  # a name alone
        "utf-8",
    )
    load()
    assert query("select _source_row from staging.raw_subscriptions order by 1") == [
        *((2,), (3,), (5,), (6,)),
    ]
    assert query(LEDGER) == [(6, 4, 0, 2)]


def test_ids_that_were_joined_are_one(
    erase: Callable[..., None],
    load: Load,
    inbox: Path,
    query: Callable[[str], Rows],
    contract: Callable[[str], Any],
) -> None:
    erase(**{"bare id": "7"})
    (inbox / "attendance.csv").write_text("student_id,session_id\n7,S1\n007,S1\n70,S1\n", "utf-8")
    sources = contract(
        "sources:\n  attendance:\n    files: ['*attendance*.csv']\n"
        "    columns: [student_id, session_id]\n    join: [student_id]\n"
    )
    load(sources)
    assert query("select student_id from staging.raw_attendance") == [("70",)]


def test_a_partition_without_them_is_not_written_again(
    erase: Callable[..., None],
    load: Load,
    inbox: Path,
    query: Callable[[str], Rows],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    erase(id="0009")
    (inbox / "students.csv").write_text(STUDENTS, "utf-8")
    monkeypatch.setattr("loaders.staging.suppression.tables.create", None)
    load()
    assert query(f"{LEDGER}") == [(3, 3, 0, 0)]
