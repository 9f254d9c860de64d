"""Shows how far a load is: a bar on a terminal, a plain line now and then elsewhere."""

import sys
import time
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from loaders.load import Input

EVERY = 5.0  # seconds between plain lines


class LoadProgress:
    """Bytes read, rows sent, rate and time left of what is being landed."""

    def __init__(self) -> None:
        self.console = Console(stderr=True)
        self.bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TextColumn("{task.fields[rows]:,} rows"),
            TimeRemainingColumn(),
            console=self.console,
            transient=True,
            disable=not self.console.is_terminal,
        )
        self.tasks: dict[str, TaskID] = {}
        self.sizes: dict[str, int | None] = {}
        self.started = self.told = time.monotonic()

    def __enter__(self) -> "LoadProgress":
        self.bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.bar.stop()

    def __call__(self, given: Input, done: int, rows: int) -> None:
        """Take note that `done` bytes of an input are read and `rows` of its rows are sent."""
        name = given.name
        if name not in self.tasks:
            self.sizes[name] = given.size
            self.tasks[name] = self.bar.add_task(name, total=self.sizes[name], rows=0)
            self.started = self.told = time.monotonic()
        self.bar.update(self.tasks[name], completed=done, rows=rows)
        now, size = time.monotonic(), self.sizes[name]
        if not self.console.is_terminal and now - self.told >= EVERY:
            self.told, spent = now, now - self.started
            read, left = f"{done / 1e6:,.1f} MB", ""
            if size is not None:  # a database does not say how much there is
                read = f"{done / max(size, 1):.0%} of {size / 1e6:,.1f} MB"
                left = f", {spent * (size - done) / max(done, 1):,.0f} s left"
            rate = f"{done / spent / 1e6:,.1f} MB/s"
            print(f"{name}: {read}, {rows:,} rows, {rate}{left}", file=sys.stderr)
