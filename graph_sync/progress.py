"""Shows how far a sync is, on a terminal; says nothing where nobody looks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import (
    Progress as Bar,
)
from rich.progress import (
    ProgressColumn as Column,
)
from rich.text import Text

Advance = Callable[[int], None]


class Progress:
    """Stages of work that nobody watches."""

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Advance]:
        """One stage of `total` items (None: unknown); call what it yields as they pass."""
        yield lambda done: None


class TerminalProgress(Progress):
    """A bar per stage with rate and time left, on stderr, gone when the stage is over."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Advance]:
        """One bar; nothing at all when stderr is no terminal."""
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(),
        )
        hidden = not self._console.is_terminal
        with Bar(*columns, console=self._console, transient=True, disable=hidden) as bar:
            task = bar.add_task(name, total=total)
            yield lambda done: bar.advance(task, done)


class _Rate(Column):
    """Items per second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed or 0:,.0f}/s")
