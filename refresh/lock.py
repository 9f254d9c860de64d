"""One refresh, and one build, at a time per warehouse, whichever machine it runs on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import Connection

from common.servers import warehouse_lock
from common.servers.connections import Role, connect_postgres
from common.servers.warehouse_lock import LockedError

# What holds no lock says so by its name.
DBT = """
select application_name, pid from pg_stat_activity
where
    usename = current_user and datname = current_database()
    and application_name in ('dbt build', 'dbt run', 'dbt seed')
order by pid limit 1
"""


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


@contextmanager
def nobody_builds() -> Iterator[None]:
    """Keep out whatever makes marts of what is landed now.

    Raises `LockedError`, which says who is at work on that.
    """
    with alone("refresh"), alone("build") as connection:
        found = connection.execute(DBT).fetchone()
        if found:
            raise LockedError(
                f"`{found[0]}` is at work: PostgreSQL process {found[1]}; wait until it ends"
            )
        yield
