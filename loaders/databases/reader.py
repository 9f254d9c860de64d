"""What a pull asks of a database, whichever it is; everything is read in one snapshot."""

import hashlib
import json
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping

from common.errors import UserError
from loaders.batch import Batch, Layout


class DatabaseError(UserError):
    """A database cannot be read as its source declares it; nothing of it is landed."""


class Reader(ABC):
    """A table or query, opened in a transaction that can only read.

    `layout` says which of its `columns` are wanted, once that is known; `name` is how errors call
    it, and no error of it holds a word of a row.
    """

    name: str
    columns: list[str]
    layout: Layout

    @abstractmethod
    def until(self, column: str, since: str | None) -> tuple[str | None, int]:
        """Return the greatest value of the column from `since` on, and how many nulls it has."""

    @abstractmethod
    def rows(self, column: str, since: str | None, landed: Counter[bytes]) -> Iterator[Batch]:
        """Yield all rows, or those whose column is beyond `since` or at it and not `landed` yet."""

    def spelt(self, column: str) -> str:
        """Return how the database spells a declared column."""
        return self.columns[dict(self.layout.declared)[column]]


def digest(row: Mapping[str, str | None]) -> bytes:
    """Return a row's identity: the same for the same values under the same names."""
    items = sorted((name, value) for name, value in row.items() if value is not None)
    return hashlib.blake2b(json.dumps(items).encode(), digest_size=16).digest()


def is_new(row: Mapping[str, str | None], landed: Counter[bytes]) -> bool:
    """Whether a row is not among the landed ones; each of these is used up by one row."""
    key = digest(row)
    if landed[key] > 0:
        landed[key] -= 1
        return False
    return True
