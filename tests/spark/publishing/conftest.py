"""A Spark that holds what PostgreSQL built of the sample, as if it had built it itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from common.servers.connections import connect_postgres
from loaders.lake.folders import Lake
from refresh.spark import marts
from refresh.spark.session import session
from refresh.spark.sources import copy
from tests.integration.in_process import run_dbt, run_module
from tests.integration.schemas import empty
from tests.spark.publishing.delivery import Connection

# Those that a build of Spark delivers, here where PostgreSQL has built them in place.
TABLES = marts.TABLES.replace("_next", "")


@pytest.fixture(scope="module")
def connection(warehouse: Path) -> Iterator[Connection]:
    """The administrator's connection to the sample as PostgreSQL builds it."""
    with connect_postgres(autocommit=True) as admin:
        empty(admin)
        assert run_module("loaders", "load", "data/sample").returncode == 0
        only = ("--resource-type", "model", "--resource-type", "seed")
        done = run_dbt("build", *only)
        assert done.returncode == 0, done.stdout
        # Of such a ledger PostgreSQL builds nothing by itself.
        admin.execute("update staging.loads set kept_in = 'lake'")
        yield admin
        empty(admin)


@pytest.fixture(scope="module")
def spark(connection: Connection, lake_home: Path) -> Iterator[SparkSession]:
    """A Spark whose schemas hold what PostgreSQL built, as if it had built it itself."""
    with session() as opened:
        with connection.transaction():
            _fill(opened, connection, Lake.at(str(lake_home)))
        # The files of the version before stay in the folder.
        opened.sql("insert overwrite table marts.students select * from marts.students")
        yield opened


def _fill(spark: SparkSession, connection: Connection, lake: Lake) -> None:
    for schema in ("marts", "intermediate"):
        spark.sql(f"create schema {schema}")
    for _, schema, table in connection.execute(TABLES).fetchall():
        files = copy(connection, lake, schema, table)
        how = f"using parquet location '{files}'"
        if table in ("students", "sessions", "int_loads"):  # which are enough for Delta
            how = f"using delta as select * from parquet.`{files}`"
        spark.sql(f"create table {schema}.{table} {how}")
