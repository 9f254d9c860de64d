"""Tells a transaction pooler from PostgreSQL itself."""

from collections.abc import Callable
from typing import Any

from psycopg import Connection

from common.errors import UserError
from common.servers.settings import PostgresSettings

ASK = b"select pg_backend_pid()"


class PoolerError(UserError):
    """What a session locks and sets would be another one's a moment later."""


def refuse_pooler(
    connection: Connection[Any],
    connect_again: Callable[[], Connection[Any]],
    settings: PostgresSettings,
) -> None:
    """Close it, and raise `PoolerError`, where two sessions at once are one on the server.

    A pooler that gives each session a server process of its own is none to worry about.
    """
    process = _process(connection)
    # PostgreSQL itself tells its own number; only else a second connection is worth its while.
    if process == connection.info.backend_pid:
        return
    with connect_again() as another:
        if _process(another) != process:
            return
    connection.close()
    raise pooler_error(settings)


def pooler_error(settings: PostgresSettings) -> PoolerError:
    """The error for an address at which a pooler answers."""
    return PoolerError(
        f"a transaction pooler such as PgBouncer answers at {settings.address}, which loses locks "
        f"and settings of a session: take the server's own port (Aiven: that of the service's page "
        f"Overview, not of a pool)"
    )


def _process(connection: Connection[Any]) -> int:
    # Beside psycopg, so that no transaction begins.
    result = connection.pgconn.exec_(ASK)
    return int(result.get_value(0, 0) or 0)
