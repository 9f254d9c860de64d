"""The raw tables: one partition per load, created apart and attached when it is complete."""

from collections.abc import Iterable
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from loaders.contract import Source
from loaders.staging import ledger

# A wait that the server, the role or PGOPTIONS sets is left as it is.
WAIT_FOR_LOCKS = """
select set_config('lock_timeout', '60s', true) where current_setting('lock_timeout') = '0'
"""


def prepare(connection: Connection[Any], sources: tuple[Source, ...]) -> None:
    """Create what is missing of the ledger and the raw tables, also of sources without a file."""
    with connection.transaction():
        connection.execute(WAIT_FOR_LOCKS)
        # Two first loads at once would both create the same schema.
        connection.execute("select pg_advisory_xact_lock(hashtextextended('loaders', 0))")
        ledger.ensure_ledger(connection)
        for source in sources:
            columns = [SQL("{} text").format(Identifier(name)) for name in source.columns]
            connection.execute(
                SQL(
                    "create table if not exists {} ({}, _extra jsonb, _load_id bigint not null, "
                    "_source_row bigint not null) partition by list (_load_id)"
                ).format(raw_table(source), SQL(", ").join(columns))
            )
            _add_columns(connection, source)


def _add_columns(connection: Connection[Any], source: Source) -> None:
    """Give an older raw table the columns that the contract has gained since."""
    rows = connection.execute(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0",
        [f"staging.{source.table}"],
    ).fetchall()
    present = {name for (name,) in rows}
    for name in source.columns:
        if name not in present:
            connection.execute(
                SQL("alter table {} add column {} text").format(raw_table(source), Identifier(name))
            )


def raw_table(source: Source) -> Identifier:
    """Return the qualified name of a source's raw table."""
    return Identifier("staging", source.table)


def partition_name(source: Source, load_id: int) -> Identifier:
    """Return the qualified name of one load's part of a raw table."""
    return Identifier("staging", f"{source.table}_{load_id}")


def lock(connection: Connection[Any], sources: Iterable[str]) -> None:
    """Keep other loads of these sources waiting until the transaction ends; never a deadlock."""
    for name in sorted(set(sources)):
        connection.execute(
            "select pg_advisory_xact_lock(hashtextextended('loaders.' || %s, 0))", [name]
        )


def create(connection: Connection[Any], source: Source, load_id: int) -> Identifier:
    """Create the table that becomes the load's partition; its rows carry `load_id` by default."""
    partition = partition_name(source, load_id)
    # The constraint spares `attach` a scan of all rows.
    connection.execute(
        SQL(
            "create table {partition} (like {parent}, "
            "constraint this_load check (_load_id = {load_id}))"
        ).format(partition=partition, parent=raw_table(source), load_id=load_id)
    )
    connection.execute(
        SQL("alter table {} alter column _load_id set default {}").format(partition, load_id)
    )
    return partition


def drop(connection: Connection[Any], partition: Identifier) -> None:
    """Drop a table that has not become a partition."""
    connection.execute(SQL("drop table {}").format(partition))


def attach(
    connection: Connection[Any], source: Source, partition: Identifier, load_id: int
) -> None:
    """Make a complete partition part of its raw table; readers go on reading meanwhile."""
    connection.execute(
        SQL("alter table {} attach partition {} for values in ({})").format(
            raw_table(source), partition, load_id
        )
    )
