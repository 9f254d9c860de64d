"""Holds the tables that PostgreSQL has built in place against those of Spark."""

from collections import Counter
from collections.abc import Container
from typing import Any, NamedTuple

from psycopg import Connection
from psycopg.sql import SQL, Identifier
from pyspark.sql import SparkSession

from refresh.spark.checksum import in_postgres, in_spark
from refresh.spark.marts import COLUMNS

TABLES = """
select nspname, relname, pg_class.oid from pg_class
inner join pg_namespace on pg_namespace.oid = relnamespace
where nspname in ('intermediate', 'marts') and relkind in ('r', 'v') order by 1, 2
"""
SHOWN = 3


class Sums(NamedTuple):
    """Of a table: columns with their types, how many rows, one number for all of them."""

    columns: tuple[tuple[str, str], ...]
    rows: int
    checksum: int


def compared(
    connection: Connection[Any], spark: SparkSession
) -> tuple[int, dict[str, list[list[Any]]]]:
    """How many rows PostgreSQL has; of each table that differs, rows of Spark's and of its own.

    All rows are held in memory.
    """
    rows, differing = 0, {}
    for schema, table, _ in connection.execute(TABLES).fetchall():
        cursor = connection.execute(SQL("select * from {}").format(Identifier(schema, table)))
        names = [column.name for column in cursor.description or ()]
        here = Counter(cursor.fetchall())
        found = spark.table(f"{schema}.{table}").select(*names).toArrow().to_pylist()
        there = Counter(tuple(row[name] for name in names) for row in found)
        rows += here.total()
        if here != there:
            pair = (there - here, here - there)
            differing[table] = [list(some.elements())[:SHOWN] for some in pair]
    return rows, differing


def sums_here(connection: Connection[Any], kinds_left_out: Container[str] = ()) -> dict[str, Sums]:
    """Of each table of PostgreSQL's, by its name."""
    found = {}
    for schema, table, oid in connection.execute(TABLES).fetchall():
        shape = connection.execute(COLUMNS, [oid]).fetchall()
        columns = tuple(column for column in shape if column[1] not in kinds_left_out)
        statement = in_postgres(schema, table, columns)
        ((rows, checksum),) = connection.execute(statement).fetchall()
        found[f"{schema}.{table}"] = Sums(columns, rows, int(checksum))
    return found


def sums_there(spark: SparkSession, here: dict[str, Sums]) -> dict[str, Sums]:
    """Of the same tables of Spark's."""
    found = {}
    for table, (columns, _, _) in here.items():
        ((rows, checksum),) = spark.sql(in_spark(table, columns)).collect()
        found[table] = Sums(columns, rows, int(checksum))
    return found
