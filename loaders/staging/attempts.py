"""An attempt's line in the ledger: written before it begins, and completed at its end.

The line stands for itself as a failed attempt until the transaction that lands the rows completes
it. So a loader that is killed leaves its line without anybody's help.
"""

import getpass
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL

from loaders import __version__
from loaders.batch import Seal
from loaders.contract import Source

UNFINISHED = "did not finish: it is at work still, or was ended from outside and landed nothing"


@dataclass(frozen=True)
class Counts:
    """How many of an input's records were landed and how many set aside."""

    landed: int
    rejected: int


def begin(connection: Connection[Any], source: Source, name: str, message: str = UNFINISHED) -> int:
    """Write the line of an attempt that has landed nothing so far; return its load's number."""
    row = connection.execute(
        """
        insert into staging.loads (
            source, mode, status, file, started_at, finished_at, loaded_by, loader_version, message
        )
        values (%s, %s, 'failed', %s, clock_timestamp(), clock_timestamp(), %s, %s, %s)
        returning load_id
        """,
        [source.name, source.mode, name, _loaded_by(), __version__, message],
    ).fetchone()
    assert row is not None
    return int(row[0])


def fail(connection: Connection[Any], load_id: int, message: str) -> None:
    """Say why an attempt failed."""
    connection.execute(
        """
        update staging.loads set message = %s, finished_at = clock_timestamp()
        where load_id = %s and status = 'failed'
        """,
        [message, load_id],
    )


def forget(connection: Connection[Any], load_ids: Iterable[int]) -> None:
    """Take back the lines of attempts that found nothing new."""
    connection.execute("delete from staging.loads where load_id = any(%s)", [list(load_ids)])


def complete(
    connection: Connection[Any], load_id: int, source: Source, seal: Seal, counts: Counts
) -> None:
    """Record a landed input; from here on it is the load that counts.

    The clock is read once, so at any moment exactly one snapshot counts. An append source keeps
    its other loads, except those of the same bytes, which a forced load replaces.
    """
    replaced = (
        SQL("true") if source.mode == "snapshot" else SQL("file_sha256 = {}").format(seal.sha256)
    )
    connection.execute(
        SQL(
            """
            with moment as (select clock_timestamp() as at),
            superseded as (
                update staging.loads set superseded_at = moment.at
                from moment
                where source = {source} and status = 'landed' and superseded_at is null
                    and {replaced}
            )
            update staging.loads set
                status = 'landed', message = null, finished_at = moment.at,
                file_sha256 = {sha256}, file_bytes = {size}, watermark = {watermark},
                rows_in = {rows}, rows_landed = {landed}, rows_rejected = {rejected}
            from moment
            where load_id = {load_id}
            """
        ).format(
            source=source.name,
            replaced=replaced,
            load_id=load_id,
            sha256=seal.sha256,
            size=seal.size,
            watermark=seal.watermark,
            rows=counts.landed + counts.rejected,
            landed=counts.landed,
            rejected=counts.rejected,
        )
    )


def _loaded_by() -> str:
    """Return who runs the loader, and where."""
    return f"{getpass.getuser()}@{socket.gethostname()}"
