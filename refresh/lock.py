"""One refresh at a time per warehouse, whichever machine it runs on."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from psycopg import Error

from common import warehouse_lock
from common.connections import connect_postgres
from common.errors import UserError

NAME = "refresh"


class RefreshingError(UserError):
    """Another refresh of this warehouse is at work."""


@contextmanager
def refreshing() -> Iterator[None]:
    """Hold the refresh's lock.

    Raises `RefreshingError`, which says who holds it, where another refresh is at work.
    """
    with connect_postgres(application_name=NAME, autocommit=True) as connection:
        # It says nothing for as long as the steps take, and is to stay all the same.
        connection.execute("set idle_session_timeout = 0")
        holder = warehouse_lock.take(connection, NAME)
        if holder is not None:
            raise RefreshingError(
                f"another refresh is at work{holder and ': '}{holder}; wait until it ends"
            )
        try:
            yield
        finally:
            # At once, so that the next refresh can begin; with a lost connection it is gone anyway.
            with suppress(Error):
                warehouse_lock.give_back(connection, NAME)
