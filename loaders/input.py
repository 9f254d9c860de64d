"""What can be landed, and what became of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from psycopg import Connection

from loaders.batch import Stream
from loaders.contract.model import Source
from loaders.own_day import OwnDay


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

    @property
    def own_day(self) -> OwnDay:
        """The day on which it was exported."""

    def landed(self, connection: Connection[Any]) -> tuple[int, OwnDay] | None:
        """The load that holds exactly this, with its own day, where it need not land again."""

    def open(
        self, connection: Connection[Any], advance: Callable[[int], None]
    ) -> AbstractContextManager[Stream]:
        """Begin to read; `connection` leads to the ledger, `advance` takes the bytes read."""


@dataclass(frozen=True)
class Receipt:
    """What became of one input; `load_id` is None where there was nothing new in it.

    `dated` says its own day where it is new, `newer` what counts in its place. `extra` are the
    columns that nobody declared, less those with a register's `marks`; `suppressed` how many
    records were left out because they are of somebody who was erased.
    """

    source: Source
    file: str
    load_id: int | None
    dated: OwnDay | None = None
    newer: str | None = None
    landed: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    extra: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    suppressed: int = 0

    @property
    def rejected(self) -> int:
        """How many records were rejected."""
        return sum(count for _, count in self.reasons)
