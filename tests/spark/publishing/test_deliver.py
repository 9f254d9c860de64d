"""Marts that Spark holds come into PostgreSQL whole: with keys, rights and words, or not at all."""

import pytest
from pyspark.sql import SparkSession

from graph_sync.errors import MartError
from graph_sync.mart import snapshot
from graph_sync.mart import warehouse as warehouse_of_graph
from loaders.lake.back import as_csv
from refresh.build.switch import UnpublishedError
from refresh.spark import marts
from tests.spark.publishing.delivery import Connection, deliver, rows

# What dbt has said of each mart beside its rows.
SHAPE = """
select relname, relkind, relacl::text, attname, attacl::text, format_type(atttypid, atttypmod),
    attnotnull,
    (select array_agg(pg_get_constraintdef(oid) order by conname)
     from pg_constraint where conrelid = pg_class.oid),
    (select array_agg(regexp_replace(pg_get_indexdef(indexrelid), '\\S+ ON', 'on') order by indkey)
     from pg_index where indrelid = pg_class.oid)
from pg_class inner join pg_attribute on attrelid = pg_class.oid and attnum > 0
where relnamespace = 'marts'::regnamespace and relkind in ('r', 'v')
order by relname, attnum
"""


# What an erasure reads behind the marts.
WHOSE = f"select {', '.join(marts.WHOSE['int_subscriptions'])} from intermediate.int_subscriptions"


def test_what_is_published_is_what_postgresql_would_have_built(
    connection: Connection, spark: SparkSession
) -> None:
    before, shape = rows(connection), connection.execute(SHAPE).fetchall()
    whose = sorted(connection.execute(WHOSE.encode()).fetchall(), key=str)
    assert len(before) > 20
    deliver(spark)
    assert rows(connection) == before
    assert connection.execute(SHAPE).fetchall() == shape
    assert sorted(connection.execute(WHOSE.encode()).fetchall(), key=str) == whose


def test_a_server_of_another_time_zone_takes_the_same_moments(
    connection: Connection, spark: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = "select load_id, finished_at from intermediate.int_loads order by 1"
    before = connection.execute(moments).fetchall()
    monkeypatch.setenv("PGTZ", "Africa/Tunis")
    deliver(spark)
    assert connection.execute(moments).fetchall() == before


def test_what_differs_is_not_published(
    connection: Connection, spark: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(connection)
    monkeypatch.setattr(marts, "as_csv", lambda batch: as_csv(batch).replace(b"Cairo", b"Tunis"))
    with pytest.raises(UnpublishedError, match=r"differs between Spark \(.* rows\) and PostgreSQL"):
        deliver(spark)
    assert rows(connection) == before


def test_the_log_is_left_out_where_that_is_said(
    connection: Connection, spark: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(connection)
    for place in ("common.spark", "refresh.spark.marts"):
        monkeypatch.setattr(f"{place}.publishes_log", lambda: False)
    deliver(spark)
    log = {"marts.attendance", "marts.attendance_details", "marts.attendance_marks"}
    assert rows(connection) == {name: row for name, row in before.items() if name not in log}
    with (
        warehouse_of_graph(locked=False) as own,
        pytest.raises(MartError, match=r"marts.attendance.*`publish_log` in profiles.yml"),
        snapshot(own, email=False) as mart,
    ):
        mart.digest()
