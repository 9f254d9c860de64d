"""Lands inputs in PostgreSQL: a new partition each, all of a run in one transaction or nothing."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from psycopg import Connection, Error

from common.commands.progress import Progress
from common.commands.watched import tell
from common.errors import UserError
from common.servers.connections import Role, connect_postgres
from loaders import naming
from loaders.batch import LandingError
from loaders.contract.model import Source
from loaders.input import Input, Receipt
from loaders.overlooked import check as check_overlooked
from loaders.own_day import OwnDay
from loaders.parts import part_of
from loaders.staging import (
    active,
    dates,
    gone,
    ledger,
    limits,
    one_place,
    partitions,
    settings,
    suppression,
)
from loaders.staging.store import PostgresStore
from loaders.store import Sent, Store

# Without a handler of its own, Python prints the driver's warnings on top of our one line.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

# What an operator can do something about, in words; all else is told by its name.
REASONS = {
    "25006": "PostgreSQL lets this user only read here",
    "3F000": "the schema staging is missing: run `python -m common roles`",
    "42501": "PostgreSQL does not let this user do that",
    "54000": "a row has more in its declared columns than the 8 kB that PostgreSQL takes: declare "
    "fewer; what nobody declares is kept in `_extra`",
    "53100": "the disk of the PostgreSQL server is full",
    "55P03": "another session kept a table or a load of the same source locked",
    "57014": "PostgreSQL's time limit for a statement ran out",
    "57P01": "PostgreSQL was stopped, or somebody ended the session",
}
UNWATCHED = Progress()


def land(
    connection: Connection[Any],
    inputs: Sequence[Input],
    force: bool = False,
    progress: Progress = UNWATCHED,
    store: Store | None = None,
) -> list[Receipt]:
    """Land every input, or none; in `store`, else in PostgreSQL's partitions.

    Each has its line in the ledger before the first row is sent; where one is refused, its line
    says why and the others' that it was so. What is landed already leaves no line.
    """
    place: Store = store or PostgresStore(connection)
    begun: dict[int, int] = {}
    receipts: list[Receipt] = []
    names = [given.source.name for given in inputs]
    at = 0
    try:
        with partitions.locked(connection, names):
            one_place.require(connection, place.name)
            for at, given in enumerate(inputs):
                if force or not given.landed(connection):
                    begun[at] = ledger.begin(connection, given.source, given.name)
            tell(loads=list(begun.values()))
        with partitions.locked(connection, names):
            for given in inputs:
                place.sweep(given.source)
            former = gone.active(connection)
            settings.replace(connection, (given.source for given in inputs))
            for at, given in enumerate(inputs):
                # Another loader may have landed it since its load run began.
                known = None if force and at in begun else given.landed(connection)
                if at in begun and not known:
                    receipt = _land_one(connection, place, given, begun[at], progress)
                else:
                    receipt = _known(connection, given, known)
                receipts.append(receipt)
            place.note_gone(former, [one.source for one in receipts])
            unused = set(begun.values()) - {receipt.load_id for receipt in receipts}
            ledger.forget(connection, unused)
    except UserError as error:
        place.abandon()
        _record_failure(connection, inputs, begun, at, str(error))
        raise
    except Error as error:
        place.abandon()
        why = reason(error)
        _record_failure(connection, inputs, begun, at, why)
        raise LandingError(
            f"{inputs[at].name}: {why}; nothing was landed: put that right and load again"
        ) from None
    return receipts


@contextmanager
def session(sources: tuple[Source, ...]) -> Iterator[Connection[Any]]:
    """Connect to a warehouse that is ready to take these sources; what it refuses is one line."""
    try:
        with connect_postgres(role=Role.LOADER, application_name="loaders") as connection:
            partitions.prepare(connection, sources)
            yield connection
    except Error as error:
        raise LandingError(f"{reason(error)}: put that right and try again") from None


def tidy(store: Store, sources: Iterable[Source]) -> int:
    """Drop expired loads; return how many of these there were."""
    return sum(store.prune(source) for source in sources)


def reason(error: Error) -> str:
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
    """Complete the load runs' lines in the ledger, as far as the server can still be reached."""
    # A server that is gone cannot take the lines; what happened is said to the user all the same.
    with suppress(UserError, Error), ExitStack() as stack:
        reached = connection
        if connection.closed:
            reached = stack.enter_context(
                connect_postgres(role=Role.LOADER, application_name="loaders")
            )
        with reached.transaction():
            for n, load_id in begun.items():
                message = why if n == at else f"not landed, because {inputs[at].name} was not"
                ledger.fail(reached, load_id, message)
            if at not in begun:
                ledger.begin(reached, inputs[at].source, inputs[at].name, why)


def _known(connection: Connection[Any], given: Input, known: tuple[int, OwnDay] | None) -> Receipt:
    """Change no more than the own day of what is landed already."""
    if known is None:
        return Receipt(given.source, given.name, None)
    load_id, was = known
    own = given.own_day.over(was)
    if own != was:
        active.redate(connection, given.source, load_id, own)
    newer = active.newer(connection, given.source, load_id)
    return Receipt(given.source, given.name, None, own if own.day != was.day else None, newer)


def _land_one(
    connection: Connection[Any], place: Store, given: Input, load_id: int, progress: Progress
) -> Receipt:
    source, name, sent = given.source, given.name, Sent()
    part, own = part_of(source, name), given.own_day
    limits.check_parts(name, source, part, active.active_parts(connection, source, own))
    day = active.newest(connection, source, "own_day", part)
    previous = None  # one that does not count is compared with none, nor is one that adds
    if source.mode != "append" and (day is None or day <= own.day):
        previous = active.newest(connection, source, "rows_landed", part)
    with progress.stage(name, given.size, in_bytes=True) as stage:

        def advance(done: int) -> None:
            stage.reach(done, note=f"{sent.landed:,} rows")

        with given.open(connection, advance) as stream:
            rows = place.begin(source, load_id)
            rows.send(stream.layout, limits.while_bearable(name, source, stream, sent), sent)
            seal = stream.seal()
    if source.watermark and not sent.records:
        rows.drop()
        return Receipt(source, name, None)
    limits.check(name, source, sent, stream, previous)
    limits.check_encoding(name, source, rows, sent)
    dates.check(name, source, rows, stream.layout)
    check_overlooked(place, name, source, rows, stream.layout)
    named_by = naming.of_sessions(name, source, rows, stream, own.day)
    settings.record(connection, load_id, source, own.day, named_by)
    suppression.keep_out(connection, load_id, source, name, sent, rows)
    rows.keep()
    ledger.complete(connection, load_id, place.name, source, seal, sent, own)
    marks = tuple(column for _, column, _ in named_by if column)
    extra = (*(column for column, _ in stream.layout.extra), *sorted(stream.held))
    extra = tuple(column for column in extra if column not in marks)
    reasons = tuple((+sent.reasons).most_common())
    newer = active.newer(connection, source, load_id)
    return Receipt(
        *(source, name, load_id, own, newer, sent.landed, reasons, extra, marks),
        suppressed=sent.suppressed,
    )
