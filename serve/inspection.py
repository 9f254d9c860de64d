"""Inspects the dropped files beside the requests, once per set of files and answers."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from common.errors import UserError
from loaders.contract.sources import DEFAULT_SOURCES
from loaders.inspection.answers import Understood, understand
from serve.apart import apart
from serve.kept import Kept

# Files by name, size and time, and the answers: what an inspection depends on.
Basis = tuple[tuple[tuple[str, int, int], ...], tuple[tuple[str, str], ...]]


@dataclass
class Inspection:
    """What is known of the files; `changed` is called when that changes.

    `found` is None while they are read, and else what they are, or why nobody can say.
    """

    kept: Kept
    changed: Callable[[], None]
    found: Understood | UserError | None = None
    _basis: Basis | None = None
    _reading: asyncio.Task[None] | None = field(default=None, repr=False)

    def look(self) -> Understood | UserError | None:
        """Return what is known, or begin to read and return None."""
        basis = self._now()
        if basis != self._basis:
            self._basis, self.found = basis, None
            if self._reading:
                self._reading.cancel()
            self._reading = asyncio.create_task(self._read(basis))
        return self.found

    async def _read(self, basis: Basis) -> None:
        try:
            found: Understood | UserError = await apart(
                understand, self.kept.files, DEFAULT_SOURCES, dict(basis[1])
            )
        except UserError as error:
            found = error
        if self._basis == basis:
            self.found = found
            self.changed()

    def _now(self) -> Basis:
        def seen(path: Path) -> tuple[str, int, int]:
            found = path.stat()
            return path.name, found.st_size, found.st_mtime_ns

        return (
            tuple(seen(path) for path in self.kept.dropped()),
            tuple(sorted(self.kept.state.answers.items())),
        )
