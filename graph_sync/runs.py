"""The sync's bookkeeping on the graph: who wrote it last, and whether anyone has since."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from graph_sync.errors import OvertakenError
from graph_sync.graph import Graph, MissingError, Statement
from graph_sync.mart import MartDigest

OVERTAKEN = (
    "another sync has written the graph since this one looked at it, and this one stopped before "
    "it could undo that: run `make graph` again"
)


@dataclass(frozen=True)
class LastRun:
    """The run that wrote the graph last; `transaction` is the number of its last one."""

    holder: str
    batch: int
    finished: bool
    started_at: datetime
    finished_at: datetime
    transaction: int
    mart_digest: list[str]
    summary: list[str]

    def untouched(self, last_transaction: int | None) -> bool:
        """Whether it is certain that nobody has written to the database since this run ended."""
        return self.finished and self.transaction == last_transaction


def last_run(graph: Graph) -> LastRun | None:
    """The last run, or None on a graph that was never synced or lost what is known of it."""
    return next((_last_run(row[0]) for row in graph.read("read_run")), None)


def ensure_run(graph: Graph) -> LastRun:
    """The last run; makes the node of bookkeeping where there is none, or none that is whole."""
    found = last_run(graph)
    if found is None:
        graph.write(Statement("create_run", {}, expected=1))
        found = last_run(graph)
    assert found is not None
    return found


@dataclass
class Run:
    """The right to write: every batch counts itself, and fails when another run has taken over.

    That count also makes a batch apply once only, even when the driver repeats it after losing
    the answer to its commit.
    """

    graph: Graph
    seen: LastRun
    # Number that the newest transaction has if nobody else writes; None where it is not known.
    newest: int | None
    holder: str = field(default_factory=lambda: uuid.uuid4().hex)
    batch: int = 0
    begun: bool = False

    def begin(self) -> None:
        """Take over from the run that was seen before the graph was read; done once.

        A run that did not end is taken over in any case: nothing has been read that its last
        batch, which the server may still be committing, could make untrue.
        """
        if self.begun:
            return
        parameters = {
            "holder": self.holder,
            "seen_holder": self.seen.holder if self.seen.finished else None,
            "seen_batch": self.seen.batch,
        }
        self._write(Statement("begin_run", parameters, expected=1))
        self.begun = True

    def write(self, *statements: Statement) -> list[int]:
        """Write one batch in one transaction; the counts of its statements."""
        self.batch += 1
        parameters = {"holder": self.holder, "batch": self.batch}
        return self._write(Statement("next_batch", parameters, expected=1), *statements)[1:]

    def look_again(self) -> None:
        """Let what others wrote until now be: all of it is yet to be read."""
        self.newest = self.graph.last_transaction()

    def finish(self, digest: MartDigest, summary: list[str]) -> None:
        """Say that the graph now equals the mart."""
        parameters = {
            "holder": self.holder,
            # The number that this very transaction gets, unless somebody else has written since
            # the graph was looked at; then they differ, and the next sync compares everything.
            "transaction": -1 if self.newest is None else self.newest + 1,
            "mart_digest": digest.texts,
            "summary": summary,
        }
        self._write(Statement("finish_run", parameters, expected=1))

    def _write(self, first: Statement, *others: Statement) -> list[int]:
        try:
            counts = self.graph.write(first, *others)
        except MissingError as error:
            if error.statement == first.name:
                raise OvertakenError(OVERTAKEN) from None
            raise
        self.newest = None if self.newest is None else self.newest + 1
        return counts


def _last_run(values: dict[str, object]) -> LastRun | None:
    if LastRun.__dataclass_fields__.keys() - values.keys():
        return None
    native = {
        name: value.to_native() if hasattr(value, "to_native") else value
        for name, value in values.items()
        if name in LastRun.__dataclass_fields__
    }
    return LastRun(**native)  # type: ignore[arg-type]
