"""Lands inputs in PostgreSQL: a new partition each, all of a run in one transaction or nothing."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any, Protocol

from psycopg import Connection, Error

from common.connections import Role, connect_postgres
from common.errors import UserError
from loaders.batch import Batch, LandingError, Stream
from loaders.contract import Source
from loaders.staging import attempts, ledger, limits, partitions
from loaders.staging.sending import send
from loaders.staging.spool import RejectSpool

# Without a handler of its own, Python prints the driver's warnings on top of our one line.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

# What an operator can do something about, in words; all else is told by its name.
REASONS = {
    "25006": "PostgreSQL lets this user only read here",
    "3F000": "the schema staging is missing: run `python -m common roles`",
    "42501": "PostgreSQL does not let this user do that",
    "53100": "the disk of the PostgreSQL server is full",
    "55P03": "another session kept a table or a load of the same source locked",
    "57014": "PostgreSQL's time limit for a statement ran out",
    "57P01": "PostgreSQL was stopped, or somebody ended the session",
}


class Input(Protocol):
    """One thing to land: `name` is how errors and the ledger call it, `size` its bytes if known."""

    @property
    def source(self) -> Source:
        """The source that it is for."""

    @property
    def name(self) -> str:
        """How errors and the ledger call it."""

    @property
    def size(self) -> int | None:
        """Its bytes, where they are known before it is read."""

    def is_landed(self, connection: Connection[Any]) -> bool:
        """Whether a load that counts holds exactly this."""

    def open(
        self, connection: Connection[Any], advance: Callable[[int], None]
    ) -> AbstractContextManager[Stream]:
        """Begin to read; `connection` leads to the ledger, `advance` takes the bytes read."""


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
    """Land every input, or none.

    Each has its line in the ledger before the first row is sent; where one is refused, its line
    says why and the others' that it was so. What is landed already leaves no line.
    """
    begun: dict[int, int] = {}
    receipts: list[Receipt] = []
    at = 0
    try:
        with _locked(connection, inputs):
            for at, given in enumerate(inputs):
                if force or not given.is_landed(connection):
                    begun[at] = attempts.begin(connection, given.source, given.name)
        with _locked(connection, inputs):
            for at, given in enumerate(inputs):
                receipts.append(_land_one(connection, given, begun.get(at), force, progress))
            unused = [
                begun[n] for n, receipt in enumerate(receipts) if not receipt.load_id and n in begun
            ]
            attempts.forget(connection, unused)
    except UserError as error:
        _record_failure(connection, inputs, begun, at, str(error))
        raise
    except Error as error:
        reason = sql_reason(error)
        _record_failure(connection, inputs, begun, at, reason)
        raise LandingError(
            f"{inputs[at].name}: {reason}; nothing was landed: put that right and load again"
        ) from None
    return receipts


@contextmanager
def _locked(connection: Connection[Any], inputs: Sequence[Input]) -> Iterator[None]:
    """Open a transaction in which no other one lands these sources."""
    with connection.transaction():
        connection.execute(partitions.WAIT_FOR_LOCKS)
        partitions.lock(connection, [given.source.name for given in inputs])
        yield


def sql_reason(error: Error) -> str:
    """Say what PostgreSQL refused without a word of the data: its error text may quote rows."""
    name = type(error).__name__
    if error.sqlstate in REASONS:
        return f"{REASONS[error.sqlstate]} (SQLSTATE {error.sqlstate})"
    if error.sqlstate:
        return f"PostgreSQL stopped the load ({name}, SQLSTATE {error.sqlstate})"
    return f"the connection to PostgreSQL was lost ({name})"


def _record_failure(
    connection: Connection[Any], inputs: Sequence[Input], begun: dict[int, int], at: int, why: str
) -> None:
    """Complete the attempts' lines in the ledger, as far as the server can still be reached."""

    def record(reached: Connection[Any]) -> None:
        for n, load_id in begun.items():
            message = why if n == at else f"not landed, because {inputs[at].name} was not"
            attempts.fail(reached, load_id, message)
        if at not in begun:
            attempts.begin(reached, inputs[at].source, inputs[at].name, why)

    # A server that is gone cannot take the lines; what happened is said to the user all the same.
    with suppress(UserError, Error):
        if not connection.closed:
            with connection.transaction():
                record(connection)
            return
        with connect_postgres(role=Role.LOADER, application_name="loaders") as another:
            record(another)


def _land_one(
    connection: Connection[Any],
    given: Input,
    load_id: int | None,
    force: bool,
    progress: Callable[[Input, int, int], None],
) -> Receipt:
    source, name = given.source, given.name
    # Another loader may have landed it since the attempt began.
    if load_id is None or (not force and given.is_landed(connection)):
        return Receipt(source, name, None)
    landed = 0

    def advance(done: int) -> None:
        progress(given, done, landed)

    def sent(batch: Batch) -> None:
        nonlocal landed
        landed += batch.landed
        spool.add(batch.rejects)

    with given.open(connection, advance) as stream, TemporaryFile() as rejects:
        spool = RejectSpool(rejects)
        partition = partitions.create(connection, source, load_id)
        send(connection, partition, stream.layout, stream.batches, sent)
        seal = stream.seal()
        if source.watermark and not landed and not spool.count:
            partitions.drop(connection, partition)
            return Receipt(source, name, None)
        limits.check(name, source, landed, spool, ledger.rows_that_count(connection, source))
        partitions.attach(connection, source, partition, load_id)
        ledger.write_rejects(connection, load_id, source, name, spool)
    counts = attempts.Counts(landed, spool.count)
    attempts.complete(connection, load_id, source, seal, counts)
    extra = tuple(column for column, _ in stream.layout.extra)
    return Receipt(source, name, load_id, landed, tuple(spool.reasons.most_common()), extra)
