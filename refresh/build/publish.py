"""Puts the marts that were built and tested aside in the place of those that are read.

Renaming a schema waits for nobody, and nobody for it. But a transaction that keeps the snapshot of
its first statement (REPEATABLE READ) finds tables empty that were filled later: PostgreSQL looks
names up in the newest catalogue. Publishing waits for such.
"""

import time
from typing import Any

from psycopg import Connection, errors, sql

from common.servers.connections import Role, connect_postgres
from refresh.build.published import SQL
from refresh.build.switch import POLL_SECONDS, Switch, UnpublishedError, schemas, who

# For others' snapshots, a sync or a backup; longer than a query of a report may take.
WAIT_SECONDS = 300.0

SNAPSHOTS = """
select pid, cast(backend_xmin as text) from pg_stat_activity
where
    datname = current_database() and usename is not null and backend_xmin is not null
    and pid <> pg_backend_pid()
"""
# What no build made, and none would replace.
FOREIGN = """
select pg_namespace.nspname || '.' || pg_class.relname
from pg_class
inner join pg_namespace on pg_class.relnamespace = pg_namespace.oid
where
    pg_namespace.oid = any(%(old)s)
    and pg_class.relkind in ('r', 'p', 'v', 'm', 'f')
    and pg_class.relowner <> to_regrole(cast(current_user as text))
    and not exists (
        select from pg_class as new
        where new.relnamespace = any(%(new)s) and new.relname = pg_class.relname
    )
order by 1
"""
LEFT_BEHIND = r"""
select nspname from pg_namespace where nspname ~ '^(intermediate|marts)_old_\d+$' order by 1
"""


def publish(build_id: str, fingerprint: str) -> float:
    """Publish what is in `intermediate_next` and `marts_next`.

    Returns for how many seconds readers may have waited. Raises `UnpublishedError`, which says who
    is in the way, where that cannot be; then readers keep the old marts.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    settings: dict[str, Any] = {"application_name": "publish", "autocommit": True}
    with (
        connect_postgres(role=Role.TRANSFORMER, **settings) as connection,
        connect_postgres(role=Role.TRANSFORMER, **settings) as keeper,
    ):
        _require_ours(connection)
        _wait_for_snapshots(connection, deadline)
        switch = Switch(connection, keeper, build_id, fingerprint)
        while (seconds := switch.attempt(deadline)) is None:
            if time.monotonic() > deadline:
                raise UnpublishedError(
                    "published nothing: some transaction reads the marts without a pause; the old "
                    "marts stay: build again when there is less to do"
                )
            time.sleep(POLL_SECONDS)
        connection.execute((SQL / "forget_old_states.sql").read_bytes())
        drop_left_behind(connection)
    return seconds


def drop_left_behind(connection: Connection[Any]) -> None:
    """Drop the schemas of earlier builds; what somebody still reads is left to the next build."""
    connection.execute("set lock_timeout = '2s'")
    for (name,) in connection.execute(LEFT_BEHIND).fetchall():
        try:
            connection.execute(sql.SQL("drop schema {} cascade").format(sql.Identifier(name)))
        except errors.LockNotAvailable:
            continue
    connection.execute("reset lock_timeout")


def _require_ours(connection: Connection[Any]) -> None:
    """Refuse where the old schemas hold what dbt did not make, which would be gone with them."""
    where = {"old": schemas(connection, ""), "new": schemas(connection, "_next")}
    row = connection.execute(FOREIGN, where).fetchone()
    if row:
        raise UnpublishedError(
            f"published nothing: {row[0]} was not made by dbt, and would be gone: move it to "
            f"another schema (alter table {row[0]} set schema …) and build again"
        )


def _wait_for_snapshots(connection: Connection[Any], deadline: float) -> None:
    """Wait until no snapshot is left that was taken before now, when all is built."""
    before = set(connection.execute(SNAPSHOTS).fetchall())
    while before:
        if time.monotonic() > deadline:
            raise UnpublishedError(
                f"published nothing: {who(connection, min(before)[0])} keeps a snapshot from "
                "before this build, in which the new marts would be empty; the old marts stay: "
                "end that transaction and build again"
            )
        time.sleep(POLL_SECONDS)
        before &= set(connection.execute(SNAPSHOTS).fetchall())
