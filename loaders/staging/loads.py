"""Reads what the ledger says of loads, for whoever shows it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from psycopg import Connection

HAS_LEDGER = "select to_regclass('staging.loads') is not null"
NEWEST_FILES = """
select distinct on (source) source, file, own_day, load_id
from staging.loads where is_active
order by source, own_day desc, load_id desc
"""
REJECTED = """
select rejected_rows.source, rejected_rows.file, line, reason, hint
from staging.rejected_rows
inner join staging.loads using (load_id)
where loads.is_active
order by rejected_rows.source, rejected_rows.file, line
"""


def is_there(connection: Connection[Any]) -> bool:
    """Whether anything was ever loaded."""
    return connection.execute(HAS_LEDGER).fetchone() == (True,)


def landed(connection: Connection[Any], load_ids: Sequence[int]) -> list[int]:
    """Those of these loads that landed."""
    if not is_there(connection):
        return []
    rows = connection.execute(
        "select load_id from staging.loads "
        "where load_id = any(%s) and status = 'landed' order by 1",
        [list(load_ids)],
    )
    return [found for (found,) in rows]


def of_file(connection: Connection[Any], source: str, file: str) -> list[int]:
    """The loads of files of a name."""
    rows = connection.execute(
        "select load_id from staging.loads "
        "where source = %s and file = %s and status = 'landed' order by 1",
        [source, file],
    )
    return [found for (found,) in rows]


def newest_files(connection: Connection[Any]) -> list[tuple[str, str, date, int]]:
    """The newest active file of each source, with its own day and its load."""
    return connection.execute(NEWEST_FILES).fetchall() if is_there(connection) else []


def rejected(connection: Connection[Any]) -> Iterator[tuple[str, str, int, str, str]]:
    """Yield of each record that active loads rejected: source, file, line, reason and hint."""
    yield from connection.execute(REJECTED) if is_there(connection) else ()
