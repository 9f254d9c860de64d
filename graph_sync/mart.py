"""Reads the marts in one snapshot, so that a rebuild in the middle of a sync changes nothing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from itertools import islice
from typing import Any, LiteralString, TypeVar

import psycopg
from psycopg import IsolationLevel
from psycopg.sql import Composed

from graph_sync.errors import mart_errors
from graph_sync.statements import query

# Rows fetched from the server at a time.
FETCH = 5_000

# In any order, so that nothing is sorted.
DIGEST = "select count(*), coalesce(bit_xor(hash_record_extended(rows, 0)), 0)"

Row = tuple[Any, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class MartDigest:
    """The marts in a few words: how many rows, and a text that tells two states apart.

    `students` stands for what the graph shows of them, `sessions` for that and who attended each.
    """

    counts: dict[str, int]
    students: str
    sessions: str

    @property
    def texts(self) -> list[str]:
        """What to keep on the graph."""
        return [self.students, self.sessions]


@dataclass(frozen=True)
class Mart:
    """The marts as they were when the snapshot was taken."""

    connection: psycopg.Connection[Row]
    _sessions: list[Row] = field(default_factory=list)

    def digest(self) -> MartDigest:
        """Counts and digests; every attendance is looked at in PostgreSQL, and none is sent."""
        [(students, digest)] = self._rows(DIGEST + " from (" + query("students") + ") as rows")
        [(attendance,)] = self._rows(query("count_attendance"))
        hashed = blake2b(digest_size=16)
        for row in self.sessions():
            hashed.update(repr(row).encode())
        sessions = len(self._sessions)
        return MartDigest(
            {"students": students, "sessions": sessions, "attendance": attendance},
            students=f"{students}/{digest}",
            sessions=f"{sessions}/{attendance}/{hashed.hexdigest()}",
        )

    def as_of_date(self) -> date | None:
        """The day that the subscriptions look from; None where there are none."""
        day: date | None = self._rows(query("as_of_date"))[0][0]
        return day

    def students(self) -> Iterator[Row]:
        """Rows `(student_id, name, …)` in the order of the model, sorted by key."""
        text = "select * from (" + query("students") + ') as rows order by student_id collate "C"'
        return self._stream(text, None)

    def sessions(self) -> Iterator[Row]:
        """Rows `(session_id, date, duration, module, digest or None)`, sorted by key."""
        # Kept, because digesting, comparing and verifying all need them, and not a server-side
        # cursor, which never runs in parallel: they are few, and have every attendance looked at.
        if not self._sessions:
            self._sessions.extend(self._rows(query("sessions")))
        return iter(self._sessions)

    def attendees(self, session_ids: Sequence[str] | None) -> Iterator[tuple[str, list[str]]]:
        """`(session_id, sorted student_ids)` of these sessions (None: of all), sorted by key."""
        wanted = None if session_ids is None else list(session_ids)
        for row in self._stream(query("attendees"), [wanted], fetch=FETCH // 50):
            yield row[0], row[1]

    def _rows(self, text: LiteralString) -> list[Row]:
        with mart_errors():
            return self.connection.execute(text).fetchall()

    def _stream(
        self, text: LiteralString, parameters: Sequence[Any] | None, fetch: int = FETCH
    ) -> Iterator[Row]:
        # "Raw" is PostgreSQL's own $1, which the linter reads too.
        with mart_errors(), psycopg.RawServerCursor(self.connection, "rows") as cursor:
            cursor.itersize = fetch
            cursor.execute(text, parameters, binary=True)
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
        # The snapshot is taken by what is asked first.
        connection.execute(query("lock_marts"))
        yield Mart(connection)


def batches(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    """Consecutive rows in lists of at most `size`."""
    while batch := list(islice(rows, size)):
        yield batch
