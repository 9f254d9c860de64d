"""Reads the marts in one snapshot, so that a rebuild during a sync changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, LiteralString, TypeVar

import psycopg
from psycopg import IsolationLevel
from psycopg.sql import Composed

from common.servers import warehouse_lock
from common.servers.connections import connect_postgres
from common.servers.settings import Role
from graph_sync.errors import mart_errors
from graph_sync.statements import query

# Rows fetched from the server at a time; sessions come with everybody who attended them.
FETCH = 5_000
FETCH_SESSIONS = 100

# In any order, so that nothing is sorted.
DIGEST = "select count(*), coalesce(bit_xor(hash_record_extended(rows, 0)), 0)"

Row = tuple[Any, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class MartDigest:
    """How many rows of each kind there are, and a text that differs when any of them does."""

    counts: dict[str, int]
    text: str


@dataclass(frozen=True)
class Mart:
    """The marts as they were when the snapshot was taken."""

    connection: psycopg.Connection[Row]

    def digest(self) -> MartDigest:
        """Counts and digest; PostgreSQL looks at every row and sends none."""
        found = {}
        for name in ("students", "sessions", "attendance"):
            [found[name]] = self._rows(DIGEST + " from (" + query(name) + ") as rows")
        text = " ".join(f"{count}/{digest}" for count, digest in found.values())
        return MartDigest({name: count for name, (count, _) in found.items()}, text)

    def as_of_date(self) -> date | None:
        """The day that the subscriptions look from; None where there are none."""
        day: date | None = self._rows(query("as_of_date"))[0][0]
        return day

    def students(self) -> Iterator[Row]:
        """Rows `(student_id, name, …)` in the order of the model, sorted by key."""
        return self._sorted("students", "student_id", FETCH)

    def sessions(self) -> Iterator[Row]:
        """Rows `(session_id, date, duration, module, student_ids)`, sorted by key."""
        return self._sorted("attended_sessions", "session_id", FETCH_SESSIONS)

    def _rows(self, text: LiteralString) -> list[Row]:
        with mart_errors():
            return self.connection.execute(text).fetchall()

    def _sorted(self, name: str, key: LiteralString, fetch: int) -> Iterator[Row]:
        text = "select * from (" + query(name) + ") as rows order by " + key + ' collate "C"'
        with mart_errors(), psycopg.ServerCursor(self.connection, "rows") as cursor:
            cursor.itersize = fetch
            cursor.execute(text, binary=True)
            yield from cursor


def copied(mart: Mart, statement: Composed) -> Iterator[bytes]:
    """What a `COPY … TO STDOUT` gives, row by row."""
    with mart_errors(), mart.connection.cursor() as cursor, cursor.copy(statement) as copy:
        yield from map(bytes, copy)


@contextmanager
def warehouse(*, locked: bool) -> Iterator[psycopg.Connection[Row]]:
    """A connection to the warehouse; `locked`: with the lock that keeps other syncs out.

    Raises `LockedError`, which says who holds it, when another sync is at work.
    """
    with (
        warehouse_lock.held(Role.GRAPH, "sync") if locked else nullcontext(),
        connect_postgres(
            role=Role.GRAPH, application_name="graph_sync", autocommit=True
        ) as connection,
    ):
        yield connection


@contextmanager
def snapshot(connection: psycopg.Connection[Row], *, email: bool) -> Iterator[Mart]:
    """Read-only, repeatable-read transaction over the marts, with e-mail addresses or without."""
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    is_whole = False
    while not is_whole:
        with mart_errors(), connection.transaction():
            # One sort of every attendance; the default of 4 MB would do it on disk.
            connection.execute("set local work_mem = '64MB'")
            # A setting and no parameter, because every statement over students needs it.
            connection.execute(f"set local graph_sync.student_email = '{'on' if email else 'off'}'")
            connection.execute(query("lock_marts"))
            # The snapshot is taken by what is asked first; one too early is taken again.
            connection.execute(query("hold_students"))
            [[is_whole]] = connection.execute(query("students_are_seen"))
            if is_whole:
                yield Mart(connection)


def batches(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    """Consecutive rows in lists of at most `size`."""
    while batch := list(islice(rows, size)):
        yield batch
