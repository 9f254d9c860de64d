"""Renames the schemas so that no statement finds one table of the old build and one of the new.

A statement takes its names one by one: it could find the first before the renaming, and the second
after it. So the new tables are locked until no statement that began before is on its way; where
one has come to a new table with an old one in its hand, the schemas are renamed back.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, RawCursor, errors, sql

from common.errors import UserError
from refresh.build.published import SQL, relations

SCHEMAS = ("intermediate", "marts")
POLL_SECONDS = 0.2
# Who has held a table for so long has taken all names of his statement.
SETTLED_SECONDS = 0.5
# How long those who come to the new tables may be held up.
HELD_UP_SECONDS = 1.0

# What a sync and a backup hold for as long as they read.
GATE = "history.publishing"

WHO = "select usename, application_name from pg_stat_activity where pid = %s"
HOLDER = f"""
select pid from pg_locks
where
    granted and locktype = 'relation' and relation = cast('{GATE}' as regclass)
    and pid <> pg_backend_pid()
"""
TABLES = """
select quote_ident(nspname) || '.' || quote_ident(relname) from pg_class
inner join pg_namespace on pg_namespace.oid = relnamespace
where relnamespace = any(%s) and relkind in ('r', 'p')
"""
RECORD = """
insert into history.builds (build_id, as_of_date, fingerprint, relations) values (%s, %s, %s, %s)
"""


class UnpublishedError(UserError):
    """The build was good, and the old marts are still the ones that are read."""


@dataclass(frozen=True)
class Switch:
    """Two connections, both autocommit: one renames while the other one holds the new tables."""

    connection: Connection[Any]
    keeper: Connection[Any]
    build_id: str
    fingerprint: str

    def attempt(self, deadline: float) -> float | None:
        """Return for how many seconds readers may have waited; None where all is as before.

        Raises `UnpublishedError` where a sync or a backup is at work until the deadline.
        """
        old, new = schemas(self.connection, ""), schemas(self.connection, "_next")
        early = self._readers(old, new)[0]
        time.sleep(SETTLED_SECONDS)
        early &= self._readers(old, new)[0]
        day = self.connection.execute("select max(as_of_date) from intermediate_next.int_loads")
        as_of_date = day.fetchone()
        with self.keeper.transaction():
            self._lock(new, deadline)
            started = time.monotonic()
            self._rename(old, as_of_date[0] if as_of_date else None)
            while True:
                readers, is_torn = self._readers(old, new)
                if is_torn:
                    self._rename_back(old)
                    return None
                if readers <= early or time.monotonic() - started > HELD_UP_SECONDS:
                    break
                time.sleep(0.001)
        return time.monotonic() - started

    def _readers(self, old: Sequence[int], new: Sequence[int]) -> tuple[set[int], bool]:
        statement = (SQL / "switching.sql").read_bytes()
        with RawCursor(self.connection) as cursor:  # PostgreSQL's own $1, which the linter reads
            pids, is_torn = cursor.execute(statement, [old, new]).fetchall()[0]
        return set(pids), is_torn

    def _lock(self, new: Sequence[int], deadline: float) -> None:
        """Take the new tables, which nobody reads yet; let no sync and no backup begin."""
        tables = [name for (name,) in self.keeper.execute(TABLES, [new]).fetchall()]
        # Longer than PostgreSQL needs to call its own vacuum off.
        self.keeper.execute("set local lock_timeout = '5s'")
        try:
            self.keeper.execute(f"lock table {', '.join(tables)} in access exclusive mode".encode())
        except errors.LockNotAvailable:
            raise UnpublishedError(
                "published nothing: somebody is reading what was just built; the old marts stay: "
                "build again"
            ) from None
        while True:
            try:
                with self.keeper.transaction():
                    self.keeper.execute(
                        "lock table history.publishing in access exclusive mode nowait"
                    )
                return
            except errors.LockNotAvailable:
                if time.monotonic() > deadline:
                    row = self.connection.execute(HOLDER).fetchone()
                    raise UnpublishedError(
                        f"published nothing: {who(self.connection, row[0] if row else 0)} is "
                        "reading all marts; the old ones stay: wait until it ends and build again"
                    ) from None
                time.sleep(POLL_SECONDS)

    def _rename(self, old: Sequence[int], as_of_date: Any) -> None:
        with self.connection.transaction():
            for schema in SCHEMAS:
                self._alter(schema, f"{schema}_old_{min(old)}")
                self._alter(f"{schema}_next", schema)
            left = relations(self.connection)
            self.connection.execute(RECORD, [self.build_id, as_of_date, self.fingerprint, left])

    def _rename_back(self, old: Sequence[int]) -> None:
        with self.connection.transaction():
            for schema in SCHEMAS:
                self._alter(schema, f"{schema}_next")
                self._alter(f"{schema}_old_{min(old)}", schema)
            self.connection.execute(
                "delete from history.builds where build_id = %s", [self.build_id]
            )

    def _alter(self, name: str, new_name: str) -> None:
        self.connection.execute(
            sql.SQL("alter schema {} rename to {}").format(
                sql.Identifier(name), sql.Identifier(new_name)
            )
        )


def schemas(connection: Connection[Any], suffix: str) -> list[int]:
    """The object ids of the schemas that are replaced as a whole."""
    names = [schema + suffix for schema in SCHEMAS]
    rows = connection.execute("select oid from pg_namespace where nspname = any(%s)", [names])
    return [int(oid) for (oid,) in rows.fetchall()]


def who(connection: Connection[Any], pid: int) -> str:
    """User, program and PostgreSQL process of a session, in words."""
    user, program = connection.execute(WHO, [pid]).fetchone() or ("somebody", "")
    return f"user {user}{program and f' ({program})'}, PostgreSQL process {pid},"
