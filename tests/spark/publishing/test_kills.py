"""Whenever publishing is killed, readers have the old marts or the new ones, each of them whole."""

import multiprocessing
import os
import random
import time
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from typing import Any

from pyspark.sql import SparkSession

from tests.spark.publishing.delivery import Connection, deliver, rows

KILLS = 5
SPAWN = multiprocessing.get_context("forkserver")
SPAWN.set_forkserver_preload(["tests.spark.publishing.test_kills"])


class Answer:
    """Files of a table, or rows of a query, by the methods of Spark's own."""

    def __init__(self, found: list[Any]) -> None:
        self.inputFiles = self.collect = lambda: found


class Remembered:
    """Says what Spark said, which need not start again for each kill."""

    def __init__(self, spark: SparkSession | None = None) -> None:
        self.spark, self.answers = spark, dict[str, list[Any]]()

    def table(self, name: str) -> Answer:
        if self.spark:
            self.answers[name] = self.spark.table(name).inputFiles()
        return Answer(self.answers[name])

    def sql(self, query: str) -> Answer:
        if self.spark:
            self.answers[query] = [tuple(row) for row in self.spark.sql(query).collect()]
        return Answer(self.answers[query])


def start(answers: Mapping[str, list[Any]]) -> BaseProcess:
    """Begin to publish in a process of its own."""
    process = SPAWN.Process(target=_deliver, args=(answers, dict(os.environ)))
    process.start()
    return process


def _deliver(answers: Mapping[str, list[Any]], environment: Mapping[str, str]) -> None:
    os.environ.update(environment)
    spark = Remembered()
    spark.answers.update(answers)
    deliver(spark)


def test_publishing_killed_at_any_moment(connection: Connection, spark: SparkSession) -> None:
    builds, told = [], []
    for changed in ((), ("students.name", "sessions.module")):
        for mart, column in (name.split(".") for name in changed):
            spark.sql(f"update marts.{mart} set {column} = {column} || '!'")
        remembered = Remembered(spark)
        began = time.monotonic()
        deliver(remembered)
        spent = time.monotonic() - began
        told.append(remembered.answers)
        builds.append(rows(connection))
    assert builds[0] != builds[1]
    dice, seen = random.Random(17), list[bool]()
    for kill in range(KILLS):
        process = start(told[kill % 2])
        time.sleep(dice.uniform(spent / 3, spent * 1.2))
        process.kill()
        process.join()
        found = rows(connection)
        assert found in builds
        seen.append(found == builds[kill % 2])
    deliver_again = start(told[0])
    deliver_again.join()
    assert deliver_again.exitcode == 0
    assert rows(connection) == builds[0]
