"""Reads the marts in one snapshot, so that a rebuild in the middle of a sync changes nothing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, LiteralString, TypeVar

import psycopg
from psycopg import IsolationLevel
from psycopg.sql import Composed

from graph_sync.errors import mart_errors
from graph_sync.statements import query

# Rows fetched from the server at a time.
FETCH = 5_000

Row = tuple[Any, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class TableDigest:
    """How many rows a mart holds, and a digest of what the graph shows of them, in any order."""

    rows: int
    digest: str


@dataclass(frozen=True)
class MartDigest:
    """The three marts in a few numbers."""

    students: TableDigest
    sessions: TableDigest
    attendance: TableDigest

    @property
    def counts(self) -> dict[str, int]:
        """Number of students, sessions and attendances."""
        return {
            "students": self.students.rows,
            "sessions": self.sessions.rows,
            "attendance": self.attendance.rows,
        }

    @property
    def texts(self) -> list[str]:
        """One text per mart, to keep on the graph."""
        tables = (self.students, self.sessions, self.attendance)
        return [f"{each.rows}/{each.digest}" for each in tables]


@dataclass(frozen=True)
class Mart:
    """The marts as they were when the snapshot was taken."""

    connection: psycopg.Connection[Row]
    _sessions: list[Row] = field(default_factory=list)

    def digest(self) -> MartDigest:
        """Counts and digests of the three marts, computed in PostgreSQL."""
        rows = self._rows(query("digests"))
        return MartDigest(**{row[0]: TableDigest(row[1], str(row[2])) for row in rows})

    def as_of_date(self) -> date | None:
        """The day that the subscriptions look from; None where there are none."""
        day: date | None = self._rows(query("as_of_date"))[0][0]
        return day

    def students(self) -> Iterator[Row]:
        """Rows `(student_id, name, …)` in the order of the model, sorted by key."""
        return self._stream("students", None)

    def sessions(self) -> Iterator[Row]:
        """Rows `(session_id, date, duration, module, digest or None)`, sorted by key."""
        # Kept for verifying, and not a server-side cursor, which never runs in parallel: sessions
        # are few, and their digests need every attendance.
        if not self._sessions:
            self._sessions.extend(self._rows(query("sessions")))
        return iter(self._sessions)

    def attendees(self, session_ids: Sequence[str] | None) -> Iterator[tuple[str, list[str]]]:
        """`(session_id, sorted student_ids)` of these sessions (None: of all), sorted by key."""
        wanted = None if session_ids is None else list(session_ids)
        for row in self._stream("attendees", [wanted], fetch=FETCH // 50):
            yield row[0], row[1]

    def _rows(self, text: LiteralString) -> list[Row]:
        with mart_errors():
            return self.connection.execute(text).fetchall()

    def _stream(
        self, name: str, parameters: Sequence[Any] | None, fetch: int = FETCH
    ) -> Iterator[Row]:
        # "Raw" is PostgreSQL's own $1, which the linter reads too.
        with mart_errors(), psycopg.RawServerCursor(self.connection, name) as cursor:
            cursor.itersize = fetch
            cursor.execute(query(name), parameters, binary=True)
            yield from cursor


def copied(mart: Mart, statement: Composed) -> Iterator[bytes]:
    """What a `COPY … TO STDOUT` gives, row by row."""
    with mart_errors(), mart.connection.cursor() as cursor, cursor.copy(statement) as copy:
        yield from map(bytes, copy)


@contextmanager
def snapshot(connection: psycopg.Connection[Row], *, email: bool) -> Iterator[Mart]:
    """Read-only, repeatable-read transaction over the marts, with e-mail addresses or without."""
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    with mart_errors(), connection.transaction():
        # One sort of every attendance; the default of 4 MB would do it on disk.
        connection.execute("set local work_mem = '64MB'")
        # A setting and no parameter, because every statement over students needs it.
        connection.execute(f"set local graph_sync.student_email = '{'on' if email else 'off'}'")
        yield Mart(connection)


def batches(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    """Consecutive rows in lists of at most `size`."""
    while batch := list(islice(rows, size)):
        yield batch
