"""The newest load is the one with the newest own day, whenever it was landed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg

from loaders.contract.model import Source
from loaders.own_day import today
from tests.integration.loaders.conftest import Load, Rows
from tests.integration.loaders.test_refusals import HEADER, run

Query = Callable[[str], Rows]
Contract = Callable[[str], tuple[Source, ...]]

MARKS = "sources: {marks: {files: '*attendance*.csv', columns: [a], mode: parts}}"
LOADS = "select load_id, own_day::text, own_day_from, is_active from staging.loads order by load_id"
COUNT = "select name from staging.raw_students inner join staging.loads on _load_id = load_id {}"
ACTIVE = COUNT.format("where is_active")


def deliver(inbox: Path, name: str, student: str) -> None:
    for path in inbox.iterdir():
        path.unlink()
    (inbox / name).write_text(f"{HEADER}1,{student},\n")


def test_an_older_export_landed_late_does_not_replace_a_newer_one(
    inbox: Path, query: Query
) -> None:
    deliver(inbox, "students 2026-11-05.csv", "new")
    assert run("load", inbox).stdout.splitlines()[0] == (
        "students  1 row landed, own day 2026-11-05 (in its name)"
    )
    deliver(inbox, "students 2026-11-03.csv", "old")
    advice = (
        "; not used, because students 2026-11-05.csv of 2026-11-05 is newer: to use it all the "
        "same, load it alone with `--as-of 2026-11-05` (make: AS_OF=2026-11-05)"
    )
    assert run("load", inbox).stdout.splitlines()[0] == (
        f"students  1 row landed, own day 2026-11-03 (in its name){advice}"
    )
    assert query(ACTIVE) == [("new",)]
    # Once more: nothing is copied again, and it is said again.
    assert run("load", inbox).stdout.splitlines() == [
        "students  unchanged: students 2026-11-03.csv is landed already (load it again with "
        f"--force){advice}"
    ]
    # What the advice says.
    assert run("load", inbox, "--as-of", "2026-11-05").stdout.splitlines() == [
        "students  students 2026-11-03.csv is landed already, its own day is now 2026-11-05 (as "
        "given)",
        "next: dbt build",
    ]
    assert query(ACTIVE) == [("old",)]
    assert query(LOADS) == [
        (1, "2026-11-05", "name", False),
        (2, "2026-11-05", "given", True),
    ]


def test_the_same_bytes_of_another_day_change_the_ledger_alone(inbox: Path, query: Query) -> None:
    deliver(inbox, "students.csv", "Ada")
    run("load", inbox, "--as-of", "2026-11-05")
    rows = query("select ctid::text, tableoid::text from staging.raw_students")
    for day in ("2026-11-15", "2026-10-01"):
        assert run("load", inbox, "--as-of", day).returncode == 0
        assert query(LOADS) == [(1, day, "given", True)]
    assert query("select ctid::text, tableoid::text from staging.raw_students") == rows
    # When the file was changed says less than what somebody said.
    assert "unchanged" in run("load", inbox).stdout
    assert query(LOADS) == [(1, "2026-10-01", "given", True)]


def test_a_load_that_is_found_to_be_older_makes_way(inbox: Path, query: Query) -> None:
    deliver(inbox, "students 2026-11-03.csv", "old")
    run("load", inbox)
    deliver(inbox, "students 2026-11-05.csv", "new")
    run("load", inbox)
    assert "not used" in run("load", inbox, "--as-of", "2026-11-01").stdout
    assert query(ACTIVE) == [("old",)]


def test_of_equal_days_the_one_landed_later_counts(inbox: Path, query: Query) -> None:
    for name in ("first", "second", "first"):
        deliver(inbox, "students.csv", name)
        run("load", inbox, "--as-of", "2026-11-05")
        assert query(ACTIVE) == [(name,)]


def test_an_older_export_is_not_held_against_the_size_of_a_newer_one(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    sources = contract("sources: {notes: {files: '*', columns: [a], limits: {max_shrink: 0.1}}}")
    for day, rows in (("2026-11-05", 9), ("2026-11-03", 2)):
        for path in inbox.iterdir():
            path.unlink()
        (inbox / f"notes {day}.csv").write_text("a\n" + "x\n" * rows)
        load(sources)
    assert query("select rows_landed, is_active from staging.loads order by 1") == [
        (2, False),
        (9, True),
    ]


def test_each_part_has_a_newest_day_of_its_own(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    sources = contract(MARKS)
    for name, days in (("2026-05", "05 03"), ("2026-06", "02 07")):
        for day in days.split():
            for path in inbox.iterdir():
                path.unlink()
            (inbox / f"attendance {name} (2026-11-{day}).csv").write_text(f"a\n{day}\n")
            load(sources)
    found = "select part, extract(day from own_day)::int from staging.loads where is_active"
    assert query(f"{found} order by 1") == [("2026-05", 5), ("2026-06", 7)]


def test_a_day_to_come_is_refused_and_one_that_is_none(inbox: Path, query: Query) -> None:
    deliver(inbox, "students.csv", "Ada")
    done = run("load", inbox, "--as-of", "2999-01-01")
    assert done.returncode == 2
    assert done.stderr == (
        f"error: --as-of 2999-01-01 is after today, {today()}: give the day of the export\n"
    )
    assert "write it like 2026-11-15" in run("load", inbox, "--as-of", "15/11/2026").stderr


def test_a_pull_is_of_the_day_it_is_made(
    school: psycopg.Connection[Any], connection: psycopg.Connection[Any], tmp_path: Path
) -> None:
    school.execute("create table students as select '1' as student_id")
    contract = tmp_path / "sources.yml"
    contract.write_text(
        "sources: {students: {database: SCHOOL_DB, table: students, columns: [student_id]}}"
    )
    today = datetime.now(UTC).date()
    done = run("pull", "--sources", contract)
    assert done.stdout.startswith(f"students  1 row landed, own day {today} (when it was pulled)")
    assert connection.execute("select own_day from staging.loads").fetchall() == [(today,)]


def test_the_sample_brings_its_own_day(query: Query) -> None:
    assert run("load", "data/sample").returncode == 0
    assert query("select distinct own_day, own_day_from from staging.loads") == [
        (date(2026, 11, 15), "given")
    ]


def test_a_ledger_from_before_own_days_has_the_days_of_landing(
    inbox: Path, query: Query, connection: psycopg.Connection[Any]
) -> None:
    for name in ("old", "new"):
        deliver(inbox, "students.csv", name)
        run("load", inbox)
    connection.execute("alter table staging.loads drop own_day, drop own_day_from")
    connection.execute(
        "update staging.loads set finished_at = timestamptz '2026-11-01 12:00+00' + load_id "
        "* interval '1 day'"
    )
    assert run("status").returncode == 0
    assert query(LOADS) == [(1, "2026-11-02", "file", False), (2, "2026-11-03", "file", True)]
    deliver(inbox, "students 2026-11-01.csv", "older")
    run("load", inbox)
    assert query(ACTIVE) == [("new",)]
