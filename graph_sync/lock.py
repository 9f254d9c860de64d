"""One sync at a time per warehouse."""

from typing import Any

import psycopg

from graph_sync.errors import LockedError, mart_errors
from services import warehouse_lock

APPLICATION = "graph_sync"


def take(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Take the sync's lock; it ends with the connection, however that ends.

    Raises `LockedError`, which says who holds it, when another sync is at work.
    """
    with mart_errors(), connection.transaction():
        holder = warehouse_lock.take(connection, APPLICATION)
    if holder:
        raise LockedError(f"another sync is at work: {holder}; wait until it ends")
    if holder is not None:
        raise LockedError("another sync held the lock until just now: run `make graph` again")
