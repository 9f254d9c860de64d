"""What the warehouse remembers of each sync: how it left the graph, and of which marts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from graph_sync.errors import history_errors
from graph_sync.statements import query


@dataclass(frozen=True)
class Record:
    """A sync that ended well, known by its fencing token.

    `state` is the graph's bookmark from before it was compared for the last time; the times are
    in UTC, the summary is in lines to print.
    """

    token: str
    state: str
    mart_digest: str
    started_at: datetime
    finished_at: datetime
    summary: list[str]


def read(connection: psycopg.Connection[Any], token: str | None) -> Record | None:
    """The sync with this token; None unless it ended well."""
    with history_errors(), psycopg.RawCursor(connection) as cursor:
        row = cursor.execute(query("read_sync"), [token]).fetchone()
    return Record(*row) if row else None


def add(
    connection: psycopg.Connection[Any],
    token: str,
    state: str,
    mart_digest: str,
    started_at: datetime,
    summary: list[str],
) -> None:
    """Remember a sync that ended now."""
    connection.read_only = False
    with (
        history_errors(),
        connection.transaction(),
        psycopg.RawCursor(connection) as cursor,
    ):
        cursor.execute(query("add_sync"), [token, state, mart_digest, started_at, summary])
