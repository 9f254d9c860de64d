"""The proof: no file holds a word of who was erased, and all others are as if they never were."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from common.folders import REPOSITORY, target_folder
from common.servers.connections import connect_postgres, postgres_settings
from graph_sync.graph import open_graph
from privacy import remaking
from services import neo4j_home, postgres_cluster
from services.postgres_binaries import wheel_folder
from tests.integration.in_process import run_module
from tests.integration.privacy.conftest import SAMPLE, Somebody, holding
from tests.integration.schemas import empty

pytestmark = pytest.mark.slow

TABLES = "select table_name from information_schema.tables where table_schema = 'marts' order by 1"
# What says when and from which bytes a load came, and how many records were in them.
OF_THE_FILE = {
    *("rows_in_files", "rows_in_file", "rows_suppressed", "file_bytes", "started_at"),
    *("finished_at", "newest_load_at", "newest_load_on", "changes_since", "changes_until"),
    "synced_at",
}


@pytest.fixture
def school(graph: Path) -> Iterator[Path]:
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
    yield graph
    with connect_postgres(autocommit=True) as connection:
        empty(connection)


def run(module: str, *arguments: str) -> str:
    done = run_module(module, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def land_and_build(folder: Path) -> None:
    run("loaders", "load", str(folder), "--as-of", "2026-11-15")
    run("refresh", "build")


def figures() -> dict[str, list[str]]:
    """All rows of all marts."""
    found = {}
    with connect_postgres() as connection:
        for (name,) in connection.execute(TABLES).fetchall():
            rows = connection.execute(f"select to_jsonb(t) from marts.{name} as t".encode())
            found[name] = sorted(
                json.dumps({key: row[key] for key in sorted(row) if key not in OF_THE_FILE})
                for (row,) in rows.fetchall()
            )
    return found


def folders() -> list[Path]:
    """Where all is that servers, builds and pages leave on the disk."""
    return [
        *(postgres_cluster.data_folder(), neo4j_home.data_folder().parent, target_folder()),
        *(REPOSITORY / "dashboard" / "preview", REPOSITORY / "refresh" / "report"),
        *(REPOSITORY / "target", REPOSITORY / "logs"),
    ]


def dump(tmp_path: Path) -> Path:
    chosen, file = postgres_settings(), tmp_path / "dump.sql"
    subprocess.run(
        [
            str(wheel_folder() / "pginstall18" / "bin" / "pg_dump"),
            *("--host", chosen.host, "--port", str(chosen.port), "--username", chosen.user),
            *("--file", str(file), chosen.dbname),
        ],
        env={"PGPASSWORD": chosen.password},
        check=True,
    )
    return file


def rows(statement: str) -> list[tuple[Any, ...]]:
    with connect_postgres() as connection:
        return connection.execute(statement.encode()).fetchall()


def told(somebody: Somebody) -> list[str]:
    """The marts of which a row tells of this person, and whether the graph does."""
    with connect_postgres() as connection:
        names = [f"marts.{name}" for (name,) in connection.execute(TABLES).fetchall()]
        words = [somebody.student_id, *(needle.decode() for needle in somebody.needles)]
        found = [
            name
            for name in names
            if connection.execute(
                f"select from {name} as t where cast(to_jsonb(t) as text) like any(%s)".encode(),
                [[f"%{word}%" for word in words]],
            ).rowcount
        ]
    with open_graph() as graph, graph.driver.session() as session:
        students = session.run(
            "MATCH (s:Student {student_id: $id}) RETURN s", id=somebody.student_id
        )
        return found + ["the graph"] * len(list(students))


def test_of_somebody_who_was_erased_nothing_is_left(
    school: Path,
    exports: Path,
    somebody: Somebody,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    land_and_build(exports)
    run("graph_sync", "sync")
    run("graph_sync", "insights")
    run("dashboard", "preview")
    with connect_postgres(autocommit=True) as connection:
        connection.execute("analyze")
        connection.execute("checkpoint")
    before = holding(somebody.needles, folders())
    assert any("base" in one.parts for one in before)
    assert any("/neo4j/data/" in str(one) for one in before)

    assert {"marts.students", "the graph"} <= set(told(somebody))
    left_before_a_build: list[str] = []
    remake = remaking.remake

    def looked_at_first(say: Callable[[str], None]) -> int:
        left_before_a_build.extend(told(somebody))
        return remake(say)

    monkeypatch.setattr(remaking, "remake", looked_at_first)
    said = run("privacy", "erase", "--student-id", somebody.student_id, "--yes")
    assert "staging.raw_subscriptions" in said
    assert left_before_a_build == []

    assert holding(somebody.needles, folders()) == set()
    assert holding(somebody.needles, [dump(tmp_path)]) == set()
    assert not any(needle.decode() in said for needle in somebody.needles)
    without = figures()

    # The old export again: unchanged, and landed anew.
    assert "unchanged" in run("loaders", "load", str(exports), "--as-of", "2026-11-15")
    again = run("loaders", "load", str(exports), "--as-of", "2026-11-15", "--force")
    assert "2 suppressed" in again
    with connect_postgres(autocommit=True) as connection:
        connection.execute("checkpoint")
    assert holding(somebody.needles, folders()) == set()
    assert rows("select sum(rows_suppressed) from staging.loads where load_id > 5") == [(9,)]

    # A school that never had this person.
    with connect_postgres(autocommit=True) as connection:
        empty(connection, "staging")
        connection.execute("truncate history.int_student_states")
    land_and_build(SAMPLE)
    run("graph_sync", "sync")
    run("graph_sync", "insights")
    never = figures()
    assert without.keys() == never.keys()
    assert {
        name: (len(without[name]), len(never[name]))
        for name in never
        if without[name] != never[name]
    } == {}
