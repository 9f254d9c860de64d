"""`python -m refresh run`, on real servers: everything up to date, and two at once."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dashboard.preview import PREVIEW
from services.connections import connect_postgres
from tests.integration.dbt.conftest import empty

COMMAND = [sys.executable, "-m", "refresh", "run"]


@pytest.fixture
def connection(graph: Path) -> Iterator[psycopg.Connection[Any]]:
    """An empty warehouse, left empty again."""
    with connect_postgres(autocommit=True) as opened:
        empty(opened)
        yield opened
        empty(opened)


def refresh(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False)


def test_all_is_brought_up_to_date_and_a_second_one_is_turned_away(
    connection: psycopg.Connection[Any],
) -> None:
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout
        while first.stdout.readline() != "1 of 4: load\n":
            assert first.poll() is None
        ((holder,),) = connection.execute(
            "select pid from pg_stat_activity where application_name = 'refresh'"
        ).fetchall()
        second = refresh()
        printed = first.stdout.read()
    assert first.returncode == 0, printed
    assert (second.returncode, second.stdout) == (2, "")
    assert f"PostgreSQL process {holder}, since" in second.stderr
    assert second.stderr.startswith("error: another refresh is at work: user ")
    assert len(second.stderr.splitlines()) == 1

    times = [line.split()[0] for line in printed.splitlines()[-5:]]
    assert times == ["load", "build", "graph", "dashboard", "all"]
    assert "graph equals mart: yes" in printed
    assert PREVIEW.exists()


def test_a_refused_load_leaves_the_rest_alone(
    connection: psycopg.Connection[Any], tmp_path: Path
) -> None:
    (tmp_path / "students.csv").write_text("who\n1\n", "utf-8")
    done = refresh(str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.splitlines()[0].startswith("error: students.csv")
    assert done.stderr.splitlines()[1:] == [
        "stopped at step 1 of 4, load (exit code 2); "
        "the marts, the graph and the dashboard stay as they were"
    ]
    assert connection.execute("select to_regnamespace('marts')").fetchone() == (None,)
