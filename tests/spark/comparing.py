"""Holds the tables that PostgreSQL has built in place against those of Spark, row by row."""

from collections import Counter
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier
from pyspark.sql import SparkSession

TABLES = """
select nspname, relname from pg_class
inner join pg_namespace on pg_namespace.oid = relnamespace
where nspname in ('intermediate', 'marts') and relkind in ('r', 'v') order by 1, 2
"""
SHOWN = 3


def compared(
    connection: Connection[Any], spark: SparkSession
) -> tuple[int, dict[str, list[list[Any]]]]:
    """How many rows PostgreSQL has; of each table that differs, rows of Spark's and of its own."""
    rows, differing = 0, {}
    for schema, table in connection.execute(TABLES).fetchall():
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
