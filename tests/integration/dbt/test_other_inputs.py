"""Inputs other than the sample: few files, later loads, damage."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from common.servers.connections import connect_postgres
from tests.integration.dbt.conftest import SAMPLE, Command, Query, write
from tests.integration.dbt.small_school import MODELS
from tests.integration.dbt.test_awkward_rows import HEADER, subscription
from tests.integration.schemas import empty

Load = Callable[[Path], None]


@pytest.fixture(autouse=True)
def _start_and_end_empty(warehouse: Path) -> Iterator[None]:
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
    yield
    with connect_postgres(autocommit=True) as connection:
        empty(connection)


@pytest.mark.slow
def test_exports_build_without_those_they_refer_to(
    tmp_path: Path, load: Load, dbt: Command, query: Query
) -> None:
    shutil.copy(SAMPLE / "subscriptions.csv", tmp_path / "Subscription Export 2026.csv")
    shutil.copy(SAMPLE / "attendance.csv", tmp_path)
    shutil.copy(SAMPLE / "school.yml", tmp_path)  # the order of its dates
    load(tmp_path)
    done = dbt("build")
    assert done.returncode == 0, done.stdout
    ((subscriptions, linked),) = query(
        "select count(*), count(student_id) from marts.subscriptions"
    )
    assert subscriptions > 3000
    assert linked == 0
    for mart in ("students", "sessions", "attendance"):
        assert query(f"select count(*) from marts.{mart}") == [(0,)]


def test_export_that_nobody_prepared_for_ends_in_marts_and_a_list_of_what_to_map(
    tmp_path: Path, load: Load, dbt: Command, query: Query
) -> None:
    # Columns in another order, one more of them, and spellings that no seed knows.
    columns = (SAMPLE / "subscriptions.csv").read_text("latin-1").splitlines()[0].split(",")
    header = (*reversed(columns), "Payer")
    ordinary = {
        "Student": "Ada Byron",
        "Country": "Atlantis",
        "ProductSchedule": "Moonlight Shift",
        "Hackerspace": "North Pole",
        "TrackName": "Underwater Basketry",
        "SubscriptionStartDate": "2026-01-05",
        "SubscriptionEndDate": "early April 2026",
        "SubscriptionProgress": "three quarters",
        "SubscriptionHasDiploma": "maybe",
        "Payer": "her employer",
    }
    rows = [
        ordinary,
        ordinary | {"Student": "Bo Li", "SubscriptionEndDate": "2026-04-05"},
        ordinary | {"Student": "Cy Fox", "Country": "Ghana", "SubscriptionHasDiploma": "no"},
    ]
    write(
        tmp_path,
        "subscriptions",
        header,
        *(tuple(row.get(column, "") for column in header) for row in rows),
    )
    load(tmp_path)
    done = dbt("build")
    assert done.returncode == 0, done.stdout
    assert "add them to dbt_project/seeds/country_spellings.csv" in done.stdout
    assert "  atlantis,CODE,Name    (Atlantis: 2 rows)\n" in done.stdout
    assert "  moonlight shift,CODE,family,1,Label    (Moonlight Shift: 3 rows)\n" in done.stdout
    assert query(
        "select student_name, country_code, schedule_code, campus, track, subscription_status"
        " from marts.subscriptions order by student_name"
    ) == [
        ("Ada Byron", None, "unmapped", "North Pole", "Underwater Basketry", "unknown"),
        ("Bo Li", None, "unmapped", "North Pole", "Underwater Basketry", "unknown"),
        ("Cy Fox", "GH", "unmapped", "North Pole", "Underwater Basketry", "unknown"),
    ]
    to_map = query(
        "select rule, value_shown, count(*) from marts.data_quality_issues"
        " where rule != 'subscription_student_unmatched' group by 1, 2 order by 1, 2"
    )
    assert to_map == [
        ("country_unmapped", "Atlantis", 2),
        ("schedule_unmapped", "Moonlight Shift", 3),
        ("subscription_diploma_unreadable", "maybe", 2),
        ("subscription_end_unreadable", "early April 2026", 2),
        ("subscription_progress_unreadable", "three quarters", 3),
    ]


@pytest.mark.slow
def test_attendance_taken_out_of_the_export_leaves_the_mart(
    tmp_path: Path, load: Load, dbt: Command, query: Query
) -> None:
    write(tmp_path, "students", ("student_id", "name", "email"), ("1", "Ada", "ada@example.org"))
    write(tmp_path, "sessions", ("session_id", "date", "duration", "module"), ("s1", "", "", "SQL"))
    write(tmp_path, "attendance", ("student_id", "session_id"), ("1", "s1"), ("1", "s1"))
    load(tmp_path)
    assert (
        dbt("build", "--select", "+attendance", "+data_quality_issues", as_of=None).returncode == 0
    )
    assert query("select * from marts.attendance") == [("1", "s1")]

    write(tmp_path, "attendance", ("student_id", "session_id"), ("2", "s1"))
    load(tmp_path)
    assert (
        dbt("build", "--select", "+attendance", "+data_quality_issues", as_of=None).returncode == 0
    )
    assert query("select * from marts.attendance") == []
    assert query("select rule from marts.data_quality_issues where source_name = 'attendance'") == [
        ("attendance_student_unknown",)
    ]


def test_a_mostly_wrong_export_fails_before_what_it_would_empty_and_says_how(
    tmp_path: Path, load: Load, dbt: Command, query: Query
) -> None:
    ids = [f"{number:04}" for number in range(100)] + [f"S{number:03}" for number in range(20)]
    students = [(key, f"Ada {key}", "") for key in ids]
    write(tmp_path, "students", ("student_id", "name", "email"), *students)
    write(tmp_path, "sessions", ("session_id", "date", "duration", "module"), ("s1", "", "", "SQL"))
    marks = [
        *(str(number) for number in range(40)),
        *(f"{number:04}.0" for number in range(40, 60)),
        *(f"s{number:03}" for number in range(10)),
        *(f"S {number:03}" for number in range(10, 15)),
        *(f"{number}.0" for number in range(60, 64)),
        *("9999", "0x17", "0090"),
    ]
    write(tmp_path, "attendance", ("student_id", "session_id"), *((key, "s1") for key in marks * 2))
    # Written, and not to be read: 60 of 110 ends; diplomas are too few to tell.
    unreadable = [subscription(Student=f"Ada {n}", SubscriptionEndDate="soon") for n in range(60)]
    readable = [subscription(Student=f"Bo {n}", DiplomaDate="soon") for n in range(50)]
    write(tmp_path, "subscriptions", tuple(HEADER), *unreadable, *readable)
    load(tmp_path)
    done = dbt("build", "--select", "+path:dbt_project/tests/guard", "attendance", "int_attendance")
    assert done.returncode == 1
    assert sorted(re.findall(r" FAIL: (.*)", done.stdout)) == [
        "attendance_student_unknown: 162 of 164; 80 differ by leading zeros only, "
        "40 differ by `.0` only, 20 differ by case only, 10 differ by blanks only, "
        "8 differ by leading zeros, `.0`, blanks or case only",
        "subscription_end_unreadable: 60 of 110",
    ]
    assert "SKIP relation intermediate.int_attendance" in done.stdout
    assert "SKIP relation marts.attendance " in done.stdout


def test_few_links_and_little_progress_warn(
    tmp_path: Path, load: Load, dbt: Command, query: Query
) -> None:
    write(
        tmp_path,
        "students",
        ("student_id", "name", "email"),
        *((f"00{number}", f"Ada Byron {number}", "") for number in range(9)),
    )
    plain = {"SubscriptionProgress": "", "TrackName": "Web"}
    write(
        tmp_path,
        "subscriptions",
        tuple(HEADER),
        subscription(StudentId="001", SubscriptionProgress="90%"),
        *(subscription(**plain, StudentId=str(n), Student=f"Cy {n}") for n in range(4)),
        subscription(**plain, StudentId="x", Student="Di"),
        subscription(**plain, StudentEmail="el@example.org", Student="El"),
        subscription(**plain, Student="Nobody"),
    )
    load(tmp_path)
    done = dbt("build", "--select", "+path:dbt_project/tests/guard")
    assert done.returncode == 0, done.stdout
    assert sorted(re.findall(r" WARN: (.*)", done.stdout)) == [
        "subscription progress is empty: 7 of 8",
        "subscriptions linked: 1 of 7 that carry an id or an address; 5 id unknown, 1 unmatched"
        "; ids: 4 differ by leading zeros only",
    ]


@pytest.mark.slow
def test_earlier_day_sees_the_export_of_that_day(
    tmp_path: Path, load: Load, dbt: Command, query: Query
) -> None:
    write(tmp_path, "students", ("student_id", "name", "email"), ("1", "Ada", ""))
    load(tmp_path)
    write(tmp_path, "students", ("student_id", "name", "email"), ("1", "Ada Byron", ""))
    load(tmp_path)
    query("update staging.loads set own_day = date '2026-05-31' + load_id::integer")
    for day, name in (("2026-06-01", "Ada"), ("2026-06-02", "Ada Byron"), ("2026-05-01", "Ada")):
        assert dbt("build", *MODELS, "--select", "+students", as_of=day).returncode == 0
        assert query("select name from marts.students") == [(name,)]


def test_row_added_to_a_raw_table_by_hand_fails_the_build(
    tmp_path: Path, load: Load, dbt: Command, query: Query
) -> None:
    write(tmp_path, "students", ("student_id", "name", "email"), ("1", "Ada", "ada@example.org"))
    load(tmp_path)
    query("insert into staging.raw_students (student_id, _load_id, _source_row) values ('2', 1, 2)")
    # The first to fail keeps what is built on the raw rows from being built, the second with it.
    counted, accounted = (
        "every_record_in_a_file_landed_or_was_rejected",
        "every_landed_row_is_accounted_for",
    )
    done = dbt("build", "--select", f"+{counted}")
    assert done.returncode == 1
    assert f"FAIL 1 {counted}" in done.stdout
    done = dbt("build", "--select", f"+{accounted}", "--exclude", counted)
    assert done.returncode == 1
    assert f"FAIL 1 {accounted}" in done.stdout
