"""One refresh, and one build, at a time per warehouse, whichever machine it runs on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import Connection

from common.servers import warehouse_lock
from common.servers.connections import Role, connect_postgres


@contextmanager
def alone(name: str) -> Iterator[Connection[Any]]:
    """Hold the lock `name`; yields a connection of the transformer's for all else.

    Raises `LockedError`, which says who holds it.
    """
    with (
        warehouse_lock.held(Role.TRANSFORMER, name),
        connect_postgres(
            role=Role.TRANSFORMER, application_name=name, autocommit=True
        ) as connection,
    ):
        # It says nothing for as long as the work takes, and is to stay all the same.
        connection.execute("set idle_session_timeout = 0")
        yield connection
