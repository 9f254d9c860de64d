"""What the warehouse's tests start from: dbt in this process, and the sample in the marts."""

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from common.servers.connections import connect_postgres
from queries.page import AS_OF
from tests.integration.in_process import Ended, run_dbt, run_module
from tests.integration.schemas import empty

SAMPLE = Path("data/sample")

Query = Callable[[str], list[tuple[Any, ...]]]
Command = Callable[..., Ended]


@pytest.fixture(scope="session")
def load(warehouse: Path) -> Callable[[Path], None]:
    """Load a folder; fail with what the loader printed."""

    def run(folder: Path) -> None:
        done = run_module("loaders", "load", str(folder))
        assert done.returncode == 0, done.stdout + done.stderr

    return run


@pytest.fixture(scope="session")
def dbt(warehouse: Path) -> Command:
    """Run a dbt command as of a day, None for the newest load's; the caller looks how it ended."""

    def run(*arguments: str, as_of: str | None = AS_OF) -> Ended:
        chosen = ["--vars", f"as_of_date: {as_of}"] if as_of else []
        if "--select" in arguments:
            # Else dbt also runs tests that need models which were not selected.
            chosen += ["--indirect-selection", "buildable"]
        return run_dbt(*arguments, *chosen)

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
