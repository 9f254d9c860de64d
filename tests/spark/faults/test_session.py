"""A Spark that refuses, cannot be had, or ends, is told of in one line."""

import errno
import socket
from contextlib import nullcontext
from pathlib import Path

import psutil
import pytest
from pyspark.sql import SparkSession

from common.errors import UserError
from common.servers.connections import connect_postgres
from refresh.spark import engine
from refresh.spark.session import session


def ask(query: str) -> int:
    with session() as spark:
        return rows(spark, query)


def rows(spark: SparkSession, query: str) -> int:
    return len(spark.sql(query).collect())


def ask_the_dead(query: str) -> None:
    with session() as spark:
        (java,) = (each for each in psutil.Process().children() if each.name() == "java")
        java.kill()
        rows(spark, query)


def call_java(text: str) -> None:
    with session() as spark:
        spark._jvm.java.lang.Integer.parseInt(text)


def test_a_driver_that_ends_is_one_line(lake_home: Path) -> None:
    with pytest.raises(UserError, match="its driver, a Java process on this machine, has ended"):
        ask_the_dead("select 1")
    assert ask("select 1") == 1


def test_what_spark_refuses_is_one_line(lake_home: Path) -> None:
    with pytest.raises(UserError, match=r"\[TABLE_OR_VIEW_NOT_FOUND\].*cannot be found") as refused:
        ask("select * from nowhere")
    assert "\n" not in str(refused.value)


def test_what_its_java_throws_is_one_line(lake_home: Path) -> None:
    with pytest.raises(UserError, match='Spark cannot go on: For input string: "x": mend that'):
        call_java("x")


@pytest.mark.parametrize("setting", ["spark.master: spark://{}", "spark.remote: sc://{}/;token=x"])
def test_who_does_not_answer_is_named_at_once(
    setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{nobody.getsockname()[1]}"
        name, value = setting.split(": ")
        settings = {name: value.format(where)}
        monkeypatch.setattr("refresh.spark.session.session_settings", lambda: settings)
        with pytest.raises(UserError, match=rf"no Spark answers at {where} .*correct `{name}` in "):
            ask("select 1")


@pytest.mark.parametrize("master", ["cluster:7077", "sc://cluster:15002", ""])
def test_what_is_no_master_is_named_before_java_starts(
    master: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"spark.master": master}
    monkeypatch.setattr("refresh.spark.session.session_settings", lambda: settings)
    with pytest.raises(UserError, match=rf"`spark.master` in .* is no master: '{master}': name"):
        ask("select 1")


def test_a_lake_that_cannot_be_written_is_one_line(
    lake_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOTDIR, "Not a directory")

    monkeypatch.setattr(engine, "session", nullcontext)
    monkeypatch.setattr("refresh.spark.sources.clear", refuse)
    with (
        connect_postgres() as own,
        pytest.raises(UserError, match=r"cannot be written \(Not a directory\); .*build again"),
    ):
        engine.SparkEngine().prepare(own)
