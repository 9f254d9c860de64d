"""Spark as the engine of a build: reads the lake, and delivers its marts into PostgreSQL."""

import re
from typing import Any

from psycopg import Connection

from common.errors import UserError
from common.spark import lake_path
from loaders.lake.folders import Lake
from loaders.lake.rows import writing
from refresh.build import artifacts
from refresh.build.aside import Engine
from refresh.spark import sources
from refresh.spark.marts import deliver
from refresh.spark.session import ENDED, session

# What Py4J says where its Java does not answer any more.
LOST = re.compile(
    "Error while sending or receiving|Answer from Java side is empty|does not exist in the JVM|"
    r"\[Errno \d+\] Connection (refused|reset by peer)"
)


class SparkEngine(Engine):
    """Nobody reads the lake's marts, so that dbt builds them in place."""

    arguments = ("--target", "spark")
    landed: sources.Landed

    def prepare(self, connection: Connection[Any]) -> None:
        """Have Spark's schema `staging` hold what the ledger says."""
        lake = Lake.at(lake_path())
        with writing("put that right and build again"), session() as spark:
            sources.clear(spark, lake)
            self.landed = sources.hand_over(spark, connection, lake)

    def rows(self, connection: Connection[Any], query: str) -> artifacts.Found:
        """Names and rows of what a test found; none where it cannot be asked again."""
        try:
            with session() as spark:
                found = spark.sql(query)
                return found.columns, [tuple(row) for row in found.collect()]
        except UserError:
            return [], []

    def ended(self, messages: str) -> str:
        """Of a driver that ended, dbt repeats for each table what its Python met."""
        return f"; Spark's {ENDED}: build again" if LOST.search(messages) else ""

    def deliver(self, connection: Connection[Any]) -> None:
        """Copy the marts that passed their tests, if what they were read from is still there."""
        sources.require(Lake.at(lake_path()), self.landed)
        with session() as spark:
            deliver(spark, connection)
