"""What the warehouse's tests start from: dbt as a user runs it, and the sample in the marts."""

import csv
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from common.connections import connect_postgres
from tests.integration.schemas import empty

AS_OF = "2026-11-15"
SAMPLE = Path("data/sample")

Query = Callable[[str], list[tuple[Any, ...]]]
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def run_module(warehouse: Path) -> Command:
    """Run `python -m …` from the root of the repository; nothing is read from a terminal."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    return run


@pytest.fixture(scope="session")
def load(run_module: Command) -> Callable[[Path], None]:
    """Load a folder; fail with what the loader printed."""

    def run(folder: Path) -> None:
        done = run_module("loaders", "load", str(folder))
        assert done.returncode == 0, done.stdout + done.stderr

    return run


@pytest.fixture(scope="session")
def dbt(run_module: Command, warehouse: Path) -> Command:
    """Run a dbt command as of a day, None for the newest load's; the caller looks how it ended."""

    def run(*arguments: str, as_of: str | None = AS_OF) -> subprocess.CompletedProcess[str]:
        # dbt parses the project again, for seven seconds, where vars are others than the last time.
        target = warehouse / "target" / ("" if as_of == AS_OF else as_of or "newest")
        chosen = ["--vars", f"as_of_date: {as_of}"] if as_of else []
        if "--select" in arguments:
            # Else dbt also runs tests that need models which were not selected.
            chosen += ["--indirect-selection", "buildable"]
        command = ("dbt.cli.main", "--no-use-colors", *arguments, *chosen)
        return run_module(*command, DBT_TARGET_PATH=str(target))

    return run


@pytest.fixture
def query(warehouse: Path) -> Query:
    """Run SQL and return its rows."""

    def run(sql: str) -> list[tuple[Any, ...]]:
        with connect_postgres(autocommit=True) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    return run


def write(folder: Path, source: str, *rows: Sequence[str]) -> None:
    """Write `source`.csv into the folder, its header first."""
    folder.mkdir(exist_ok=True)
    with (folder / f"{source}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.fixture(scope="module")
def empty_warehouse(warehouse: Path) -> Iterator[Path]:
    """A warehouse without any of our schemas, left without them again."""
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
    yield warehouse
    with connect_postgres(autocommit=True) as connection:
        empty(connection)


@pytest.fixture(scope="module")
def built_sample(
    empty_warehouse: Path, load: Callable[[Path], None], dbt: Command
) -> subprocess.CompletedProcess[str]:
    """The sample, loaded and built; yields how `dbt build` ended."""
    load(SAMPLE)
    return dbt("build")
