"""What a refresh does, one command after the other."""

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import Connection

from common.folders import REPOSITORY
from common.private import PRIVATE_DASHBOARD, private_folder
from common.spark import publishes_log
from loaders.contract.sources import DEFAULT_SOURCES, school_sources
from loaders.discovery import DiscoveryError, matched
from loaders.inspection.conversation import settle
from loaders.load import session
from refresh.build.published import Published, note_refreshed, up_to_date
from refresh.build.states import forget_states

# What the last step draws: to share, and in the private folder where there is one.
PAGE = REPOSITORY / "dashboard" / "preview" / "index.html"


@dataclass(frozen=True)
class Step:
    """A command of the project; `makes` says in words what it brings up to date.

    `before` asks what has to be known first; its `UserError` is a failure of the step.
    """

    name: str
    makes: str
    command: Sequence[str]
    before: Callable[[], None] = lambda: None


def _module(*arguments: str) -> Sequence[str]:
    return [sys.executable, "-m", *arguments]


LANDED, MARTS = "the landed rows", "the marts"
AFTER_THE_BUILD = (
    Step("graph", "the graph", _module("graph_sync", "sync")),
    # Findings of an earlier graph may name who is gone from this one.
    Step("insights", "the list of findings", _module("graph_sync", "insights")),
    Step("dashboard", "the dashboard", _module("dashboard", "preview")),
)


def steps(
    folder: Path,
    as_of: str | None = None,
    target: str | None = None,
    allowed: Sequence[str] = (),
) -> list[Step]:
    """The steps of a refresh with the exports in `folder`, in their order.

    `as_of` is the day on which they were exported, where it is given, `target` the engine that
    lands and builds, where it is not PostgreSQL; `allowed` are limits that files may break.
    """
    given = ["--as-of", as_of] if as_of else []
    there = ["--target", target] if target else []
    all_the_same = [word for limit in allowed for word in ("--allow", limit)]
    load = _module("loaders", "load", str(folder), *given, *there, *all_the_same)
    found = [
        Step("load", LANDED, load, lambda: _meet(folder)),
        Step("build", MARTS, _module("refresh", "build", *there)),
        *AFTER_THE_BUILD,
    ]
    if target and not publishes_log():  # then there is nothing to make a graph of
        found = [step for step in found if step.name not in ("graph", "insights")]
    return found


def steps_back(loads: Sequence[int]) -> list[Step]:
    """The steps that take loads back and make all else as if they had never landed."""
    back = _module("loaders", "withdraw", *map(str, loads))
    return [
        Step("withdraw", LANDED, back),
        Step("build", MARTS, _module("refresh", "build"), lambda: forget_states(loads)),
        *AFTER_THE_BUILD,
    ]


@dataclass
class Done:
    """Says of each step after the load why it need not run, where nothing is new."""

    connection: Connection[Any]
    build: Published | None = None

    def __call__(self, step: Step) -> str | None:
        """The reason in words, or None where the step has to run."""
        if step.name in ("load", "withdraw"):
            return None
        if step.name == "build":
            self.build = up_to_date(self.connection)
            return f"nothing new since the build of {self.build}" if self.build else None
        if self.build and self.build.refreshed_today and all(page.exists() for page in _pages()):
            return f"{step.makes} tells of that build"
        return None

    def remember(self) -> Published | None:
        """All that is made of the published build has been made; return it, where it counts."""
        if build := up_to_date(self.connection):
            note_refreshed(self.connection, build)
        return build


def _pages() -> list[Path]:
    folder = private_folder()
    return [PAGE, *([folder / PRIVATE_DASHBOARD] if folder else [])]


def _meet(folder: Path) -> None:
    """Ask what new files do not prove; those that are landed already were asked about then."""
    sources = school_sources(folder)
    with session(sources) as connection, suppress(DiscoveryError):
        if all(file.landed(connection) for file in matched(folder, sources)):
            return
    settle(folder, DEFAULT_SOURCES)
