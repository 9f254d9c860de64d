"""What a build leaves as it was, or mends, equals what a build from nothing gives."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from dbt.cli.main import dbtRunner

from common.connections import connect_postgres, postgres_settings
from services import servers
from tests.integration.dbt.conftest import Query, write
from tests.integration.dbt.test_awkward_rows import HEADER, subscription

HEADERS = {
    "students": ("student_id", "name", "email"),
    "sessions": ("session_id", "date", "duration", "module"),
    "attendance": ("student_id", "session_id"),
    "subscriptions": tuple(HEADER),
}
# Seeds and models: tests are not what is looked at here.
MODELS = ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
CAN_BE_MENDED = [
    "attendance",
    "attendance_details",
    "data_quality_issues",
    "int_attendance",
    "int_session_attendees",
    "int_student_course_months",
    "int_student_months",
    "int_students_by_month",
    "int_students_by_week",
]
MENDED = "select model from intermediate.build_versions where mended_from is not null order by 1"
TABLES = """
select table_schema || '.' || table_name from information_schema.tables
where table_schema in ('marts', 'intermediate') and table_type = 'BASE TABLE'
    and table_name != 'build_versions' and table_name !~ '_touched$'
"""

Built = dict[str, list[tuple[Any, ...]]]
LoadModule = Callable[..., Any]


class School:
    """A small school that lands exports in the warehouse and builds it."""

    def __init__(self, home: Path, folder: Path, run_module: LoadModule) -> None:
        """Write into `folder` a contract that appends the log, and a profile of a copy."""
        self.folder, self.run_module = folder, run_module
        self.day: str | None = None
        contract = Path("loaders/sources.yml").read_text(encoding="utf-8")
        pair = "columns: [student_id, session_id]"
        (folder / "sources.yml").write_text(contract.replace(pair, f"{pair}\n    mode: append"))
        profile = (home / "profiles.yml").read_text(encoding="utf-8")
        self.dbname = postgres_settings().dbname
        (folder / "profiles.yml").write_text(
            profile.replace(f"dbname: {self.dbname}", "dbname: fresh")
        )

    def land(self, **sources: list[tuple[str, ...]]) -> None:
        """Land one export of each source; their headers are added."""
        inbox = self.folder / "inbox"
        shutil.rmtree(inbox, ignore_errors=True)
        for source, rows in sources.items():
            write(inbox, source, HEADERS[source], *rows)
        contract = str(self.folder / "sources.yml")
        done = self.run_module("loaders", "load", str(inbox), "--sources", contract)
        assert done.returncode == 0, done.stdout + done.stderr

    def build(self, *arguments: str, **values: object) -> None:
        """Run the models on what is there; in this process, which spares the start of dbt."""
        given = json.dumps({"as_of_date": self.day} | values)
        done = dbtRunner().invoke(["--quiet", "build", *MODELS, "--vars", given, *arguments])
        assert done.success, done.result

    def tables(self, dbname: str) -> Built:
        """Return every table that a build makes, as a sorted list of its rows."""
        with connect_postgres(dbname=dbname) as connection:
            return {
                name: sorted(
                    connection.execute(f"select cast(t as text) from {name} as t".encode())
                )
                for (name,) in connection.execute(TABLES).fetchall()
            }

    def differing(self, **values: object) -> list[str]:
        """Build, and again from nothing in a copy of the database; return what differs."""
        self.build(**values)
        with connect_postgres(dbname="postgres", autocommit=True) as connection:
            connection.execute("drop database if exists fresh with (force)")
            connection.execute(f"create database fresh template {self.dbname}".encode())
        self.build("--full-refresh", "--profiles-dir", str(self.folder), **values)
        built, fresh = self.tables(self.dbname), self.tables("fresh")
        assert built["marts.attendance"]
        assert built.keys() == fresh.keys()
        return [name for name, rows in fresh.items() if rows != built[name]]


def pairs(text: str) -> list[tuple[str, ...]]:
    """Return the rows of the log: `1a` is student 1 in session a."""
    return [(pair[0].strip("."), pair[1]) for pair in text.split()]


def session(name: str, day: str, module: str = "SQL") -> tuple[str, ...]:
    """Return a row of the sessions export, of a day in November if only that is given."""
    return (name, f"2026-11-{day}" if len(day) == 2 else day, "60", module)


# In another month, and on no day.
OTHERS = [session("e", "2026-10-20"), session("f", "2026-10-27"), session("u", "TBD")]


@pytest.fixture(scope="module")
def school(
    empty_warehouse: Path, tmp_path_factory: pytest.TempPathFactory, run_module: LoadModule
) -> School:
    """The school with its first exports, built once."""
    school = School(empty_warehouse, tmp_path_factory.mktemp("school"), run_module)
    school.land(
        students=[(number, f"Ada {number}", "") for number in "12345"],
        sessions=[*OTHERS, *(session(name, f"0{day}") for day, name in enumerate("abcd", 1))],
        attendance=pairs("1a 1a 1b 2a 2c 3c 8a 2x .a 5d 1e 1f 2f 1u"),
        subscriptions=[
            subscription(StudentId="1", Country="tunisie", Hackerspace="Tunis", GroupName="T1"),
            subscription(StudentId="3", Country="ghana", Hackerspace="Accra", GroupName="G1"),
        ],
    )
    school.build()
    return school


def test_marts_built_one_by_one_are_mended_too(school: School) -> None:
    school.land(students=[(number, f"Bo {number}", "") for number in "12345"])
    for mart in ("+students", "attendance", "attendance_details"):
        school.build("--select", mart)
    assert school.differing() == []


def test_appended_loads_are_mended_in(school: School, query: Query) -> None:
    before = query("select pg_relation_filenode('marts.students')")
    school.land(attendance=pairs("4a 4a 1a 3a 5b 8b"))
    school.land(attendance=pairs("3d 4a"))
    assert school.differing() == []
    assert [model for (model,) in query(MENDED)] == CAN_BE_MENDED
    assert query("select pg_relation_filenode('marts.students')") == before


def test_new_exports_make_attendances_valid_and_invalid(school: School, query: Query) -> None:
    school.land(
        students=[("1", "Ada Byron", ""), *((number, f"Ada {number}", "") for number in "3458")],
        sessions=[
            session("a", "05", "Git"),
            session("b", "02"),
            session("d", "04"),
            session("x", "06"),
            *OTHERS[1:],
        ],
        attendance=pairs("8x 1x"),
        subscriptions=[
            subscription(StudentId="1", Country="ghana", Hackerspace="Accra", GroupName="G2")
        ],
    )
    assert school.differing() == []
    assert ("int_attendance",) in query(MENDED)
    held = query("select student_id, session_id from marts.attendance order by 1, 2")
    assert held == pairs("1a 1b 1f 1u 1x 3a 3d 4a 5b 5d 8a 8b 8x")
    assert query(
        "select count(*) from pg_constraint where contype = 'f' and convalidated"
        " and conrelid = 'marts.attendance'::regclass"
    ) == [(2,)]


def test_day_looked_from_takes_loads_out_and_brings_them_back(school: School, query: Query) -> None:
    query("update staging.loads set finished_at = '2026-11-03', superseded_at = null")
    query(
        "update staging.loads set superseded_at = '2026-11-05'"
        " where load_id in (select min(load_id) from staging.loads where source != 'attendance'"
        " group by source)"
    )
    # The second load of the log comes late: what it holds twice with the third is then kept of it.
    query(
        "update staging.loads set finished_at = '2026-11-09' where load_id ="
        " (select load_id from staging.loads where source = 'attendance'"
        " order by load_id offset 1 limit 1)"
    )
    for day in ("2026-11-06", "2026-11-10"):
        school.day = day
        assert school.differing() == []
    assert ("int_attendance",) in query(MENDED)
    school.day = None


def test_changed_variables_and_rules_build_anew(school: School) -> None:
    assert school.differing(null_tokens=["null", "5"], at_risk_missed_in_a_row=1) == []


def test_build_that_stopped_half_way_is_gone_on_with_after_more_loads(
    school: School, query: Query
) -> None:
    school.land(attendance=pairs("5x"))
    school.build("--select", "+int_attendance")
    for number in range(7):  # the loader folds ten into one
        school.land(attendance=pairs(f"{number}b 1a"))
    parts = "select count(*) from pg_inherits where inhparent = 'staging.raw_attendance'::regclass"
    assert query(parts) < [(6,)]
    query(
        "update staging.loads set superseded_at = finished_at where load_id ="
        " (select min(load_id) from staging.loads where source = 'attendance')"
    )
    assert school.differing() == []


def test_tables_that_a_crash_emptied_are_filled_again(school: School) -> None:
    before = school.tables(school.dbname)
    with connect_postgres() as connection:
        ((backend,),) = connection.execute("select pg_backend_pid()").fetchall()
        server = psutil.Process(backend).parent()
    assert server
    for process in [server, *server.children()]:
        process.kill()
    psutil.wait_procs([server], timeout=30)
    servers.up(["postgres"], print)
    school.build()
    assert school.tables(school.dbname) == before
