"""Takes loads back: what they brought is gone, and what they took the place of counts again."""

from collections.abc import Collection
from typing import Any

from psycopg import Connection, Error

from common.errors import UserError
from common.wording import listed
from loaders.contract.model import Source
from loaders.load import reason
from loaders.staging import active, gone, partitions
from loaders.store import POSTGRES

FOUND = """
select load_id, source, file, status, kept_in from staging.loads
where load_id = any(%s) order by load_id
"""
# Of a source that does not come in additions, something has to take their place, with its rows.
LEFT_WITH_NOTHING = """
select distinct source from staging.loads as back
where load_id = any(%(loads)s) and status = 'landed' and mode <> 'append' and not exists (
    select from staging.loads
    where source = back.source and status = 'landed' and load_id <> all(%(loads)s)
)
order by source
"""
FORGOTTEN = (
    "delete from staging.rejected_rows where load_id = any(%s)",
    "delete from staging.load_settings where load_id = any(%s)",
)
WITHDRAWN = """
update staging.loads
set status = 'dropped', superseded_at = null, message = 'withdrawn at ' || clock_timestamp()
where load_id = any(%s)
"""


def withdraw(
    connection: Connection[Any], sources: Collection[Source], loads: Collection[int]
) -> list[str]:
    """Take back loads that landed last, all of them or none; return the names of their files.

    One whose rows are gone already is left as it is, so that it can be done again after a kill.
    What school.yml says stays. Raises UserError where one cannot be taken back: it is not there,
    its rows lie with those of others, or a source would be left with nothing.
    """
    known = {source.name: source for source in sources}
    try:
        with connection.transaction():
            rows = connection.execute(FOUND, [list(loads)]).fetchall()
            by_source: dict[str, list[int]] = {}
            for load_id, name, file, status, place in rows:
                if status == "dropped":
                    continue
                if status != "landed" or place != POSTGRES or name not in known:
                    raise UserError(f"load {load_id} ({file}) has no rows here to be taken back")
                by_source.setdefault(name, []).append(load_id)
            if nothing := left_with_nothing(connection, loads):
                raise UserError(
                    f"nothing of {listed(nothing)} was loaded before: load the right files, which "
                    "take the place of these"
                )
            if missing := set(loads) - {row[0] for row in rows}:
                raise UserError(f"there is no load {listed([*map(str, sorted(missing))])}")
            with partitions.locked(connection, by_source):
                for name, ids in by_source.items():
                    _take_back(connection, known[name], ids)
    except Error as error:
        raise UserError(f"nothing was taken back: {reason(error)}") from None
    return [row[2] for row in rows]


def left_with_nothing(connection: Connection[Any], loads: Collection[int]) -> list[str]:
    """Return the sources of which no rows would be left without these loads."""
    rows = connection.execute(LEFT_WITH_NOTHING, {"loads": list(loads)}).fetchall()
    return [source for (source,) in rows]


def _take_back(connection: Connection[Any], source: Source, loads: list[int]) -> None:
    for load_id in loads:
        name = partitions.partition_name(source, load_id)
        there = connection.execute(
            "select to_regclass(%s) is not null", [name.as_string(connection)]
        ).fetchone()
        if there != (True,):
            raise UserError(
                f"the rows of load {load_id} lie with those of others by now, and cannot be taken "
                "back"
            )
        partitions.drop(connection, name, detached_from=source)
    for statement in FORGOTTEN:
        connection.execute(statement.encode(), [loads])
    connection.execute(WITHDRAWN, [loads])
    if source.name == gone.KEPT:
        gone.take_back(connection, loads)
    active.rank(connection, source)
