"""What dbt reads on Spark: the loads of the lake, and PostgreSQL's small tables copied beside."""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
from psycopg import Connection
from psycopg.sql import SQL, Identifier
from pyarrow import parquet
from pyspark.sql import SparkSession

from common.errors import UserError
from loaders.lake.folders import Lake
from refresh.build.switch import SCHEMAS

LOADED = """
select load_id from staging.loads
where source = %s and status = 'landed' and kept_in = 'lake' order by load_id
"""
RAW = """
select relname from pg_class
where relnamespace = 'staging'::regnamespace and relkind = 'p' order by 1
"""
# Partitions, and the raw tables that have some, are PostgreSQL's way of keeping rows.
SMALL = """
select nspname, relname from pg_class
inner join pg_namespace on pg_namespace.oid = relnamespace
where
    relkind = 'r' and not relispartition and has_table_privilege(pg_class.oid, 'select')
    and (
        nspname = 'staging'
        or nspname = 'history'
        and relname in ('builds', 'graph_findings', 'graph_syncs', 'identifier_key')
    )
order by 1, 2
"""
COLUMNS = """
select attname, format_type(atttypid, null) from pg_attribute
where attrelid = cast(%s as regclass) and attnum > 0 and not attisdropped order by attnum
"""
# All else is copied as text.
TYPES = {
    "bigint": pa.int64(),
    "integer": pa.int32(),
    "boolean": pa.bool_(),
    "bytea": pa.binary(),
    "date": pa.date32(),
    "timestamp with time zone": pa.timestamp("us", "UTC"),
    "timestamp without time zone": pa.timestamp("us"),
}
FETCH = 10_000
Landed = dict[str, list[int]]  # of each source, its loads


def clear(spark: SparkSession, lake: Lake) -> None:
    """Drop all that dbt makes again; what was landed stays.

    A build that was killed while it dropped a table leaves its folder, where Delta makes no other.
    """
    for schema in ("staging", *SCHEMAS):
        spark.sql(f"drop schema if exists {schema} cascade")
        lake.files.delete_dir_contents(f"{lake.root}/{schema}.db", missing_dir_ok=True)


def hand_over(spark: SparkSession, connection: Connection[Any], lake: Lake) -> Landed:
    """Have Spark's schemas `staging` and `history` hold what PostgreSQL's ledger says now.

    Returns the loads of each source.
    """
    landed: Landed = {}
    for schema in ("staging", "history"):
        spark.sql(f"create schema if not exists {schema}")
    with connection.transaction():
        # Of one moment, whatever is being landed.
        connection.execute("set transaction isolation level repeatable read")
        for (table,) in connection.execute(RAW).fetchall():
            source = table.removeprefix("raw_")
            columns = connection.execute(COLUMNS, [f"staging.{table}"]).fetchall()
            landed[source] = [
                number for (number,) in connection.execute(LOADED, [source]).fetchall()
            ]
            _offer(spark, table, columns, lake.uri(source), landed[source])
        for schema, table in connection.execute(SMALL).fetchall():
            _copy(spark, connection, lake, schema, table)
    require(lake, landed)
    return landed


def require(lake: Lake, landed: Landed) -> None:
    """Raise `UserError` where a load is not there: Spark takes a folder that is gone for no row."""
    for source, loads in landed.items():
        for load_id in loads:
            if not lake.holds(source, load_id):
                raise UserError(
                    f"load {load_id} of {source} is not in the lake "
                    f"({lake.uri_of(lake.file(source, load_id))}); nothing is published: build "
                    "again, if a newer load took it away meanwhile; else put that file back"
                )


def _offer(
    spark: SparkSession,
    table: str,
    columns: Iterable[tuple[str, str]],
    folder: str,
    loads: Iterable[int],
) -> None:
    """Make a raw table: its folders are partitions, those of landed loads alone."""
    name = f"staging.{_quoted(table)}"
    kinds = ", ".join(
        f"{_quoted(column)} {'bigint' if kind == 'bigint' else 'string'}"
        for column, kind in columns
    )
    spark.sql(f"drop table if exists {name}")
    spark.sql(
        f"create table {name} ({kinds}) using parquet partitioned by (_load_id) "
        f"location {_text(folder)}"
    )
    parts = " ".join(f"partition (_load_id = {load_id})" for load_id in loads)
    if parts:
        spark.sql(f"alter table {name} add {parts}")


def _copy(
    spark: SparkSession, connection: Connection[Any], lake: Lake, schema: str, table: str
) -> None:
    """Offer a copy of a table of PostgreSQL under the same name."""
    name = f"{_quoted(schema)}.{_quoted(table)}"
    copied = _text(copy(connection, lake, schema, table))
    spark.sql(f"drop table if exists {name}")
    spark.sql(f"create table {name} using parquet location {copied}")


def copy(connection: Connection[Any], lake: Lake, schema: str, table: str) -> str:
    """Copy a table of PostgreSQL into a file; returns its folder, as Spark names it."""
    kinds = dict(connection.execute(COLUMNS, [f"{schema}.{table}"]).fetchall())
    fields = pa.schema([(name, TYPES.get(kind, pa.string())) for name, kind in kinds.items()])
    statement = SQL("select {} from {}").format(
        SQL(", ").join(
            SQL("{}" if kind in TYPES else "{}::text").format(Identifier(name))
            for name, kind in kinds.items()
        ),
        Identifier(schema, table),
    )
    folder = f"{lake.root}/copied/{schema}.{table}"
    lake.files.create_dir(folder)
    with (
        connection.cursor("copied") as cursor,
        lake.files.open_output_stream(f"{folder}/part-0.parquet") as file,
        parquet.ParquetWriter(file, fields) as writer,
    ):
        cursor.execute(statement)
        for rows in iter(lambda: cursor.fetchmany(FETCH), []):
            columns = zip(zip(*rows, strict=True), fields.types, strict=True)
            arrays = [pa.array(values, kind) for values, kind in columns]
            writer.write_table(pa.table(arrays, fields))
    return lake.uri_of(folder)


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _text(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
