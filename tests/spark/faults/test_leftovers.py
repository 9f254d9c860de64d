"""What a build that was killed leaves in the lake is in no other's way."""

import shutil
from pathlib import Path

import pytest
from pyspark.errors import PySparkException

from common.spark import lake_path
from loaders.lake.folders import Lake
from refresh.spark.session import session
from refresh.spark.sources import clear

LANDED = "create table staging.raw_students using parquet location '{}' as select 1 as a"


def test_a_table_that_is_dropped_by_half_is_made_again(lake_home: Path) -> None:
    lake = Lake.at(lake_path())
    table = Path(lake_path(), "marts.db", "attendance")
    landed = Path(lake_path(), "staging", "students")
    with session() as spark:
        for schema in ("staging", "marts"):
            spark.sql(f"create schema {schema}")
        spark.sql(LANDED.format(landed))
        files = sorted(landed.iterdir())
        spark.sql("create table marts.attendance using delta as select 1 as a")
        shutil.copytree(table / "_delta_log", lake_home / "log")
        spark.sql("drop table marts.attendance")
        shutil.copytree(lake_home / "log", table / "_delta_log")
        made = "create or replace table marts.attendance (b string) using delta"
        with pytest.raises(PySparkException):
            spark.sql(made)
        clear(spark, lake)
        spark.sql("create schema marts")
        spark.sql(made)
    assert files
    assert sorted(landed.iterdir()) == files
