"""What no rule foresees comes out the same on both engines: five schools with fuzzed exports."""

import subprocess
from pathlib import Path

from common.servers.connections import Role, connect_postgres
from common.spark import lake_path
from loaders.contract.sources import DEFAULT_SOURCES, read_sources
from loaders.lake.folders import Lake
from refresh.build.aside import DBT
from refresh.spark.session import session
from refresh.spark.sources import hand_over
from tests.integration.in_process import run_dbt, run_module
from tests.integration.schemas import empty
from tests.spark import fuzzed
from tests.spark.comparing import compared
from tests.spark.mirror import mirror

ONLY = ("--resource-type", "model", "--resource-type", "seed")


def test_every_table_holds_the_same_rows(warehouse: Path, lake_home: Path, tmp_path: Path) -> None:
    fuzzed.write(tmp_path)
    lake = Lake.at(lake_path())
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
        landed = run_module("loaders", "load", str(tmp_path), "--target", "spark")
        assert landed.returncode == 0, landed.stderr
        with connect_postgres(role=Role.TRANSFORMER, autocommit=True) as own, session() as spark:
            hand_over(spark, own, lake)
        command = [str(DBT), "--no-use-colors", "build", "--target", "spark", *ONLY]
        there = subprocess.run(command, capture_output=True, text=True, check=False)
        assert there.returncode == 0, there.stdout
        with connect_postgres(role=Role.LOADER, autocommit=True) as loader:
            for source in read_sources(DEFAULT_SOURCES):
                mirror(loader, lake, source)
        here = run_dbt("build", *ONLY)
        assert here.returncode == 0, here.stdout
        with session() as spark:
            rows, differing = compared(connection, spark)
        empty(connection)
    assert differing == {}
    assert rows > 20_000
