"""Lands files in PostgreSQL: a new partition each, all of a run in one transaction or nothing."""

import itertools
import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import Any

from psycopg import Connection, Error
from psycopg.errors import LockNotAvailable

from loaders import ledger, limits, partitions
from loaders.csv_source import Chunk, CsvSource
from loaders.errors import LandingError
from loaders.header import read_head
from loaders.inbox import Delivery
from loaders.reading import HashingFile, fingerprint, shown, utf8_blocks
from loaders.sources import Source
from loaders.spool import RejectSpool
from services.connections import connect_postgres
from services.errors import UserError

# Without a handler of its own, Python prints the driver's warnings on top of our one line.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

READ_SIZE = 2**20
# A wait that the server, the role or PGOPTIONS sets is left as it is.
WAIT_FOR_LOCKS = """
select set_config('lock_timeout', '60s', true) where current_setting('lock_timeout') = '0'
"""


@dataclass(frozen=True)
class Receipt:
    """What became of one file; `load_id` is None where its bytes were landed before."""

    source: Source
    file: str
    load_id: int | None
    landed: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def rejected(self) -> int:
        """How many records were set aside."""
        return sum(count for _, count in self.reasons)


def land(
    connection: Connection[Any],
    deliveries: list[Delivery],
    force: bool = False,
    progress: Callable[[Delivery, int, int], None] = lambda delivery, done, rows: None,
) -> list[Receipt]:
    """Land every file, or none: a file that is refused leaves its line in the ledger alone."""
    receipts: list[Receipt] = []
    current = deliveries[0]
    try:
        with connection.transaction():
            connection.execute(WAIT_FOR_LOCKS)
            partitions.lock(connection, [delivery.source.name for delivery in deliveries])
            for current in deliveries:
                receipts.append(_land_file(connection, current, force, progress))
    except UserError as error:
        _record_failure(connection, current, str(error))
        raise
    except Error as error:
        reason = sql_reason(error)
        _record_failure(connection, current, reason)
        raise LandingError(
            f"{shown(current.path)}: {reason}; nothing was landed: put that right and load again"
        ) from None
    return receipts


def sql_reason(error: Error) -> str:
    """Say what PostgreSQL refused without a word of the data: its error text may quote rows."""
    name = type(error).__name__
    if isinstance(error, LockNotAvailable):
        return "another session kept a table or a load of the same source locked (SQLSTATE 55P03)"
    if error.sqlstate:
        return f"PostgreSQL stopped the load ({name}, SQLSTATE {error.sqlstate})"
    return f"the connection to PostgreSQL was lost ({name})"


def _record_failure(connection: Connection[Any], delivery: Delivery, message: str) -> None:
    """Leave the attempt's line in the ledger, as far as the server can still be reached."""
    file = shown(delivery.path)
    # A server that is gone cannot take the line; what happened is said to the user all the same.
    with suppress(UserError, Error):
        if not connection.closed:
            with connection.transaction():
                ledger.write_failure(connection, delivery.source, file, message)
            return
        with connect_postgres(application_name="loaders") as another:
            ledger.write_failure(another, delivery.source, file, message)


def _land_file(
    connection: Connection[Any],
    delivery: Delivery,
    force: bool,
    progress: Callable[[Delivery, int, int], None],
) -> Receipt:
    source, file = delivery.source, shown(delivery.path)
    started_at = datetime.now(UTC)
    if not force and _is_landed(connection, delivery):
        return Receipt(source, file, None)
    load_id = ledger.next_load_id(connection)
    landed = 0

    def advance(done: int) -> None:
        progress(delivery, done, landed)

    with HashingFile(delivery.path, advance) as opened, TemporaryFile() as rejects:
        spool = RejectSpool(rejects)
        blocks = utf8_blocks(opened, source.dialect.encoding)
        first = next(blocks, b"")
        head = read_head(first, source, delivery.path)
        parser = CsvSource(source.dialect, head.layout, head.lines)
        rest = itertools.chain([first[head.size :]], blocks)
        partition = partitions.create(connection, source, load_id)
        with (
            connection.cursor() as cursor,
            cursor.copy(partitions.copy(partition, head.layout)) as copy,
        ):
            for chunk in _ahead(parser.chunks(rest)):
                for part in _read(chunk):
                    copy.write(part)
                spool.add(chunk.rejects)
                landed += chunk.landed
        found = opened.fingerprint()
        previous = ledger.rows_that_count(connection, source)
        limits.check(delivery.path, source, landed, spool, previous)
        partitions.attach(connection, source, partition, load_id)
        ledger.write_rejects(connection, load_id, source, file, spool)
    counts = ledger.Counts(landed, spool.count)
    ledger.write_load(connection, load_id, source, file, found, started_at, counts)
    extra = tuple(name for name, _ in head.layout.extra)
    return Receipt(source, file, load_id, landed, tuple(spool.reasons.most_common()), extra)


def _is_landed(connection: Connection[Any], delivery: Delivery) -> bool:
    """Whether a load that counts holds exactly the file's bytes; it is hashed only if one may."""
    with HashingFile(delivery.path) as opened:
        known = ledger.checksums(connection, delivery.source, opened.before.st_size)
    return bool(known) and fingerprint(delivery.path).sha256 in known


def _ahead(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """Parse the next chunk in a second thread while the caller sends this one."""
    with ThreadPoolExecutor(1, "csv") as pool:
        waiting = pool.submit(next, chunks, None)
        while (chunk := waiting.result()) is not None:
            waiting = pool.submit(next, chunks, None)
            yield chunk


def _read(chunk: Chunk) -> Iterator[bytes]:
    try:
        for offset in range(0, chunk.size, READ_SIZE):
            yield os.pread(chunk.text, READ_SIZE, offset)
    finally:
        os.close(chunk.text)
