"""Where landed rows are kept: what a load asks of PostgreSQL's partitions and of a lake alike."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from common.spool import Spool
from loaders.batch import Batch, Layout, RejectedRecord
from loaders.contract.model import Source

# The ledger's names of the places.
POSTGRES, LAKE = "postgres", "lake"
# A date in numbers that does not begin with the year, to PostgreSQL and Python alike.
NUMERIC = r"^[^0-9]*[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ]([0-9]{4}|[0-9]{2})([ T,].*)?\s*$"


class Sent:
    """What was sent of an input so far: how many rows landed, and the records that did not.

    `reasons` counts the rejected ones less those of people who were erased: these are `suppressed`,
    as their rows are.
    """

    def __init__(self) -> None:
        self.landed = 0
        self.suppressed = 0
        self.rejected: Spool[RejectedRecord] = Spool()
        self.reasons: Counter[str] = Counter()

    @property
    def records(self) -> int:
        """How many records there were."""
        return self.landed + self.reasons.total() + self.suppressed

    def add(self, batch: Batch) -> None:
        """Take note of a batch."""
        self.landed += batch.landed
        for record in batch.rejects:
            self.rejected.append(record)
            self.reasons[record.reason] += 1


@dataclass(frozen=True)
class Digests:
    """The key of the school, and what is looked for: digests under it."""

    secret: bytes
    sought: tuple[bytes, ...]


class DateCounts(NamedTuple):
    """How many cells of a column hold a digit, are dates in numbers, and in which order these are.

    `real` are those that are a day in either order, but for such as 5/5/2026; `filled` all cells
    with a digit.
    """

    numeric: int
    day_first: int
    month_first: int
    real: int
    filled: int


class Rows(Protocol):
    """The rows of a load while it is landed; nobody reads them before they are kept."""

    def send(self, layout: Layout, batches: Iterable[Batch], sent: Sent) -> None:
        """Take all batches, and take note of each; counts of the rows are the loader's."""

    def with_other_letters(self) -> int:
        """How many rows hold other letters than ASCII."""

    def dates(self, column: str) -> DateCounts:
        """How the dates of a column are written."""

    def undeclared(self, most: int) -> Iterable[tuple[str, str, int]]:
        """Yield columns that nobody declared: name, text and rows, of `most` different texts."""

    def leave_out(self, digests: Digests) -> int:
        """Leave out the rows of people who were erased, and all trace of them; returns how many."""

    def keep(self) -> None:
        """Make them part of what is landed, where the ledger says so at the end."""

    def drop(self) -> None:
        """Forget them."""


class Store(Protocol):
    """A place of rows."""

    @property
    def name(self) -> str:
        """What the ledger calls it."""

    def begin(self, source: Source, load_id: int) -> Rows:
        """Open a new load."""

    def says_who_came(self) -> bool:
        """Whether any attendance that counts has a status."""

    def note_gone(self, former: set[int], sources: Iterable[Source]) -> None:
        """Keep the subscriptions of the `former` loads that the newest export lacks."""

    def sweep(self, source: Source) -> None:
        """Remove what killed loads have left; called with the source locked."""

    def abandon(self) -> None:
        """Remove what this run has written: it failed."""

    def prune(self, source: Source) -> int:
        """Drop the rows of a source's expired loads; return how many loads lost theirs."""
