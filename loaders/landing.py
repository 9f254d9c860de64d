"""Lands inputs in PostgreSQL: a new partition each, all of a run in one transaction or nothing."""

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import Any

from psycopg import Connection, Error
from psycopg.errors import LockNotAvailable

from loaders import ledger, limits, partitions
from loaders.chunks import Chunk
from loaders.errors import LandingError
from loaders.sources import Source
from loaders.spool import RejectSpool
from loaders.stream import Input
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
    """What became of one input; `load_id` is None where there was nothing new in it."""

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
    inputs: Sequence[Input],
    force: bool = False,
    progress: Callable[[Input, int, int], None] = lambda given, done, rows: None,
) -> list[Receipt]:
    """Land every input, or none: one that is refused leaves its line in the ledger alone."""
    receipts: list[Receipt] = []
    current = inputs[0]
    try:
        with connection.transaction():
            connection.execute(WAIT_FOR_LOCKS)
            partitions.lock(connection, [given.source.name for given in inputs])
            for current in inputs:
                receipts.append(_land_one(connection, current, force, progress))
    except UserError as error:
        _record_failure(connection, current, str(error))
        raise
    except Error as error:
        reason = sql_reason(error)
        _record_failure(connection, current, reason)
        raise LandingError(
            f"{current.name}: {reason}; nothing was landed: put that right and load again"
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


def _record_failure(connection: Connection[Any], given: Input, message: str) -> None:
    """Leave the attempt's line in the ledger, as far as the server can still be reached."""
    # A server that is gone cannot take the line; what happened is said to the user all the same.
    with suppress(UserError, Error):
        if not connection.closed:
            with connection.transaction():
                ledger.write_failure(connection, given.source, given.name, message)
            return
        with connect_postgres(application_name="loaders") as another:
            ledger.write_failure(another, given.source, given.name, message)


def _land_one(
    connection: Connection[Any],
    given: Input,
    force: bool,
    progress: Callable[[Input, int, int], None],
) -> Receipt:
    source, name = given.source, given.name
    started_at = datetime.now(UTC)
    if not force and given.is_landed(connection):
        return Receipt(source, name, None)
    landed = 0

    def advance(done: int) -> None:
        progress(given, done, landed)

    with given.open(connection, advance) as stream, TemporaryFile() as rejects:
        load_id = ledger.next_load_id(connection)
        spool = RejectSpool(rejects)
        partition = partitions.create(connection, source, load_id)
        with (
            connection.cursor() as cursor,
            cursor.copy(partitions.copy(partition, stream.layout)) as copy,
        ):
            for chunk in stream.chunks:
                for part in _read(chunk):
                    copy.write(part)
                spool.add(chunk.rejects)
                landed += chunk.landed
        seal = stream.seal()
        if source.watermark and not landed and not spool.count:
            partitions.drop(connection, partition)
            return Receipt(source, name, None)
        limits.check(name, source, landed, spool, ledger.rows_that_count(connection, source))
        partitions.attach(connection, source, partition, load_id)
        ledger.write_rejects(connection, load_id, source, name, spool)
    counts = ledger.Counts(landed, spool.count)
    ledger.write_load(connection, load_id, source, name, seal, started_at, counts)
    extra = tuple(column for column, _ in stream.layout.extra)
    return Receipt(source, name, load_id, landed, tuple(spool.reasons.most_common()), extra)


def _read(chunk: Chunk) -> Iterator[bytes]:
    try:
        for offset in range(0, chunk.size, READ_SIZE):
            yield os.pread(chunk.text, READ_SIZE, offset)
    finally:
        os.close(chunk.text)
