"""The same files, built by both engines."""

import subprocess
from pathlib import Path
from typing import Any

from psycopg import Connection

from common.servers.connections import Role, connect_postgres
from common.spark import lake_path
from loaders.lake.folders import Lake
from refresh.build.aside import DBT
from refresh.spark.session import session
from refresh.spark.sources import hand_over
from tests.integration.in_process import run_dbt, run_module
from tests.integration.schemas import empty
from tests.spark.mirror import mirror_all

ONLY = ("--resource-type", "model", "--resource-type", "seed")


def build_by_both(connection: Connection[Any], exports: Path) -> None:
    """Land a folder in the lake, build every model of it on Spark, then on PostgreSQL."""
    lake = Lake.at(lake_path())
    empty(connection)
    landed = run_module("loaders", "load", str(exports), "--target", "spark")
    assert landed.returncode == 0, landed.stderr
    with connect_postgres(role=Role.TRANSFORMER, autocommit=True) as own, session() as spark:
        hand_over(spark, own, lake)
    command = [str(DBT), "--no-use-colors", "build", "--target", "spark", *ONLY]
    there = subprocess.run(command, capture_output=True, text=True, check=False)
    assert there.returncode == 0, there.stdout
    mirror_all()
    here = run_dbt("build", *ONLY)
    assert here.returncode == 0, here.stdout
