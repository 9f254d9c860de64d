"""Keeps a raw table's partitions few: drops superseded loads, folds an append source's small ones.

Ten partitions of about the same number of loads become one: of 1,000 loads no more than some thirty
partitions remain, and each row is written again once per power of ten. The lines of dropped loads
stay in the ledger.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from psycopg import Connection
from psycopg.errors import LockNotAvailable
from psycopg.sql import SQL, Identifier

from common.servers.connections import Role, connect_postgres
from loaders.contract.model import Source
from loaders.staging import partitions, said, tables
from loaders.store import POSTGRES

# An active load never expires: of an append source only what a forced load has replaced does.
EXPIRED = """
with landed as (
    select
        load_id,
        kept_in,
        is_active,
        finished_at < now() - make_interval(months => %(months)s) as is_too_old,
        row_number() over (order by load_id desc) as age,
        row_number() over (
            partition by date_trunc('month', finished_at at time zone 'UTC') order by load_id desc
        ) as age_in_month
    from staging.loads
    where source = %(source)s and status = 'landed'
)
select load_id from landed
where
    not is_active
    and (is_too_old or (age > %(loads)s and not (%(monthly)s and age_in_month = 1)))
    and kept_in = %(place)s
    -- A load that was folded into others has no partition of its own.
    and (
        kept_in <> 'postgres'
        or to_regclass(format('staging.%%I', %(table)s || '_' || load_id)) is not null
    )
order by load_id
"""
REJECTED = "delete from staging.rejected_rows where load_id = %s"
DROPPED = """
update staging.loads
set status = 'dropped', message = 'rows dropped by retention at ' || clock_timestamp()
where load_id = %s
"""
FAN = 10  # how many become one
PARTS = """
select relname, pg_get_expr(relpartbound, pg_class.oid) from pg_inherits
inner join pg_class on pg_class.oid = inhrelid
where inhparent = %s::regclass
"""


def prune(connection: Connection[Any], source: Source) -> int:
    """Drop the partitions and rejects of a source's expired loads; return how many there were."""

    def drop(loads: Sequence[int]) -> None:
        said.keep(connection, source, loads, tables.raw_table(source))
        for load_id in loads:
            partition = partitions.partition_name(source, load_id)
            partitions.drop(connection, partition, detached_from=source)

    return expire(connection, source, POSTGRES, drop)


def expire(
    connection: Connection[Any], source: Source, place: str, drop: Callable[[list[int]], None]
) -> int:
    """Take expired loads out of the ledger; `drop` takes their rows out of their place.

    Detaching a partition waits for the raw table's readers; where a long query keeps it waiting,
    the loads are left for the next time, so that nobody is held up behind it.
    """
    keep = source.retention
    values = {"source": source.name, "table": source.table, "place": place, **asdict(keep)}
    try:
        with partitions.locked(connection, [source.name], timeout="1s"):
            rows = connection.execute(EXPIRED, values).fetchall()
            drop([load_id for (load_id,) in rows])
            for (load_id,) in rows:
                connection.execute(REJECTED, [load_id])
                connection.execute(DROPPED, [load_id])
    except LockNotAvailable:
        return 0
    return len(rows)


def fold(connection: Connection[Any], source: Source) -> int:
    """Fold as long as ten partitions can become one; return how many partitions are gone.

    The change of partitions waits for the table's readers; where a long query keeps it waiting, it
    is left for the next time, so that nobody is held up behind it.
    """
    gone = 0
    try:
        while source.mode == "append":
            with partitions.locked(connection, [source.name], timeout="1s"):
                parts = _foldable(connection, source)
                if not parts:
                    break
                _fold(connection, source, parts)
            gone += len(parts) - 1
    except LockNotAvailable:
        pass
    return gone


def _foldable(connection: Connection[Any], source: Source) -> dict[str, list[int]]:
    """Return ten partitions with their loads, the oldest of a power of ten that has ten.

    Superseded loads stay apart.
    """
    active = {
        load_id
        for (load_id,) in connection.execute(
            "select load_id from staging.loads where source = %s and is_active", [source.name]
        )
    }
    levels: dict[int, list[tuple[list[int], str]]] = {}
    for name, bound in connection.execute(PARTS, [f"staging.{source.table}"]):
        loads = sorted(map(int, re.findall(r"\d+", bound)))
        if active.issuperset(loads):
            levels.setdefault(len(str(len(loads))), []).append((loads, name))
    for _, parts in sorted(levels.items()):
        if len(parts) >= FAN:
            return {name: loads for loads, name in sorted(parts)[:FAN]}
    return {}


def _fold(connection: Connection[Any], source: Source, parts: dict[str, list[int]]) -> None:
    """Put ten partitions' rows into one new partition in their place, all at one moment."""
    loads = sorted(load for part in parts.values() for load in part)
    whole = Identifier("staging", f"{source.table}_{loads[0]}_to_{loads[-1]}")
    tables.create(connection, source, whole, loads)
    for name in parts:
        _copy(connection, Identifier("staging", name), whole)
    for name in parts:
        partitions.drop(connection, Identifier("staging", name), detached_from=source)
    partitions.attach(connection, source, whole, loads)


def _copy(connection: Connection[Any], part: Identifier, whole: Identifier) -> None:
    """Copy a partition's rows, frozen: also a reader whose snapshot is older must see them."""
    names = SQL(", ").join(map(Identifier, tables.column_names(connection, part)))
    with connect_postgres(role=Role.LOADER, application_name="loaders") as another:
        out = SQL("copy (select {} from {}) to stdout (format binary)").format(names, part)
        taken = SQL("copy {} ({}) from stdin (format binary, freeze)").format(whole, names)
        with (
            another.cursor() as reading,
            connection.cursor() as writing,
            reading.copy(out) as rows,
            writing.copy(taken) as copy,
        ):
            for row in rows:
                copy.write(row)
