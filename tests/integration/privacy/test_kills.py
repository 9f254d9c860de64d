"""An erasure that is killed while all is made again: the same goes on, and nobody is found."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from common.servers.connections import connect_postgres
from services import servers
from tests.integration.in_process import run_module
from tests.integration.kills import IN_BUILD, IN_PUBLISH, Moment, killed
from tests.integration.privacy.conftest import Somebody, holding
from tests.integration.privacy.looking import figures, folders, land_and_build, run, told
from tests.integration.schemas import empty

pytestmark = pytest.mark.slow

MOMENTS = (
    Moment("1 of 5: build", IN_BUILD),
    Moment("1 of 5: build", IN_PUBLISH, after=0.2),
    Moment("2 of 5: graph", after=0.5),  # the graph's server is ended, its store removed
    Moment("2 of 5: graph", after=4),  # it starts
    Moment("4 of 5: dashboard", after=1.5),
)


@pytest.fixture
def school(graph: Path) -> Iterator[None]:
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
        yield
        empty(connection)
    servers.up(["neo4j"], print)


def export(folder: Path, *others: Somebody) -> Path:
    """Write the files of a small school, and what they say of these people."""
    who = range(1, 13)
    students = [f"{n:07},Ada {n},ada{n}@example.org," for n in who]
    attendance = [f"{n:07},S{session}," for n in who for session in (1, 2)]
    for one in others:
        students.append(f"{one.student_id},{one.name},{one.email},{one.phone}")
        attendance.append(f"{one.student_id},S1,")
        attendance.append(f"{one.student_id},S2")
    files = {
        "students": ["student_id,name,email,phone", *students],
        "sessions": [
            "session_id,date,duration,module",
            *(f"S{n},2026-10-0{n},02:00:00,M" for n in (1, 2)),
        ],
        "attendance": ["student_id,session_id,status", *attendance],
    }
    folder.mkdir()
    for name, lines in files.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def test_killed_at_each_step_of_the_making_again_the_same_goes_on(
    school: None, somebody: Somebody, tmp_path: Path
) -> None:
    land_and_build(export(tmp_path / "with", somebody))
    for command in (("graph_sync", "sync"), ("graph_sync", "insights"), ("dashboard", "preview")):
        run(*command)
    run("refresh", "report")
    erase = ("privacy", "erase", "--student-id", somebody.student_id, "--yes")
    for number, moment in enumerate(MOMENTS):
        killed(erase, moment, (signal.SIGKILL, signal.SIGTERM)[number % 2])
        if not moment.line.startswith("2 of 5"):  # then there is no graph
            assert told(somebody) == [], moment
        assert "finished not yet" in run("privacy", "receipts")
    assert "begun before" in run(*erase)

    assert "finished not yet" not in run("privacy", "receipts")
    assert told(somebody) == []
    assert holding(somebody.needles, folders()) == set()
    assert run_module("graph_sync", "check").returncode == 0
    without = figures()

    with connect_postgres(autocommit=True) as connection:
        empty(connection, "staging")
        connection.execute("truncate history.int_student_states")
    land_and_build(export(tmp_path / "never"))
    run("graph_sync", "sync")
    run("graph_sync", "insights")
    assert without == figures()
