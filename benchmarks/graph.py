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

from benchmarks import graph_rivals
from benchmarks.graph_marts import Marts
from benchmarks.own_servers import own_servers
from graph_sync.progress import Progress
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
    """Run every contestant once and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attendances", type=int, default=2_000_000)
    parser.add_argument("--alone", action="store_true", help="this sync only")
    given = parser.parse_args()
    marts = Marts(given.attendances)
    with own_servers("postgres", "neo4j") as folder:
        marts.make()
        graph_rivals.empty_graph()
        first = timed(synced)
        print("| contestant | s | first load is times | peak MB |\n|---|--:|--:|--:|")
        _say_rival("this sync, first load, verified", first.seconds, first, first.peak_mb)
        changes = _changes(marts)
        if not given.alone:
            graph_rivals.empty_graph()
            flat = timed(graph_rivals.flat)
            _say_rival("flat `UNWIND … MERGE`", flat.seconds, first, flat.peak_mb)
            graph_rivals.empty_graph()
            row = timed(graph_rivals.one_by_one)
            assert isinstance(row.result, float)
            seconds = row.result * given.attendances
            _say_rival("`MERGE` one by one, extrapolated", seconds, first, row.peak_mb)
            steps = graph_rivals.imported(folder / "export")
            _say_rival("`neo4j-admin database import` itself", steps["import"], first)
            _say_rival("export, stop, import, start, sync", sum(steps.values()), first)
            print(", ".join(f"{name} {spent:.1f} s" for name, spent in steps.items()))
    print("\n| this sync, afterwards | s | of the first load | peak MB |\n|---|--:|--:|--:|")
    for name, spent in changes.items():
        share = spent.seconds / first.seconds
        print(f"| {name} | {spent.seconds:.2f} | {share:.1%} | {spent.peak_mb:.0f} |")


def _changes(marts: Marts) -> dict[str, Spent]:
    changes = {"nothing changed": timed(synced)}
    marts.change_a_day()
    changes["1 % of attendances changed, in 1 % of the sessions"] = timed(synced)
    marts.change_everywhere()
    changes["1 % of attendances changed, spread"] = timed(synced)
    changes["`check`, every value read"] = timed(checked)
    return changes


def _say_rival(name: str, seconds: float, first: Spent, peak_mb: float | None = None) -> None:
    memory = "" if peak_mb is None else f"{peak_mb:.0f}"
    ratio = seconds / first.seconds
    print(f"| {name} | {seconds:,.1f} | {ratio:,.2f} | {memory} |", flush=True)


if __name__ == "__main__":
    main()
