"""What the refresh's tests start from: an empty warehouse, refreshed once with the sample."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common.servers.connections import connect_postgres
from tests.integration.schemas import empty

COMMAND = [sys.executable, "-m", "refresh", "run"]

Ended = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Refreshed:
    """How a refresh ended, and one that was started while it ran; `holder` is its connection."""

    code: int
    printed: str
    second: Ended
    holder: int


def refresh(*arguments: str) -> Ended:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def connection(graph: Path) -> Iterator[psycopg.Connection[Any]]:
    """An empty warehouse, left empty again."""
    with connect_postgres(autocommit=True) as opened:
        empty(opened)
        yield opened
        empty(opened)


@pytest.fixture(scope="module")
def refreshed(connection: psycopg.Connection[Any]) -> Refreshed:
    # By its own umask, others might read all that a user makes.
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, text=True, umask=0) as first:
        assert first.stdout
        while first.stdout.readline() != "1 of 5: load\n":
            assert first.poll() is None
        ((holder,),) = connection.execute(
            "select pid from pg_stat_activity where application_name = 'lock of refresh'"
        ).fetchall()
        second = refresh()
        printed = first.stdout.read()
    return Refreshed(first.returncode, printed, second, holder)
