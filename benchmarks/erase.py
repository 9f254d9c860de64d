"""Times erasing one student beside a build of the same run; see README.md.

The servers are embedded ones of this run's own.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable

from benchmarks import school
from benchmarks.own_servers import own_servers
from common.servers.connections import connect_postgres

# Who has most to erase.
BUSIEST = """
select student_id from marts.student_engagement order by sessions_attended desc, student_id limit 1
"""


def main() -> None:
    """Land and build a school, fill the graph, erase somebody; print a line per step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attendances", type=int, default=1_000_000)
    attendances = parser.parse_args().attendances
    with own_servers("postgres", "neo4j") as folder:
        school.land(folder, attendances, share=attendances / 10_000_000)
        built = _timed("build", lambda: school.run("refresh", "build"))
        synced = _timed("graph", lambda: school.run("graph_sync", "sync"))
        with connect_postgres() as connection:
            [(student,)] = connection.execute(BUSIEST).fetchall()
        erased = _timed("erase", lambda: _told("erase", "--student-id", student, "--yes"))
        print(f"erase / build and graph: {erased / (built + synced):.2f}")
        _timed(
            "erase --rewrite", lambda: _told("erase", "--student-id", student, "--yes", "--rewrite")
        )


def _timed(name: str, work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    seconds = time.perf_counter() - began
    print(f"{name}: {seconds:.1f} s", flush=True)
    return seconds


def _told(*arguments: str) -> None:
    """Run `python -m privacy`; print each of its lines with the seconds since its start."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "privacy", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            print(f"{time.perf_counter() - began:8.1f}  {line.rstrip()}", flush=True)
    if process.returncode:
        raise SystemExit(f"`{' '.join(command[1:])}` ended with {process.returncode}")


if __name__ == "__main__":
    main()
