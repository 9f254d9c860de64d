"""The raw tables: one partition per load, created apart and attached when it is complete."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from common.servers import warehouse_lock
from common.servers.connections import Role, postgres_settings
from loaders.batch import LandingError
from loaders.contract.model import Source
from loaders.staging import gone, ledger, said, settings, suppression
from loaders.staging.tables import add_missing, create, listed, raw_table

# A wait that the server, the role or PGOPTIONS sets is left as it is.
WAIT_FOR_LOCKS = """
select set_config('lock_timeout', '60s', true) where current_setting('lock_timeout') = '0'
"""
NOT_OURS = """
select 'schema staging', pg_get_userbyid(nspowner), 0 as rank from pg_namespace
where nspname = 'staging' and not has_schema_privilege(oid, 'create')
union all
select 'staging.' || relname, pg_get_userbyid(relowner), 1 from pg_class
where relnamespace = to_regnamespace('staging') and relkind in ('r', 'p')
    and not pg_has_role(relowner, 'usage')
order by 3, 1 limit 1
"""


def prepare(connection: Connection[Any], sources: tuple[Source, ...]) -> None:
    """Create what is missing of the ledger and the raw tables, also of sources without a file."""
    with connection.transaction():
        connection.execute(WAIT_FOR_LOCKS)
        found = connection.execute(NOT_OURS).fetchone()
        if found:
            raise LandingError(
                f"{found[0]} belongs to `{found[1]}`, so the loader may not change it: run "
                f"`{postgres_settings(Role.LOADER).mend_roles}`, which mends it"
            )
        # Two first loads at once would both create the same tables.
        warehouse_lock.wait(connection, "staging")
        ledger.prepare(connection)
        settings.prepare(connection)
        suppression.prepare(connection)
        for source in sources:
            columns = [SQL("{} text").format(Identifier(name)) for name in source.columns]
            connection.execute(
                SQL(
                    "create table if not exists {} ({}, _extra jsonb, _load_id bigint not null, "
                    "_source_row bigint not null) partition by list (_load_id)"
                ).format(raw_table(source), SQL(", ").join(columns))
            )
            add_missing(connection, raw_table(source), source.columns)
            gone.prepare(connection, source)
            said.prepare(connection, source)


def partition_name(source: Source, load_id: int) -> Identifier:
    """Return the qualified name of one load's part of a raw table."""
    return Identifier("staging", f"{source.table}_{load_id}")


@contextmanager
def locked(
    connection: Connection[Any], sources: Iterable[str], timeout: str = ""
) -> Iterator[None]:
    """Open a transaction in which no other one changes these sources; never a deadlock.

    `timeout` is how long it waits for locks, e.g. `1s`; a minute, where nothing else is set.
    """
    with connection.transaction():
        if timeout:
            connection.execute("select set_config('lock_timeout', %s, true)", [timeout])
        else:
            connection.execute(WAIT_FOR_LOCKS)
        for name in sorted(set(sources)):
            warehouse_lock.wait(connection, f"load {name}")
        yield


def begin(connection: Connection[Any], source: Source, load_id: int) -> Identifier:
    """Create the table that becomes a new load's partition; its rows carry `load_id` by default."""
    name = partition_name(source, load_id)
    create(connection, source, name, [load_id])
    connection.execute(
        SQL("alter table {} alter column _load_id set default {}").format(name, load_id)
    )
    return name


def attach(
    connection: Connection[Any], source: Source, name: Identifier, loads: Iterable[int]
) -> None:
    """Make a complete partition part of its raw table; readers go on reading meanwhile."""
    connection.execute(
        SQL("alter table {} attach partition {} for values in ({})").format(
            raw_table(source), name, listed(loads)
        )
    )


def drop(
    connection: Connection[Any], name: Identifier, detached_from: Source | None = None
) -> None:
    """Drop a table that has not become a partition, or that is `detached_from` its raw table."""
    if detached_from:
        connection.execute(
            SQL("alter table {} detach partition {}").format(raw_table(detached_from), name)
        )
    connection.execute(SQL("drop table {}").format(name))
