"""What the pages' figures are checked against: the sample, through every step of `make demo`."""

import subprocess
import sys
from pathlib import Path

import pytest

from common.connections import connect_postgres
from queries.page import AS_OF
from tests.integration.schemas import empty

COMMANDS = (
    ("loaders", "load", "data/sample"),
    ("dbt.cli.main", "--quiet", "build", "--vars", f"as_of_date: {AS_OF}"),
    ("graph_sync", "sync", "--allow-delete-fraction", "1"),
    ("queries.summary",),
)


@pytest.fixture(scope="package")
def summary(graph: Path) -> str:
    """The last lines of `make demo`, from the sample alone; warehouse and graph hold it."""
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
    for command in COMMANDS:
        done = subprocess.run(
            [sys.executable, "-m", *command], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
