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

from loaders.inbox import Delivery
from loaders.reading import shown

EVERY = 5.0  # seconds between plain lines


class LoadProgress:
    """Bytes read, rows sent, rate and time left of the file that is being landed."""

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
        self.sizes: dict[str, int] = {}
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

    def __call__(self, delivery: Delivery, done: int, rows: int) -> None:
        """Take note that `done` bytes of a file are read and `rows` of its rows are sent."""
        name = shown(delivery.path)
        if name not in self.tasks:
            self.sizes[name] = delivery.path.stat().st_size
            self.tasks[name] = self.bar.add_task(name, total=self.sizes[name], rows=0)
            self.started = self.told = time.monotonic()
        self.bar.update(self.tasks[name], completed=done, rows=rows)
        now, size = time.monotonic(), self.sizes[name]
        if not self.console.is_terminal and now - self.told >= EVERY:
            self.told, spent = now, now - self.started
            left = spent * (size - done) / max(done, 1)
            print(
                f"{name}: {done / max(size, 1):.0%} of {size / 1e6:,.1f} MB, {rows:,} rows, "
                f"{done / spent / 1e6:,.1f} MB/s, {left:,.0f} s left",
                file=sys.stderr,
            )
