"""What a refresh does, one command after the other."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DBT = Path(sys.executable).with_name("dbt")


@dataclass(frozen=True)
class Step:
    """A command of the project; `makes` says in words what it brings up to date."""

    name: str
    makes: str
    command: Sequence[str]


def steps(folder: Path) -> list[Step]:
    """The steps of a refresh with the exports in `folder`, in their order."""
    return [
        Step("load", "the landed rows", _module("loaders", "load", str(folder))),
        Step("build", "the marts", [str(DBT), "--no-use-colors", "build"]),
        Step("graph", "the graph", _module("graph_sync", "sync")),
        Step("dashboard", "the dashboard", _module("dashboard", "preview")),
    ]


def _module(*arguments: str) -> Sequence[str]:
    return [sys.executable, "-m", *arguments]
