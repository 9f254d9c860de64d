"""Copies the marts that Spark built into PostgreSQL, into tables that dbt made there.

dbt runs on PostgreSQL, too, over raw tables without a row: contract, keys, comments, indexes and
rights come out of the same models, and no second list of them is needed.
"""

import signal
import subprocess
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import pyarrow as pa
from psycopg import Connection
from psycopg.sql import SQL, Identifier
from pyarrow import dataset, fs
from pyspark.sql import SparkSession

from common.commands.children import child
from common.servers.settings import Role, postgres_settings
from common.spark import publishes_log
from loaders.lake.back import as_csv
from loaders.lake.folders import place
from refresh.build import artifacts
from refresh.build.aside import DBT
from refresh.build.switch import UnpublishedError
from refresh.spark.checksum import in_postgres, in_spark

# The tables that are read: marts, what views of the marts read, and by which is known the day, and
# whose a subscription is.
TABLES = """
with recursive read (oid) as (
    select oid from pg_class
    where
        relnamespace = 'marts_next'::regnamespace and relkind in ('r', 'v')
        or oid = 'intermediate_next.int_loads'::regclass
        or oid = to_regclass('intermediate_next.int_subscriptions')
    union
    select pg_depend.refobjid
    from read
    inner join pg_rewrite on pg_rewrite.ev_class = read.oid
    inner join pg_depend
        on pg_depend.objid = pg_rewrite.oid and pg_depend.classid = 'pg_rewrite'::regclass
    where pg_depend.refclassid = 'pg_class'::regclass
)
select pg_class.oid, pg_namespace.nspname, pg_class.relname
from read
inner join pg_class on pg_class.oid = read.oid and pg_class.relkind = 'r'
inner join pg_namespace on pg_namespace.oid = pg_class.relnamespace
where pg_namespace.nspname in ('intermediate_next', 'marts_next')
"""
KEYS = """
select conrelid, confrelid from pg_constraint
where contype = 'f' and conrelid = any(%(tables)s) and confrelid = any(%(tables)s)
"""
COLUMNS = """
select attname, format_type(atttypid, null) from pg_attribute
where attrelid = %s and attnum > 0 and not attisdropped order by attnum
"""


# No mart reads it in PostgreSQL; whoever is erased is told by these, and they are enough.
WHOSE = {
    "int_subscriptions": (
        *("subscription_id", "student_id", "student_ref", "student_email", "name_key"),
        "birth_date_written",
    )
}
# The log one by one. No other mart reads it in PostgreSQL, nor does the dashboard.
WITHOUT_LOG = """
drop view if exists marts_next.attendance_details, marts_next.attendance_marks;
drop table marts_next.attendance cascade
"""
WITHOUT_ROWS = ("--vars", "{schema_suffix: _next, without_rows: true}")


class Table(NamedTuple):
    """A table in a schema beside those that are read; `columns` holds name and type of each."""

    oid: int
    schema: str
    name: str
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def in_spark(self) -> str:
        """Its name there, where it is built in place."""
        return f"{self.schema.removesuffix('_next')}.{self.name}"


def deliver(spark: SparkSession, connection: Connection[Any]) -> None:
    """Fill `marts_next` with what Spark has built; each table is compared by count and checksum.

    Raises `UnpublishedError` where one differs.
    """
    _make_tables()
    if not publishes_log():
        connection.execute(WITHOUT_LOG)
    # Spark's files name no zone: theirs is UTC.
    connection.execute("set time zone 'UTC'")
    tables = _tables(connection)
    names = SQL(", ").join(Identifier(table.schema, table.name) for table in tables)
    connection.execute(SQL("truncate {}").format(names))
    for table in tables:
        _copy(spark, connection, table)
        _compare(spark, connection, table)
    connection.execute(SQL("analyze {}").format(names))


def _make_tables() -> None:
    """Have dbt make all tables and views of the project in PostgreSQL."""
    command = [
        *(str(DBT), "--no-use-colors", "--quiet", "build", *WITHOUT_ROWS),
        *("--target", postgres_settings(Role.TRANSFORMER).target),
        *("--resource-type", "model", "--resource-type", "seed"),
        *("--target-path", str(artifacts.folder_aside() / "empty")),
    ]
    with child(command, stdout=subprocess.PIPE, asked_by=signal.SIGINT) as process:
        assert process.stdout
        said = process.stdout.read()
    if process.returncode:
        raise UnpublishedError(
            f"published nothing: PostgreSQL did not take the tables of the marts: {said}"
        )


def _tables(connection: Connection[Any]) -> list[Table]:
    """The tables to fill; one comes after those that its foreign keys point to."""
    found = {row[0]: Table(*row) for row in connection.execute(TABLES).fetchall()}
    order = TopologicalSorter[int](dict.fromkeys(found, ()))
    for table, other in connection.execute(KEYS, {"tables": list(found)}).fetchall():
        if table != other:
            order.add(table, other)
    return [_with_columns(connection, found[oid]) for oid in order.static_order()]


def _with_columns(connection: Connection[Any], table: Table) -> Table:
    columns = connection.execute(COLUMNS, [table.oid]).fetchall()
    wanted = WHOSE.get(table.name)
    return table._replace(columns=tuple(c for c in columns if wanted is None or c[0] in wanted))


def _copy(spark: SparkSession, connection: Connection[Any], table: Table) -> None:
    names = [name for name, _ in table.columns]
    statement = SQL("copy {} ({}) from stdin (format csv)").format(
        Identifier(table.schema, table.name), SQL(", ").join(map(Identifier, names))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for batch in _batches(spark.table(table.in_spark).inputFiles(), names):
            copy.write(as_csv(batch))


def _batches(uris: list[str], names: list[str]) -> Iterator[pa.RecordBatch]:
    """Read the files of a Delta table's newest version, without Spark."""
    for uri in uris:
        files, path = _place(uri)
        yield from dataset.dataset(path, filesystem=files).to_batches(columns=names)


def _place(uri: str) -> tuple[fs.FileSystem, str]:
    scheme, _, path = uri.partition(":")
    if scheme != "file":
        return place(uri)
    # Delta writes a path as it is, other tables with `%20` for a blank.
    path = "/" + path.lstrip("/")
    return fs.LocalFileSystem(), path if Path(path).exists() else unquote(path)


def _compare(spark: SparkSession, connection: Connection[Any], table: Table) -> None:
    there = spark.sql(in_spark(table.in_spark, table.columns)).collect()[0]
    here = connection.execute(in_postgres(table.schema, table.name, table.columns)).fetchone()
    if here is None or tuple(map(int, there)) != tuple(map(int, here)):
        raise UnpublishedError(
            f"published nothing: {table.in_spark} differs between Spark ({there[0]:,} rows) and "
            f"PostgreSQL ({here[0] if here else 0:,}), by count or by checksum; the old marts "
            "stay: build again, and report it if it stays so"
        )
