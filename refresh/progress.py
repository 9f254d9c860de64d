"""Shows how far `dbt build` is, and of its lines those that say something.

As `python -m refresh.progress` it does so with the lines of its input: `make build` ends in it.
"""

import re
import sys
import time
from collections.abc import Iterable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from common import cli

EVERY = 10.0  # seconds between plain lines, where nobody sees the bar
NODE = re.compile(r"\d\d:\d\d:\d\d  (?P<at>\d+) of (?P<of>\d+) (?P<state>[A-Z]+)(?P<hook> hook:)?")


def show_build(lines: Iterable[str]) -> None:
    """Print dbt's lines less what began and what passed; count these instead."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    hidden = not console.is_terminal
    told, done = time.monotonic(), 0
    with Progress(
        *columns, TimeElapsedColumn(), console=console, transient=True, disable=hidden
    ) as bar:
        task = bar.add_task("models and tests", total=None)
        for line in lines:
            found = NODE.match(line)
            if not found or found["state"] not in ("START", "PASS", "OK", "NO"):
                print(line, end="", flush=True)
            if not found or found["hook"] or found["state"] == "START":
                continue
            done += 1
            bar.update(task, completed=done, total=int(found["of"]))
            if hidden and time.monotonic() - told >= EVERY:
                told = time.monotonic()
                print(f"{done:,} of {int(found['of']):,} models and tests", file=sys.stderr)


if __name__ == "__main__":
    cli.run(lambda: show_build(sys.stdin))
