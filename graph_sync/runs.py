"""The right to write to the graph, held by one run at a time through a fencing token."""

import uuid
from dataclasses import dataclass, field

from graph_sync.errors import OvertakenError
from graph_sync.graph import Graph, MissingError, Statement

OVERTAKEN = (
    "another sync has begun since this one did, and this one stopped before it could undo that: "
    "run `make graph` again"
)


@dataclass
class Run:
    """One sync's turn at writing: the graph accepts only batches that carry its newest token.

    Each batch also carries its number. So it is applied once, even if the driver repeats it
    because the answer to the commit was lost.
    """

    graph: Graph
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    batch: int = 0

    def begin(self) -> None:
        """Take over the graph; a run that began earlier, dead or alive, cannot write any more."""
        self.graph.write(Statement("begin_run", {"token": self.token}, expected=1))

    def write(self, *statements: Statement) -> list[int]:
        """Write one batch in one transaction; the counts of its statements.

        Raises `OvertakenError` after a takeover, with nothing of the batch written.
        """
        self.batch += 1
        turn = Statement("next_batch", {"token": self.token, "batch": self.batch}, expected=1)
        try:
            return self.graph.write(turn, *statements)[1:]
        except MissingError as error:
            if error.statement == turn.name:
                raise OvertakenError(OVERTAKEN) from None
            raise
