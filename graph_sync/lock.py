"""One sync at a time per warehouse."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg

from common import warehouse_lock
from graph_sync.errors import LockedError, mart_errors

APPLICATION = "graph_sync"


@contextmanager
def held(connection: psycopg.Connection[tuple[Any, ...]]) -> Iterator[None]:
    """Hold the sync's lock, and give it back at once, so that the next sync can begin."""
    take(connection)
    try:
        yield
    finally:
        # Where the connection is lost, the lock is too.
        with suppress(psycopg.Error):
            warehouse_lock.give_back(connection, APPLICATION)


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
