"""A refresh that is killed at any step: nothing goes on, readers see one build, then run again."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common.servers.connections import connect_postgres
from dashboard.preview.page import PREVIEW
from graph_sync.graph import open_graph
from tests.integration.in_process import run_module
from tests.integration.kills import IN_BUILD, IN_LOAD, IN_PUBLISH, Moment, killed
from tests.integration.schemas import empty

pytestmark = pytest.mark.slow

MOMENTS = (
    Moment("1 of 5: load", IN_LOAD),
    Moment("2 of 5: build", IN_BUILD),
    Moment("2 of 5: build", IN_PUBLISH, after=0.2),
    Moment("3 of 5: graph", after=1.5),
    Moment("4 of 5: insights", after=1.5),
    Moment("5 of 5: dashboard", after=1.5),
)
# One statement over marts of every floor; all count the same students.
COUNTS = """
select
    (select count(*) from marts.students),
    (select count(*) from marts.student_engagement),
    (select rows_kept from marts.data_status where source_name = 'students'),
    (select count(distinct student_id) from marts.attendance_details)
"""
SCHEMAS = "select nspname from pg_namespace where nspname ~ '^(marts|intermediate)' order by 1"


@pytest.fixture
def warehouse_of_few(graph: Path) -> Iterator[psycopg.Connection[Any]]:
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
        yield connection
        empty(connection)


def export(folder: Path, students: int) -> None:
    """Write the files of a school with so many students, who all came twice."""
    who = range(1, students + 1)
    files = {
        "students": ["student_id,name,email", *(f"{n},Ada {n}," for n in who)],
        "sessions": [
            "session_id,date,duration,module",
            *(f"S{n},2026-10-0{n},02:00:00,M" for n in (1, 2)),
        ],
        "attendance": ["student_id,session_id", *(f"{n},S{s}" for n in who for s in (1, 2))],
    }
    for name, lines in files.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")


def read(connection: psycopg.Connection[Any]) -> tuple[int, ...]:
    (row,) = connection.execute(COUNTS.encode()).fetchall()
    return tuple(row)


def refresh(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "refresh", "run", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def students_of_the_graph() -> int:
    with open_graph() as graph:
        return graph.counts()["students"]


def test_killed_at_each_step_readers_see_one_build_and_the_next_refresh_converges(
    warehouse_of_few: psycopg.Connection[Any], tmp_path: Path
) -> None:
    """Each refresh meets what the one before has left, the last one ends well."""
    warehouse, old, new = warehouse_of_few, 5, 6
    export(tmp_path, old)
    refresh(tmp_path)
    export(tmp_path, new)
    for number, moment in enumerate(MOMENTS):
        how = (signal.SIGKILL, signal.SIGTERM)[number % 2]
        killed(("refresh", "run", str(tmp_path)), moment, how)
        assert read(warehouse) in ((old,) * 4, (new,) * 4), moment
        assert PREVIEW.read_text("utf-8").rstrip().endswith("</html>"), moment
    refresh(tmp_path)
    assert read(warehouse) == (new,) * 4
    assert run_module("graph_sync", "check").returncode == 0
    assert students_of_the_graph() == new
    assert warehouse.execute(SCHEMAS).fetchall() == [("intermediate",), ("marts",)]
