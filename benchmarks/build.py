"""Times `dbt build` and what is read of the marts: `python benchmarks/build.py`; see README.md.

The server is an embedded one of this run's own.
"""

import argparse
import os
from pathlib import Path

from benchmarks import bare, reads, school
from benchmarks.own_servers import own_servers


def main() -> None:
    """Build once, bare, on top, and after one per cent more; then read. Print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attendances", type=int, default=1_000_000)
    attendances = parser.parse_args().attendances
    with own_servers("postgres") as folder:
        school.land(folder, attendances)
        full = school.build(folder)
        _say("full build", full, full)
        spent = bare.seconds(folder)
        print(f"| the same statements in psql | {spent:.1f} | | | |")
        print(f"full build without dbt's start / psql: {full.work_seconds / spent:.2f}")
        full = school.build(folder, "--full-refresh")
        _say("full build again", full, full)
        _say("nothing new", school.build(folder), full)
        school.append(folder, attendances // 100)
        more = school.build(folder)
        _say("1 % appended", more, full)
        for node, taken in sorted(more.nodes.items(), key=lambda item: -item[1])[:12]:
            print(f"    {taken:7.2f} s of {full.nodes.get(node, 0):7.2f} s  {node}")
        for mart, column, count, p95 in reads.reports():
            print(f"| {mart} by {column} | {count} | {p95:.0f} |")
        for name, seconds in reads.questions():
            print(f"| {name} | {seconds:.2f} |", flush=True)


def _say(name: str, build: school.Build, full: school.Build) -> None:
    print(
        f"| {name} | {build.seconds:.1f} | {build.seconds / full.seconds:.1%} "
        f"| {build.peak_mb:,.0f} | {build.peak_disk_gb:.1f} |",
        flush=True,
    )


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    main()
