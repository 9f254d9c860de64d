"""Inspects the dropped files beside the requests, once per set of files and answers."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from traceback import print_exception

from common.errors import UserError
from common.machine import refusal
from loaders.contract.sources import DEFAULT_SOURCES
from loaders.inspection.answers import Understood, understand
from serve.apart import apart
from serve.kept import Kept

# What an inspection depends on: files by name, size and when they came, which no browser says, and
# the answers.
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
            if self._reading is None or self._reading.done():
                self._reading = asyncio.create_task(self._read())
        return self.found

    async def _read(self) -> None:
        """Read until it is of what there is by then: one at a time, however much is dropped."""
        found: Understood | UserError | None = None
        basis = None
        while basis != self._basis and (basis := self._basis):
            try:
                found = await apart(understand, self.kept.files, DEFAULT_SOURCES, dict(basis[1]))
            except UserError as error:
                found = error
            except Exception as error:  # or the page would say for ever that they are being read
                found = UserError(refusal(error) or "the files could not be read")
                if basis == self._basis:  # else one was taken away meanwhile
                    print_exception(error)
        self.found = found
        self.changed()

    def _now(self) -> Basis:
        def seen(path: Path) -> tuple[str, int, int]:
            found = path.stat()
            return path.name, found.st_size, found.st_ctime_ns

        return (
            tuple(seen(path) for path in self.kept.dropped()),
            tuple(sorted(self.kept.state.answers.items())),
        )
