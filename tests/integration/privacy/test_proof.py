"""The proof: no file holds a word of who was erased, and all others are as if they never were."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from common.servers.connections import connect_postgres, postgres_settings
from privacy import remaking
from services.postgres_binaries import wheel_folder
from tests.integration.privacy.conftest import SAMPLE, Somebody, holding
from tests.integration.privacy.looking import figures, folders, land_and_build, run, told
from tests.integration.schemas import empty

pytestmark = pytest.mark.slow


@pytest.fixture
def school(graph: Path) -> Iterator[Path]:
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
    yield graph
    with connect_postgres(autocommit=True) as connection:
        empty(connection)


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
