"""Locks in the warehouse: one holder each, whichever machine it works on."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg

from common.errors import UserError

TAKE = """
select pg_try_advisory_lock(hashtext('student_session_analytics'), hashtext(%s))
"""
GIVE_BACK = """
select pg_advisory_unlock(hashtext('student_session_analytics'), hashtext(%s))
"""
WAIT = """
select pg_advisory_xact_lock(hashtext('student_session_analytics'), hashtext(%s))
"""
HOLDER = """
select activity.usename, activity.pid, host(activity.client_addr), activity.backend_start
from pg_locks as locks
inner join pg_stat_activity as activity on locks.pid = activity.pid
where
    locks.locktype = 'advisory'
    and locks.granted
    and locks.classid::bigint = hashtext('student_session_analytics')::bigint & 4294967295
    and locks.objid::bigint = hashtext(%s)::bigint & 4294967295
    and locks.database = (
        select pg_database.oid from pg_database where pg_database.datname = current_database()
    )
"""


class LockedError(UserError):
    """Another command of the kind is at work on this warehouse."""


@contextmanager
def held(connection: psycopg.Connection[Any], name: str) -> Iterator[None]:
    """Hold the lock `name`, which is that of the work, and give it back at once at the end.

    Raises `LockedError`, which says who holds it, where another one is at work.
    """
    holder = take(connection, name)
    if holder is not None:
        raise LockedError(f"another {name} is at work{holder and ': '}{holder}; wait until it ends")
    try:
        yield
    finally:
        # Where the connection is lost, the lock is too.
        with suppress(psycopg.Error):
            give_back(connection, name)


def wait(connection: psycopg.Connection[Any], name: str) -> None:
    """Take the lock `name` until the transaction ends, after whoever holds it."""
    connection.execute(WAIT, [name])


def take(connection: psycopg.Connection[Any], name: str) -> str | None:
    """Take the advisory lock `name`; it ends with the connection, however that ends.

    Returns None, or who else holds it: user, address, PostgreSQL process and since when; an empty
    text where the holder has just gone.
    """
    row = connection.execute(TAKE, [name]).fetchone()
    if row and row[0]:
        return None
    # As the login, who may see when its own other session began; a role it took on may not.
    connection.execute("set role none")
    holder = connection.execute(HOLDER, [name]).fetchone()
    return _told(*holder) if holder else ""


def give_back(connection: psycopg.Connection[Any], name: str) -> None:
    """Let others take the lock `name` now, not when the server sees that the connection is gone."""
    connection.execute(GIVE_BACK, [name])


def _told(user: str, process: int, address: str | None, since: Any) -> str:
    if not since:  # PostgreSQL keeps address and time of other users' sessions to itself
        return f"user {user}, PostgreSQL process {process}"
    return (
        f"user {user} from {address or 'this machine'}, PostgreSQL process {process}, "
        f"since {since:%Y-%m-%d %H:%M:%S %Z}"
    )
