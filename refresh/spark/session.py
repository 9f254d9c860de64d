"""A Spark session like the one that dbt opens: the same settings, the same catalogue."""

from collections.abc import Iterator
from contextlib import chdir, contextmanager

from pyspark.sql import SparkSession

from common.folders import REPOSITORY
from common.spark import session_settings


@contextmanager
def session() -> Iterator[SparkSession]:
    """Open it, and stop it: the catalogue of a Spark in process is one process's at a time."""
    builder = SparkSession.builder.enableHiveSupport()
    for name, value in session_settings().items():
        builder = builder.config(name, value)
    with chdir(REPOSITORY):  # from where dbt runs, too: folders in the settings are relative
        opened = builder.getOrCreate()
    try:
        yield opened
    finally:
        opened.stop()
