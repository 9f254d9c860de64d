"""Tables of PostgreSQL in Spark: to build from, and to compare with what Spark made of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from psycopg import Connection
from psycopg.sql import SQL, Identifier
from pyspark.sql import Row, SparkSession

from common import profiles

ROWS_AT_ONCE = 50_000
COLUMNS = """
select attname, format_type(atttypid, null) from pg_attribute
where attrelid = %s::regclass and attnum > 0 and not attisdropped
order by attnum
"""
TABLES = """
select nspname, relname from pg_class
inner join pg_namespace on pg_namespace.oid = relnamespace
where nspname = any(%s) and relkind in ('r', 'p', 'v') and not relispartition
order by nspname, relname
"""
TYPES = {
    "bigint": pa.int64(),
    "integer": pa.int32(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "numeric": pa.decimal128(38, 18),
    "bytea": pa.binary(),
    "double precision": pa.float64(),
    "timestamp with time zone": pa.timestamp("us", "UTC"),
    "timestamp without time zone": pa.timestamp("us"),
}


def session() -> SparkSession:
    """The Spark of profiles.yml, as dbt has it."""
    builder = SparkSession.builder
    settings: dict[str, Any] = profiles.output(profiles.POSTGRES, "spark")["server_side_parameters"]
    for name, value in settings.items():
        builder = builder.config(name, str(value))
    # Arrow writes days before 1582 as they are.
    builder = builder.config("spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED")
    return builder.enableHiveSupport().getOrCreate()


def tables(connection: Connection[Any], *schemas: str) -> list[tuple[str, str]]:
    """The tables and views of these schemas in PostgreSQL."""
    return connection.execute(TABLES, [list(schemas)]).fetchall()


def copy(
    connection: Connection[Any],
    spark: SparkSession,
    source: tuple[str, str],
    schema: str,
    folder: Path,
) -> None:
    """Have Spark read a table of PostgreSQL under its own name in `schema`."""
    file = folder / f"{schema}.{source[1]}.parquet"
    columns = connection.execute(COLUMNS, [".".join(source)]).fetchall()
    shape = pa.schema([(name, TYPES.get(kind, pa.string())) for name, kind in columns])
    with pq.ParquetWriter(file, shape) as writer:
        for rows in _rows(connection, source, columns):
            cells = zip(*rows, strict=True)
            arrays = [pa.array(cell, each.type) for cell, each in zip(cells, shape, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=shape))
    spark.sql(f"create schema if not exists {schema}")
    spark.sql(f"drop table if exists {schema}.{source[1]}")
    spark.sql(f"create table {schema}.{source[1]} using parquet location '{file}'")


def _rows(
    connection: Connection[Any], source: tuple[str, str], columns: list[tuple[str, str]]
) -> Iterator[list[tuple[Any, ...]]]:
    selected = [
        SQL("{}" if kind in TYPES else "cast({} as text)").format(Identifier(name))
        for name, kind in columns
    ]
    query = SQL("select {} from {}").format(SQL(", ").join(selected), Identifier(*source))
    with connection.cursor(name="copied") as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield rows


def only_in_one(spark: SparkSession, one: str, another: str, most: int = 5) -> list[Row]:
    """Rows that are more often in one table than in the other, as multisets; `most` of each."""
    columns = ", ".join(f"`{name}`" for name in spark.table(one).columns)
    return [
        row
        for left, right in ((one, another), (another, one))
        for row in spark.sql(
            f"select '{left}' as only_in, * from ("
            f"select {columns} from {left} except all select {columns} from {right}) limit {most}"
        ).collect()
    ]
