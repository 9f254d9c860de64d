"""What the pages' figures are checked against: the sample, through every step of `make demo`."""

from pathlib import Path

import pytest

from tests.integration import sample
from tests.integration.in_process import Ended, run_module


@pytest.fixture(scope="package")
def summary(sample_build: Ended, graph: Path) -> str:
    """The last lines of `make demo`, from the sample alone; warehouse and graph hold it."""
    sample.restore()
    for command in (["graph_sync", "sync", "--allow-delete-fraction", "1"], ["queries.summary"]):
        done = run_module(*command)
        assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
