"""Writes tables and log of the server again, so that no file of it holds what was deleted."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from psycopg import Connection, errors
from psycopg.sql import SQL, Identifier

from common.errors import UserError
from common.servers.connections import Role, connect_postgres
from refresh.build.publish import LEFT_BEHIND, drop_left_behind
from refresh.build.switch import POLL_SECONDS, who

WAIT_SECONDS = 60.0
# Where the server keeps samples of values for its plans.
STATISTICS = ("pg_statistic", "pg_statistic_ext_data")
# A transaction that has written something holds back what may go, without any snapshot.
OPEN = """
select pid, concat_ws(' ', backend_xmin, backend_xid) from pg_stat_activity
where
    datname = current_database() and usename is not null and pid <> pg_backend_pid()
    and (backend_xmin is not null or backend_xid is not null)
"""
AGAIN = "end that and run the same again: it goes on where it was"


def rewrite(tables: Iterable[str], role: Role) -> None:
    """Write tables again without their deleted rows.

    Raises `UserError` where a session keeps a snapshot in which these are still there.
    """
    with connect_postgres(role=role, application_name="privacy", autocommit=True) as connection:
        names = [name for name in tables if _is_there(connection, name)]
        if names:
            _wait_for_snapshots(connection)
        connection.execute(f"set lock_timeout = '{WAIT_SECONDS:.0f}s'".encode())
        for name in names:
            try:
                connection.execute(
                    SQL("vacuum (full, analyze) {}").format(Identifier(*name.split(".")))
                )
            except errors.LockNotAvailable:
                raise UserError(
                    f"{name} could not be written again, because somebody is reading it: {AGAIN}"
                ) from None


def sample_again(tables: Iterable[str], role: Role) -> None:
    """Have the server sample the values of tables again: it keeps the least and the greatest."""
    with connect_postgres(role=role, application_name="privacy", autocommit=True) as connection:
        for name in tables:
            if _is_there(connection, name):
                connection.execute(SQL("analyze {}").format(Identifier(*name.split("."))))


def drop_old_builds() -> None:
    """Drop what earlier builds have left; raises `UserError` where somebody still reads it."""
    with connect_postgres(
        role=Role.TRANSFORMER, application_name="privacy", autocommit=True
    ) as connection:
        drop_left_behind(connection)
        left = connection.execute(LEFT_BEHIND).fetchone()
        if left:
            raise UserError(f"somebody is still reading an earlier build ({left[0]}): {AGAIN}")


def replace_log(say: Callable[[str], None]) -> None:
    """Have the server replace its log of changes and its samples of values, where we may."""
    with connect_postgres(application_name="privacy", autocommit=True) as connection:
        row = connection.execute(
            "select rolsuper from pg_roles where rolname = current_user"
        ).fetchone()
        if row != (True,):
            say(
                "this login may not replace the server's log of changes: it keeps what was deleted "
                "until the server drops it by its own rule, and so do the provider's backups"
            )
            return
        for table in STATISTICS:
            connection.execute(SQL("vacuum (full) {}").format(Identifier(table)))
        # Segments that were kept to be used again hold what was in them before.
        connection.execute("checkpoint")
        [(segments,)] = connection.execute("select count(*) from pg_ls_waldir()").fetchall()
        for _ in range(segments + 1):
            connection.execute("select pg_logical_emit_message(true, 'privacy', '')")
            connection.execute("select pg_switch_wal()")
        connection.execute("checkpoint")


def _wait_for_snapshots(connection: Connection[Any]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    before = set(connection.execute(OPEN).fetchall())
    while before:
        if time.monotonic() > deadline:
            raise UserError(
                f"{who(connection, min(before)[0])} still sees what was deleted: {AGAIN}"
            )
        time.sleep(POLL_SECONDS)
        before &= set(connection.execute(OPEN).fetchall())


def _is_there(connection: Connection[Any], name: str) -> bool:
    return connection.execute("select to_regclass(%s)", [name]).fetchone() != (None,)
