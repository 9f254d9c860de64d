"""The raw tables of `staging` and their columns."""

from collections.abc import Iterable
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Composable, Identifier

from loaders.contract.model import Source


def raw_table(source: Source) -> Identifier:
    """Return the qualified name of a source's raw table."""
    return Identifier("staging", source.table)


def column_names(connection: Connection[Any], table: Identifier) -> list[str]:
    """Return the columns of a table, in their order."""
    rows = connection.execute(
        "select attname from pg_attribute "
        "where attrelid = %s::regclass and attnum > 0 and not attisdropped order by attnum",
        [table.as_string(connection)],
    )
    return [name for (name,) in rows]


def add_missing(connection: Connection[Any], table: Identifier, columns: Iterable[str]) -> None:
    """Add the columns that the contract has gained since, as text."""
    present = column_names(connection, table)
    for name in columns:
        if name not in present:
            statement = SQL("alter table {} add column {} text")
            connection.execute(statement.format(table, Identifier(name)))


def create(
    connection: Connection[Any], source: Source, name: Identifier, loads: Iterable[int]
) -> None:
    """Create the table that becomes the partition of these loads."""
    # The constraint spares `attach` a scan of all rows.
    connection.execute(
        SQL(
            "create table {} (like {}, constraint these_loads "
            "check (_load_id is not null and _load_id in ({})))"
        ).format(name, raw_table(source), listed(loads))
    )


def listed(loads: Iterable[int]) -> Composable:
    """Return the numbers of loads as a list in SQL."""
    return SQL(", ").join(map(SQL("{}").format, loads))
