"""Times the graph sync side by side with its peers: `python benchmarks/graph.py`; see README.md.

The servers are embedded ones of this run's own, on synthetic marts; every contestant starts on an
empty graph that has the constraints, and runs in a process of its own.
"""

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import graph_rivals
from benchmarks.graph_marts import Marts
from benchmarks.own_servers import own_servers
from common.commands.progress import Progress
from graph_sync.sync import Options, check, sync


@dataclass(frozen=True)
class Spent:
    """What a contestant took; `result` is what it returned."""

    seconds: float
    peak_mb: float
    result: object


def synced() -> None:
    """What `make graph` does."""
    sync(Options(delete_fraction=1.0), Progress())


def checked() -> None:
    """What `python -m graph_sync check` does."""
    if check(Progress()).plan.differences:
        raise SystemExit("the graph differs from the mart")


def timed(work: Callable[[], object]) -> Spent:
    """Run the work in a process of its own."""
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()

    def child() -> None:
        began = time.perf_counter()
        result = work()
        seconds = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        queue.put(Spent(seconds, peak, result))

    process = context.Process(target=child)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{work.__name__} failed")
    spent: Spent = queue.get()
    return spent


def main() -> None:
    """Run every contestant once; each line of the tables is printed when it is known."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attendances", type=int, default=2_000_000)
    parser.add_argument("--alone", action="store_true", help="this sync only")
    given = parser.parse_args()
    marts = Marts(given.attendances)
    with own_servers("postgres", "neo4j") as folder:
        marts.make()
        first = _this_sync(marts)
        if not given.alone:
            _rivals(first, given.attendances, folder / "export")


def _this_sync(marts: Marts) -> Spent:
    """The first load, which is returned, and on its graph a sync after each kind of change."""
    graph_rivals.empty_graph()
    first = timed(synced)
    _say("this sync", "s", "of the first load", "peak MB")
    _say(":--", "--:", "--:", "--:")

    def say(name: str, spent: Spent) -> None:
        share = f"{spent.seconds / first.seconds:.1%}"
        _say(name, f"{spent.seconds:.2f}", share, f"{spent.peak_mb:.0f}")

    say("first load, verified", first)
    say("nothing changed", timed(synced))
    marts.change_a_day()
    say("1 % of attendances changed, in 1 % of the sessions", timed(synced))
    marts.change_everywhere()
    say("1 % of attendances changed, spread", timed(synced))
    say("`check`, every value read", timed(checked))
    return first


def _rivals(first: Spent, attendances: int, folder: Path) -> None:
    print()
    _say("contestant", "s", "first load is times", "peak MB")
    _say(":--", "--:", "--:", "--:")

    def say(name: str, seconds: float, peak_mb: float | None = None) -> None:
        memory = "" if peak_mb is None else f"{peak_mb:.0f}"
        _say(name, f"{seconds:,.1f}", f"{seconds / first.seconds:,.2f}", memory)

    say("this sync, first load, verified", first.seconds, first.peak_mb)
    graph_rivals.empty_graph()
    flat = timed(graph_rivals.flat)
    say("flat `UNWIND … MERGE`", flat.seconds, flat.peak_mb)
    graph_rivals.empty_graph()
    row = timed(graph_rivals.one_by_one)
    assert isinstance(row.result, float)
    say("`MERGE` one by one, extrapolated", row.result * attendances, row.peak_mb)
    steps = graph_rivals.imported(folder)
    say("`neo4j-admin database import` itself", steps["import"])
    say("export, stop, import, start, sync", sum(steps.values()))
    print(", ".join(f"{name} {spent:.1f} s" for name, spent in steps.items()))


def _say(*cells: str) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
