"""Times `dbt build` and what is read of the marts: `python benchmarks/build.py`; see README.md.

The server is an embedded one of this run's own. Every line is printed as soon as it is known, and
what fails is told and passed over.
"""

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import bare, reads, school
from benchmarks.own_servers import own_servers

SLOWEST = 12  # models and tests that are named


def main() -> None:
    """Build once, bare, on top, and after one per cent more; then read. Print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attendances", type=int, default=1_000_000)
    attendances = parser.parse_args().attendances
    with own_servers("postgres") as folder:
        began = time.perf_counter()
        school.land(folder, attendances)
        _print(f"generated and landed in {time.perf_counter() - began:.0f} s")
        _print("\n| build | s | of the full build | peak memory MB | peak disk GB |")
        _print("|---|--:|--:|--:|--:|")
        full = school.build(folder)
        _say("full build", full, full)
        with _or_told("the same statements in psql"):
            spent = bare.seconds(folder)
            _print(f"| the same statements in psql | {spent:.1f} | | | |")
            _print(f"| full build without dbt's start | {full.work_seconds:.1f} | | | |")
            _print(f"\nfull build without dbt's start / psql: {full.work_seconds / spent:.2f}\n")
        with _or_told("nothing new"):
            _say("nothing new", school.build(folder), full)
        with _or_told("1 % appended"):
            school.append(folder, attendances // 100)
            more = school.build(folder)
            _say("1 % appended", more, full)
            _slowest("full build", full)
            _slowest("1 % appended", more)
        _print("\n| mart, filtered by | reads | p95 ms |\n|---|--:|--:|")
        with _or_told("reads"):
            for mart, column, count, p95 in reads.reports():
                _print(f"| {mart} by {column} | {count} | {p95:.0f} |")
        _print("\n| question | s |\n|---|--:|")
        with _or_told("questions"):
            for name, seconds in reads.questions():
                _print(f"| {name} | {seconds:.2f} |")


@contextmanager
def _or_told(what: str) -> Iterator[None]:
    """Go on behind the block where it fails, and say so."""
    try:
        yield
    except (Exception, SystemExit) as error:
        _print(f"\n{what}: not measured: {error}\n")


def _say(name: str, build: school.Build, full: school.Build) -> None:
    _print(
        f"| {name} | {build.seconds:.1f} | {build.seconds / full.seconds:.1%} "
        f"| {build.peak_mb:,.0f} | {build.peak_disk_gb:.1f} |"
    )


def _slowest(name: str, build: school.Build) -> None:
    """Name the models and tests that took longest; two run side by side."""
    _print(f"\nslowest of: {name} ({sum(build.nodes.values()):.0f} s in all)")
    for node, taken in sorted(build.nodes.items(), key=lambda item: -item[1])[:SLOWEST]:
        _print(f"{taken:9.2f} s  {node}")


def _print(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    main()
