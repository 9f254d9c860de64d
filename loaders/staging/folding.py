"""Folds an append source's small partitions into larger ones, so that their number stays small.

Ten partitions of about the same number of loads become one: of 1,000 loads no more than some thirty
partitions remain, and each row is written again once per power of ten.
"""

import re
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.errors import LockNotAvailable
from psycopg.sql import SQL, Identifier

from common.connections import Role, connect_postgres
from loaders.contract import Source
from loaders.staging import partitions

FAN = 10  # how many become one
PARTS = """
select relname, pg_get_expr(relpartbound, pg_class.oid) from pg_inherits
inner join pg_class on pg_class.oid = inhrelid
where inhparent = %s::regclass
"""
COUNTING = """
select load_id from staging.loads
where source = %s and status = 'landed' and superseded_at is null
"""


@dataclass(frozen=True)
class Part:
    """One partition and the loads that it holds, in order."""

    name: str
    loads: tuple[int, ...]

    @property
    def level(self) -> int:
        """How many powers of ten of loads it holds."""
        return len(str(len(self.loads))) - 1


def fold(connection: Connection[Any], source: Source) -> int:
    """Fold as long as ten partitions can become one; return how many partitions are gone.

    The change of partitions waits for the table's readers; where a long query keeps it waiting, it
    is left for the next time, so that nobody is held up behind it.
    """
    gone = 0
    if source.mode != "append":
        return gone
    try:
        while True:
            with connection.transaction():
                connection.execute("set local lock_timeout = '1s'")
                partitions.lock(connection, [source.name])
                parts = _foldable(connection, source)
                if not parts:
                    return gone
                _fold(connection, source, parts)
            gone += len(parts) - 1
    except LockNotAvailable:
        return gone


def _foldable(connection: Connection[Any], source: Source) -> list[Part]:
    """Return the oldest ten partitions of a level that has ten; superseded loads stay apart."""
    counting = {load_id for (load_id,) in connection.execute(COUNTING, [source.name])}
    found: dict[int, list[Part]] = {}
    for name, bound in connection.execute(PARTS, [f"staging.{source.table}"]):
        part = Part(name, tuple(sorted(map(int, re.findall(r"\d+", bound)))))
        if counting.issuperset(part.loads):
            found.setdefault(part.level, []).append(part)
    for level in sorted(found):
        if len(found[level]) >= FAN:
            return sorted(found[level], key=lambda part: part.loads)[:FAN]
    return []


def _fold(connection: Connection[Any], source: Source, parts: list[Part]) -> None:
    """Put ten partitions' rows into one new partition in their place, all at one moment."""
    parent = partitions.raw_table(source)
    loads = sorted(load for part in parts for load in part.loads)
    whole = Identifier("staging", f"{source.table}_{loads[0]}_to_{loads[-1]}")
    values = SQL(", ").join(map(SQL("{}").format, loads))
    # The constraint spares `attach` a scan of all rows.
    connection.execute(
        SQL(
            "create table {whole} (like {parent}, "
            "constraint these_loads check (_load_id is not null and _load_id in ({values})))"
        ).format(whole=whole, parent=parent, values=values)
    )
    for part in parts:
        _copy(connection, Identifier("staging", part.name), whole)
    for part in parts:
        name = Identifier("staging", part.name)
        connection.execute(SQL("alter table {} detach partition {}").format(parent, name))
        partitions.drop(connection, name)
    connection.execute(
        SQL("alter table {} attach partition {} for values in ({})").format(parent, whole, values)
    )


def _copy(connection: Connection[Any], part: Identifier, whole: Identifier) -> None:
    """Copy a partition's rows, frozen: also a reader whose snapshot is older must see them."""
    names = SQL(", ").join(
        Identifier(name)
        for (name,) in connection.execute(
            "select attname from pg_attribute "
            "where attrelid = %s::regclass and attnum > 0 and not attisdropped order by attnum",
            [part.as_string(connection)],
        )
    )
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
