"""Locks in the warehouse: one holder each, whichever machine it works on.

A lock is a row of a table that only the login whose work it guards may write, so nobody else can
take it. It ends with its transaction, however that ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg import errors
from psycopg.sql import SQL, Identifier, Literal

from common.errors import UserError
from common.servers.connections import Role, connect_postgres, postgres_settings

# In a schema of their own, which a restore does not replace.
TABLES = {
    Role.LOADER: Identifier("locks", "loader"),
    Role.TRANSFORMER: Identifier("locks", "transformer"),
    Role.GRAPH: Identifier("locks", "graph"),
}
ADD = SQL("insert into {} (name) values (%s) on conflict do nothing")
# The name is written into it: of a statement with parameters PostgreSQL keeps the snapshot until
# the next one, and publishing waits for all snapshots.
TAKE = SQL("select from {} where name = {} for update nowait")
WAIT = SQL("select from {} where name = %s for update")
# A row that is locked carries the transaction of who holds it.
HOLDER = SQL("""
select activity.usename, activity.pid, host(activity.client_addr), activity.backend_start
from {} as locks
inner join pg_locks on
    pg_locks.locktype = 'transactionid' and pg_locks.granted
    and pg_locks.transactionid = locks.xmax
inner join pg_stat_activity as activity on pg_locks.pid = activity.pid
where locks.name = %s
""")
# It waits for nothing and says nothing for as long as the work takes, and is to stay.
PATIENT = """
set lock_timeout = 0; set statement_timeout = 0;
set idle_session_timeout = 0; set idle_in_transaction_session_timeout = 0
"""


class LockedError(UserError):
    """Another command of the kind is at work on this warehouse."""


@contextmanager
def held(role: Role, name: str) -> Iterator[None]:
    """Hold the lock `name`, which is that of the work, on a connection of its own.

    Raises `LockedError`, which says who holds it, where another one is at work.
    """
    with connect_postgres(role=role, application_name=f"lock of {name}") as connection:
        connection.execute(PATIENT)
        holder = take(connection, name)
        if holder is not None:
            raise LockedError(
                f"another {name} is at work{holder and ': '}{holder}; wait until it ends"
            )
        try:
            yield
        finally:
            # Where the connection is lost, the lock is too.
            with suppress(psycopg.Error):
                connection.rollback()


def wait(connection: psycopg.Connection[Any], name: str) -> None:
    """Take the lock `name` until the transaction ends, after whoever holds it."""
    table = _table(connection)
    connection.execute(ADD.format(table), [name])
    connection.execute(WAIT.format(table), [name])


def take(connection: psycopg.Connection[Any], name: str) -> str | None:
    """Take the lock `name` in a transaction that begins here.

    Returns None, or who else holds it: user, address, PostgreSQL process and since when; an empty
    text where the holder has just gone.
    """
    table = _table(connection)
    connection.execute(ADD.format(table), [name])
    connection.commit()
    try:
        connection.execute(TAKE.format(table, Literal(name)))
    except errors.LockNotAvailable:
        connection.rollback()
        holder = connection.execute(HOLDER.format(table), [name]).fetchone()
        connection.rollback()
        return _told(*holder) if holder else ""
    return None


def _table(connection: psycopg.Connection[Any]) -> Identifier:
    """The table of locks of the connection's login."""
    table = TABLES[Role(connection.info.user)]
    name = table.as_string(connection)
    found = connection.execute("select to_regclass(%s)", [name]).fetchone()
    if found == (None,):
        raise UserError(
            f"the warehouse has no table {name} yet: run "
            f"`{postgres_settings(Role(connection.info.user)).mend_roles}`"
        )
    return table


def _told(user: str, process: int, address: str | None, since: Any) -> str:
    return (
        f"user {user} from {address or 'this machine'}, PostgreSQL process {process}, "
        f"since {since:%Y-%m-%d %H:%M:%S %Z}"
    )
