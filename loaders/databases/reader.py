"""What a pull asks of a database, whichever it is; everything is read in one snapshot."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator

from common.errors import UserError
from loaders.batch import Batch, Layout


class DatabaseError(UserError):
    """A database cannot be read as its source declares it; nothing of it is landed."""


class Reader(ABC):
    """A table or query, opened in a transaction that can only read."""

    columns: list[str]
    layout: Layout
    nulls: int = 0

    def select(self, layout: Layout) -> None:
        """Take note which columns are wanted."""
        self.layout = layout

    @abstractmethod
    def all(self) -> Iterator[Batch]:
        """Yield all rows."""

    @abstractmethod
    def until(self, column: str, since: str | None) -> str | None:
        """Return the greatest value of `column`, and count its nulls."""

    @abstractmethod
    def since(self, column: str, since: str | None, landed: Counter[bytes]) -> Iterator[Batch]:
        """Yield the rows beyond `since`, and those at it that are not among the `landed` ones."""

    def name_in_source(self, column: str) -> str:
        """Return how the database spells a declared column."""
        positions = dict(self.layout.declared)
        return self.columns[positions[column]]
