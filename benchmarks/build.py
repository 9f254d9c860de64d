"""Times `dbt build` and what is read of the marts: `python benchmarks/build.py`; see README.md.

The servers are embedded ones of this run's own. Every line is printed as soon as it is known, and
what fails is told and passed over.
"""

import argparse
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import bare, reads, school
from benchmarks.own_servers import own_servers

OLD = "ebbb17c"  # the last commit with a build engine of its own
SLOWEST = 12  # models and tests that are named


def main() -> None:
    """Build a school now and by the old commit, bare, and aside; then read. Print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attendances", type=int, default=1_000_000)
    attendances = parser.parse_args().attendances
    small = _small_school(attendances // 10)
    with own_servers("postgres") as folder:
        school.land(folder, attendances)
        _print("\n| build | s | peak memory MB | peak disk GB |\n|---|--:|--:|--:|")
        old = None
        with _or_told(OLD), _worktree(folder / "project") as project:
            old = school.build(folder, "old", project)
            _say(f"full build, {OLD}", old.peaks)
        school.emptied()
        full = school.build(folder, "full")
        _say("full build", full.peaks)
        with _or_told("built aside and published"):
            _say("built aside and published", _aside())
        with _or_told("the same statements in psql"):
            spent = bare.seconds(full.folder)
            _print(f"| the same statements in psql | {spent:.1f} | | |")
            _print(f"\nwithout dbt's start / psql: {full.work_seconds / spent:.2f}")
        if old:
            _print(f"full build / {OLD}: {full.peaks.seconds / old.peaks.seconds:.2f}")
        if small:
            cost = full.model_seconds / attendances / (small.model_seconds / (attendances // 10))
            _print(f"cost per attendance / that of a tenth of the school: {cost:.2f}")
        _slowest(full)
        _print("\n| mart, filtered by | reads | p95 ms |\n|---|--:|--:|")
        with _or_told("reads"):
            for mart, column, count, p95 in reads.reports():
                _print(f"| {mart} by {column} | {count} | {p95:.0f} |")
        _print("\n| question | s |\n|---|--:|")
        with _or_told("questions"):
            for name, seconds in reads.questions():
                _print(f"| {name} | {seconds:.2f} |")


def _small_school(attendances: int) -> school.Build | None:
    """Build a tenth of the school on a server of its own."""
    with _or_told("a tenth of the school"), own_servers("postgres") as folder:
        school.land(folder, attendances, share=0.1)
        return school.build(folder, "full")
    return None


def _aside() -> school.Peaks:
    """Build as `make build` does: aside, and published at once."""
    return school.watched(lambda: school.run("refresh", "build"))


@contextmanager
def _worktree(place: Path) -> Iterator[Path]:
    """Check the old commit out into a folder, gone afterwards."""
    git = ["git", "worktree"]
    subprocess.run([*git, "add", "--quiet", "--detach", str(place), OLD], check=True)
    try:
        yield place
    finally:
        subprocess.run([*git, "remove", "--force", str(place)], check=True)


@contextmanager
def _or_told(what: str) -> Iterator[None]:
    """Go on behind the block where it fails, and say so."""
    try:
        yield
    except (Exception, SystemExit) as error:
        _print(f"\n{what}: not measured: {error}\n")


def _say(name: str, peaks: school.Peaks) -> None:
    _print(f"| {name} | {peaks.seconds:.1f} | {peaks.memory_mb:,.0f} | {peaks.disk_gb:.1f} |")


def _slowest(build: school.Build) -> None:
    """Name the models and tests that took longest; two run side by side."""
    _print(f"\nslowest of the full build ({sum(build.nodes.values()):.0f} s in all)")
    for node, taken in sorted(build.nodes.items(), key=lambda item: -item[1])[:SLOWEST]:
        _print(f"{taken:9.2f} s  {node}")


def _print(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    main()
