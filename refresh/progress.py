"""Shows how far `dbt build` is, and of its lines those that say something."""

import re
from collections.abc import Iterable

from common.progress import TerminalProgress

NODE = re.compile(r"\d\d:\d\d:\d\d  (?P<at>\d+) of (?P<of>\d+) (?P<state>[A-Z]+)(?P<hook> hook:)?")


def show_build(lines: Iterable[str]) -> None:
    """Print dbt's lines less what began and what passed; count these instead."""
    done = 0
    with TerminalProgress().stage("models and tests") as stage:
        for line in lines:
            found = NODE.match(line)
            if not found or found["state"] not in ("START", "PASS", "OK", "NO"):
                print(line, end="", flush=True)
            if not found or found["hook"] or found["state"] == "START":
                continue
            done += 1
            stage.reach(done, int(found["of"]))
