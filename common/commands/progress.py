"""Shows how far a command is: a bar on a terminal, a plain line now and then elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.progress import Progress as Bars
from rich.text import Text

from common.commands.watched import Watched, is_watched
from common.texts import for_terminal

EVERY = 5.0  # seconds between plain lines


class Stage:
    """One stretch of work: `done` of `total` items or bytes; None is a total nobody knows.

    Call it with the number of those that have passed since, or tell `reach` how many have in all.
    """

    def __init__(self, total: int | None, show: Callable[["Stage"], None] = lambda stage: None):
        self.done, self.total, self.note = 0, total, ""
        self._show = show

    def __call__(self, more: int = 1) -> None:
        """Take note that so many more are done."""
        self.reach(self.done + more)

    def reach(self, done: int, total: int | None = None, note: str = "") -> None:
        """Take note that so many are done; `note` is shown beside it, e.g. `3 rows`."""
        self.done, self.total, self.note = done, total or self.total, note
        self._show(self)


class Progress:
    """Stages that nobody watches."""

    @contextmanager
    def stage(self, name: str, total: int | None = None, in_bytes: bool = False) -> Iterator[Stage]:
        """Begin a stage of `total` items, or bytes; it is over when the context ends."""
        yield Stage(total)


class TerminalProgress(Progress):
    """A bar per stage with rate and time left, gone when it is over; all of it on stderr."""

    @contextmanager
    def stage(self, name: str, total: int | None = None, in_bytes: bool = False) -> Iterator[Stage]:
        """Begin a stage; where stderr is no terminal, a line tells of it every five seconds.

        Who watches the command is told instead.
        """
        if is_watched():
            watched = Watched(name, in_bytes)
            yield Stage(total, lambda now: watched(now.done, now.total, now.note))
            return
        console = Console(file=sys.__stderr__)  # whose commands to the terminal are our own
        if not console.is_terminal:
            yield Stage(total, _Lines(name, in_bytes))
            return
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            DownloadColumn() if in_bytes else MofNCompleteColumn(),
            TransferSpeedColumn() if in_bytes else _Rate(),
            TextColumn("{task.fields[note]}", markup=False),
            TimeRemainingColumn(),
        )
        with Bars(*columns, console=console, transient=True) as bars:
            task = bars.add_task(for_terminal(name), total=total, note="")
            yield Stage(
                total,
                lambda now: bars.update(task, completed=now.done, total=now.total, note=now.note),
            )


class _Rate(ProgressColumn):
    """Items per second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed or 0:,.0f}/s")


class _Lines:
    """Tells a stage by a plain line now and then."""

    def __init__(self, name: str, in_bytes: bool):
        self.name, self.in_bytes = name, in_bytes
        self.started = self.told = time.monotonic()

    def __call__(self, stage: Stage) -> None:
        now = time.monotonic()
        if now - self.told < EVERY:
            return
        self.told, spent = now, now - self.started
        parts = [self._amount(stage.done), stage.note, f"{self._amount(stage.done / spent)}/s"]
        if stage.total:
            parts[0] = f"{stage.done / stage.total:.0%} of {self._amount(stage.total)}"
            if stage.done > stage.total / 20:  # before, the start is most of what was spent
                left = spent * (stage.total - stage.done) / stage.done
                parts.append(f"{left:,.0f} s left")
        print(f"{self.name}: {', '.join(filter(None, parts))}", file=sys.stderr)

    def _amount(self, number: float) -> str:
        return f"{number / 1e6:,.1f} MB" if self.in_bytes else f"{number:,.0f}"
