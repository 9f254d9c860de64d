"""What landing asks of an input, be it a file or a database."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from psycopg import Connection

from loaders.chunks import Chunk
from loaders.header import Layout
from loaders.sources import Source


@dataclass(frozen=True)
class Seal:
    """What the ledger keeps of an input: a file's checksum and size, or a pull's watermark."""

    sha256: str | None = None
    size: int | None = None
    watermark: str | None = None


@dataclass(frozen=True)
class Stream:
    """An opened input: `seal` is called once, after the last chunk, and refuses a changed file."""

    layout: Layout
    chunks: Iterator[Chunk]
    seal: Callable[[], Seal]


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
