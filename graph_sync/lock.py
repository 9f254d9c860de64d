"""One sync at a time per warehouse."""

from typing import Any

import psycopg

from graph_sync.errors import LockedError, mart_errors
from graph_sync.statements import query

APPLICATION = "graph_sync"


def take(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Take PostgreSQL's advisory lock; it ends with the connection, however that ends.

    Raises `LockedError`, which says who holds it, when another sync is at work.
    """
    with mart_errors(), connection.transaction():
        row = connection.execute(query("lock")).fetchone()
        if row is None or not row[0]:
            holder = connection.execute(query("lock_holder")).fetchone()
            raise LockedError(_told(holder))


def _told(holder: tuple[Any, ...] | None) -> str:
    if holder is None:
        return "another sync held the lock until just now: run `make graph` again"
    user, process, address, since = holder
    return (
        f"another sync is at work: user {user} from {address or 'this machine'}, PostgreSQL "
        f"process {process}, since {since:%Y-%m-%d %H:%M:%S %Z}; wait until it ends"
    )
