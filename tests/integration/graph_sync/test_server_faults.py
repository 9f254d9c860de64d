"""A Neo4j that dies, is cut off or refuses to write: nothing is lost, and the next sync repairs."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from neo4j import ManagedTransaction

from common.commands import cli
from common.java import jars
from common.servers import profiles
from common.servers.settings import neo4j_settings
from graph_sync import graph as graph_module
from graph_sync.__main__ import main
from graph_sync.errors import GraphError
from graph_sync.graph import Statement
from services import neo4j_home, neo4j_server, ports, processes, servers
from services.os_user import own_user
from tests.integration.graph_sync.cutting import Cutting

BOOKKEEPING = "MATCH (n:SyncRun) RETURN properties(n)"

ANOTHER_DAY = """
delete from marts.attendance where student_id = (select min(student_id) from marts.attendance);
delete from marts.attendance where session_id = (select max(session_id) from marts.attendance);
update marts.students set name = name || '!' where student_id < 's2';
insert into marts.attendance
select student_id, session_id from marts.students, marts.sessions
where random() < 0.05
on conflict do nothing;
"""


@pytest.fixture(scope="module")
def graph(warehouse: Path) -> Iterator[Path]:
    """The session's warehouse, and beside it a Neo4j that no other test uses."""
    folder = Path(tempfile.mkdtemp(prefix="a graph to harm ")).resolve()
    shutil.copy2(warehouse / "profiles.yml", folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DBT_PROFILES_DIR", str(folder))
        profiles.write(profiles.NEO4J, "uri", f"bolt://127.0.0.1:{ports.any_free_port()}")
        try:
            servers.up(["neo4j"], print)
            yield folder
        finally:
            servers.clean(print)
            shutil.rmtree(folder)


def kill() -> None:
    """Kill the Neo4j of these tests, with no chance to finish anything."""
    argument = neo4j_home.home_argument(neo4j_home.data_folder())
    [process] = processes.find(own_user().uid, lambda command: argument in command)
    process.kill()
    process.wait()


@contextmanager
def read_only() -> Iterator[None]:
    """Have the Neo4j of these tests accept no write; as before afterwards."""
    neo4j_server.down()
    home = neo4j_home.Home(neo4j_home.data_folder(), jars.NEO4J.target_folder())
    setting = "server.databases.read_only=neo4j"
    command = neo4j_home.command(home, neo4j_settings().port, setting)
    processes.start_detached(command, home.log, home.folder)
    try:
        servers.up(["neo4j"], print)
        yield
    finally:
        neo4j_server.down()
        servers.up(["neo4j"], print)


@pytest.mark.slow
def test_a_server_that_is_killed_and_comes_back_is_survived(
    run_sync: Any, mart: Any, expected: Any, actual: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed with work in hand that is not committed yet, while writing nodes and attendances."""
    kill_in = {"upsert_students", "add_attendance"}
    run = graph_module._run

    def dying(transaction: ManagedTransaction, statement: Statement) -> int:
        done = run(transaction, statement)
        if statement.name in kill_in:
            kill_in.remove(statement.name)
            kill()
            servers.up(["neo4j"], print)
        return done

    monkeypatch.setattr(graph_module, "_run", dying)
    # The driver tries a batch again as long as a restart takes.
    run_sync()
    assert not kill_in
    assert actual() == expected()

    mart.execute(ANOTHER_DAY)
    run_sync()
    assert actual() == expected()


@pytest.mark.slow
@pytest.mark.parametrize("answered", [True, False])
def test_a_connection_reset_in_any_commit_is_repaired_by_the_next_sync(
    answered: bool,
    run_sync: Any,
    mart: Any,
    expected: Any,
    actual: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before the server gets the commit, or after, when nobody knows what became of it."""
    direct = neo4j_settings()
    told = []
    with Cutting(direct.port, after=answered) as cutting:
        through = {
            "NEO4J_URI": f"bolt://127.0.0.1:{cutting.port}",
            "NEO4J_USERNAME": direct.username,
            "NEO4J_PASSWORD": direct.password,
        }
        number, cut = 0, True
        while cut:
            mart.execute(ANOTHER_DAY)
            cutting.cut_at(number)
            with monkeypatch.context() as patch:
                for name, value in through.items():
                    patch.setenv(name, value)
                try:
                    run_sync()
                except GraphError as error:
                    told.append(str(error))
            cut = cutting.was_cut
            run_sync()
            assert actual() == expected()
            number += 1
    assert number > 4
    assert len(told) == number - 1
    assert all("lost (IncompleteCommit)" in each and "`make graph` again" in each for each in told)


@pytest.mark.slow
def test_a_database_that_is_read_only_is_told_in_a_line(
    run_sync: Any,
    mart: Any,
    neo: Any,
    actual: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run_sync()
    mart.execute("update marts.students set name = 'x'")
    before = actual(), neo(BOOKKEEPING)
    with read_only():
        capsys.readouterr()
        monkeypatch.setattr("sys.argv", ["graph_sync", "sync"])
        with pytest.raises(SystemExit) as ended:
            cli.run(main)
        after = actual(), neo(BOOKKEEPING)
    assert ended.value.code == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("error: Neo4j does not let this user write (")
    assert after == before
