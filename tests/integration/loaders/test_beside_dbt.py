"""A load beside `dbt build`: neither fails, and the build sees one state of the sources."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common.folders import REPOSITORY
from common.servers.connections import Role, connect_postgres
from loaders.contract.sources import school_sources
from loaders.discovery import matched
from loaders.load import land
from loaders.staging import partitions
from tests.integration.schemas import empty

SAMPLE = REPOSITORY / "data" / "sample"
DBT = Path(sys.executable).with_name("dbt")
# All that reads what is landed.
SELECTED = ("--select", "+data_status", "+data_quality_issues", "--indirect-selection", "buildable")


@pytest.fixture
def emptied(connection: psycopg.Connection[Any]) -> Iterator[psycopg.Connection[Any]]:
    """The empty warehouse, and empty again afterwards."""
    yield connection
    empty(connection, "marts", "intermediate")


@pytest.mark.slow
def test_loads_beside_a_build_disturb_neither(
    emptied: psycopg.Connection[Any], tmp_path: Path
) -> None:
    sources = school_sources(SAMPLE)
    plan = matched(SAMPLE, sources)
    with connect_postgres(role=Role.LOADER) as own:
        partitions.prepare(own, sources)
        land(own, plan)
        # A file, not a pipe: nobody reads while the build goes on.
        with (tmp_path / "dbt.log").open("w") as log:
            build = subprocess.Popen(
                [DBT, "build", *SELECTED],
                cwd=REPOSITORY,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            loads = 0
            while build.poll() is None:
                land(own, plan, force=True)
                loads += 1
    assert build.returncode == 0, (tmp_path / "dbt.log").read_text()
    assert loads > 3
    landed = emptied.execute("select count(*) from staging.loads where status = 'landed'")
    assert landed.fetchall() == [(len(plan) * (loads + 1),)]
