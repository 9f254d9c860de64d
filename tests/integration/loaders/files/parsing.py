"""Sends text through the reader into a table of its own and reads back what came of it."""

from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from loaders.batch import Layout
from loaders.contract.model import RECORD_ENDS, Dialect
from loaders.files.delimited import DelimitedReader
from loaders.files.tokenizer import RecordEnds
from loaders.staging.sending import send
from loaders.store import Sent
from tests.integration.loaders.files.oracle import Expected

TABLE = Identifier("pg_temp", "parsed")


def whole_lines(data: bytes, size: int) -> Iterator[bytes]:
    """Cut text as the reader of files does: after LF, or after CR before something else."""
    rest = b""
    for start in range(0, len(data), size):
        rest += data[start : start + size]
        cut = rest.rfind(b"\n") + 1 or rest.rfind(b"\r", 0, len(rest) - 1) + 1
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
    if rest:
        yield rest


def parsed(
    connection: psycopg.Connection[Any],
    data: bytes,
    width: int,
    dialect: Dialect,
    size: int = 2**20,
) -> Expected:
    """Land text without a header in blocks of about `size` bytes."""
    names = [f"column {number}" for number in range(width)]
    # The raw table has the columns in another order than the file.
    layout = Layout(width, tuple((name, at) for at, name in reversed(list(enumerate(names)))))
    usual = RecordEnds.of(dialect, data).usual
    allowed = RECORD_ENDS.get(dialect.record_end)
    ends = RecordEnds(usual, (allowed,) if allowed else tuple(RECORD_ENDS.values()))
    reader = DelimitedReader(dialect, layout, ends, 0)
    sent = Sent()
    columns = SQL(", ").join(map(Identifier, names))
    with connection.transaction(force_rollback=True):
        types = SQL(" text, ").join(map(Identifier, reversed(names)))
        connection.execute(
            SQL("create temp table parsed ({} text, _source_row bigint not null)").format(types)
        )
        send(connection, TABLE, layout, reader.batches(whole_lines(data, size)), sent)
        rows = connection.execute(
            SQL("select _source_row, {} from {} order by 1").format(columns, TABLE)
        ).fetchall()
    rejected = [(r.record, r.line, r.raw, r.reason) for r in sent.rejected]
    return Expected([(row[0], list(row[1:])) for row in rows], rejected)
