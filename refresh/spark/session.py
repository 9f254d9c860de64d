"""A Spark session like the one that dbt opens: the same settings, the same catalogue."""

from collections.abc import Iterator
from contextlib import chdir, contextmanager

from pyspark import SparkContext
from pyspark.sql import SparkSession

from common.folders import REPOSITORY
from common.spark import session_settings


@contextmanager
def session() -> Iterator[SparkSession]:
    """Open it, and stop it with its Java: the catalogue on one machine is one Java's at a time."""
    builder = SparkSession.builder.enableHiveSupport()
    for name, value in session_settings().items():
        builder = builder.config(name, value)
    with chdir(REPOSITORY):  # from where dbt runs, too: folders in the settings are relative
        opened = builder.getOrCreate()
    try:
        yield opened
    finally:
        opened.stop()
        _end_java()


def _end_java() -> None:
    """Have the Java of a Spark in process end, where there is one; the next session starts its own.

    It ends with its input, and its catalogue with it.
    """
    gateway = SparkContext._gateway
    if gateway is None:
        return
    SparkContext._gateway = SparkContext._jvm = None
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()
