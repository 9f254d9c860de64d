"""Which loads count: of a source, or of each of its parts, the one with the newest own day."""

from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from loaders.contract.model import Source
from loaders.own_day import OwnDay

# Of equal days, the one that landed later. A newer snapshot takes the place of all before it, a
# newer file in parts that of the same part, and one that is no part that of all; the same bytes
# never count twice. dbt_project/models/intermediate/int_loads.sql says the same of an earlier day.
RANK = """
with ranked as (
    select
        load_id,
        coalesce(
            bool_or(mode = 'snapshot' or (mode = 'parts' and part is null)) over newer, false
        )
        or coalesce(part is not null and bool_or(mode = 'parts') over newer_of_part, false)
        or (file_sha256 is not null and row_number() over of_bytes > 1) as is_superseded,
        max(finished_at) over () as moment
    from staging.loads
    where source = %(source)s and status = 'landed'
    window
        newer as (
            order by own_day desc, finished_at desc, load_id desc
            rows between unbounded preceding and 1 preceding
        ),
        newer_of_part as (
            partition by part order by own_day desc, finished_at desc, load_id desc
            rows between unbounded preceding and 1 preceding
        ),
        of_bytes as (
            partition by file_sha256 order by own_day desc, finished_at desc, load_id desc
        )
)
update staging.loads set superseded_at = case when is_superseded then moment end
from ranked
where loads.load_id = ranked.load_id and (superseded_at is not null) <> is_superseded
"""
# A load that is older than what counts would not count if it landed again, either.
KNOWN = """
select load_id, file_sha256, own_day, own_day_from, is_active
from staging.loads
where
    source = %(source)s and status = 'landed' and file_bytes = %(size)s
    and (
        is_active
        or own_day < (
            select max(newer.own_day) from staging.loads as newer
            where newer.source = loads.source and newer.is_active
                and (newer.mode <> 'parts' or newer.part is null or newer.part = loads.part)
        )
    )
order by is_active, load_id
"""
NEWER = """
select file, own_day from staging.loads
where
    source = %(source)s and is_active
    and (mode <> 'parts' or part is null or part = (
        select part from staging.loads where load_id = %(load_id)s
    ))
    and not exists (
        select from staging.loads where load_id = %(load_id)s and is_active
    )
order by own_day desc, load_id desc limit 1
"""


def rank(connection: Connection[Any], source: Source) -> None:
    """Decide for every load of a source whether it counts."""
    connection.execute(RANK, {"source": source.name})


def known(connection: Connection[Any], source: Source, size: int) -> dict[str, tuple[int, OwnDay]]:
    """Return the loads that files of `size` bytes need not repeat, by their checksum."""
    rows = connection.execute(KNOWN, {"source": source.name, "size": size})
    return {sha256: (load_id, OwnDay(day, by)) for load_id, sha256, day, by, _ in rows}


def redate(connection: Connection[Any], source: Source, load_id: int, own: OwnDay) -> None:
    """Give a load another own day; of equal days it is the one that was said last."""
    connection.execute(
        """
        update staging.loads
        set own_day = %s, own_day_from = %s, finished_at = clock_timestamp()
        where load_id = %s
        """,
        [own.day, own.said_by, load_id],
    )
    rank(connection, source)


def newer(connection: Connection[Any], source: Source, load_id: int) -> str | None:
    """Name what counts in place of a load, with its own day; None where the load counts."""
    row = connection.execute(NEWER, {"source": source.name, "load_id": load_id}).fetchone()
    return f"{row[0]} of {row[1]}" if row else None


def active_parts(connection: Connection[Any], source: Source, own: OwnDay) -> list[str]:
    """Return the parts that active loads hold, less those that are newer than `own`."""
    rows = connection.execute(
        "select distinct part from staging.loads "
        "where source = %s and is_active and part is not null and own_day <= %s order by part",
        [source.name, own.day],
    )
    return [part for (part,) in rows]


def newest(
    connection: Connection[Any], source: Source, column: str, part: str | None = None
) -> Any:
    """Return what `column` holds for the source's newest active load that has something there.

    Of a source in parts, it is the newest of that part.
    """
    statement = SQL(
        """
        select {column} from staging.loads
        where source = {source} and is_active and {column} is not null
            and ({mode} <> 'parts' or part is not distinct from {part})
        order by own_day desc, finished_at desc, load_id desc limit 1
        """
    ).format(column=Identifier(column), source=source.name, mode=source.mode, part=part)
    row = connection.execute(statement).fetchone()
    return row[0] if row else None
