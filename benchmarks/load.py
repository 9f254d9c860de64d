"""Times landing side by side with its peers: `python benchmarks/load.py`; see README.md here.

Every contestant runs in a process of its own, all against one PostgreSQL of the benchmark;
the rounds interleave, and the fastest one of each counts, so that the noise of others hurts least.
"""

import argparse
import csv
import json
import multiprocessing
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.contestants import CONTESTANTS, SCHEMA, fill_operational
from benchmarks.own_servers import own_servers
from common.servers.connections import connect_postgres

SIZES = {"attendance": 2_000_000, "subscriptions": 500_000}
PEER_ROWS = 200_000  # of each file for the peers that take minutes
TIMES = 10  # how much larger the file is that shows whether memory grows
EVERY = 100  # one line in so many of the bad file is broken


@dataclass(frozen=True)
class Run:
    """A contestant and its file; `against` is the label of the run it is compared with."""

    label: str
    contestant: str
    file: Path
    rows: int
    rounds: int
    against: str = "this loader"


def timed(run: Run) -> tuple[float, float]:
    """Run one contestant in a process of its own; return its seconds and its peak MB."""
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_report, args=(run, sending))
    process.start()
    sending.close()  # so that a contestant that fails ends the wait
    spent, peak = json.loads(receiving.recv())
    process.join()
    return spent, peak


def _report(run: Run, sending: Connection) -> None:
    spent = CONTESTANTS[run.contestant](run.file)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sending.send(json.dumps([spent, peak]))


def compare(folder: Path, rounds: int, scale: float) -> None:
    """Generate the files, run everybody, and print the table's lines."""
    sizes = {name: round(rows * scale) for name, rows in SIZES.items()}
    counts = ["--attendances", str(sizes["attendance"]), "--students", "100000"]
    counts += ["--sessions", "30000", "--subscriptions", str(sizes["subscriptions"])]
    generator = [sys.executable, "-m", "data.generator", *counts, "--clean", "--out", folder]
    subprocess.run(generator, check=True, stdout=subprocess.DEVNULL)
    with connect_postgres(autocommit=True) as connection:
        connection.execute(f"drop schema if exists {SCHEMA} cascade")
        connection.execute(f"create schema {SCHEMA}")
    print("| file | contestant | rows | best s | rows/s | loader is times | peak MB |")
    print("|---|---|--:|--:|--:|--:|--:|")
    for name, rows in sizes.items():
        whole = folder / f"{name}.csv"
        fill_operational(whole)
        runs = list(_runs(whole, rows, rounds))
        best: dict[str, tuple[float, float]] = {}
        for turn in range(rounds):
            for run in runs:
                if turn < run.rounds:
                    best[run.label] = min(best.get(run.label, (9e9, 0.0)), timed(run))
        _print(name, runs, best)
    with connect_postgres(autocommit=True) as connection:
        connection.execute(f"drop schema if exists {SCHEMA}, {SCHEMA}_dlt cascade")


def _runs(whole: Path, rows: int, rounds: int) -> Iterator[Run]:
    """Yield who runs on one file, and make the files derived from it."""
    part, bad, quoted, long = (
        whole.with_stem(f"{whole.stem}-{kind}") for kind in ("part", "bad", "quoted", "long")
    )
    peer_rows = min(PEER_ROWS, rows)
    with whole.open("rb") as source, part.open("wb") as target:
        target.writelines(line for line, _ in zip(source, range(peer_rows + 1), strict=False))
    _break(whole, bad)
    _quote(whole, quoted)
    yield Run("psql \\copy", "psql", whole, rows, rounds)
    yield Run("this loader", "loader", whole, rows, rounds)
    yield Run("this loader, 1 % bad", "loader", bad, rows, rounds)
    every = "this loader, every cell quoted"
    yield Run("psql \\copy, every cell quoted", "psql", quoted, rows, rounds, every)
    yield Run(every, "loader", quoted, rows, rounds, every)
    if whole.stem == "attendance":
        _repeat(bad, long)
        yield Run(f"this loader, 1 % bad, {TIMES} times the rows", "loader", long, rows * TIMES, 1)
    yield Run("pandas.to_sql", "pandas", part, peer_rows, 1)
    yield Run("dlt (arrow)", "dlt", part, peer_rows, 1)
    pulled = "this loader, pull"
    yield Run("psql \\copy to, piped into \\copy from", "psql pipe", whole, rows, rounds, pulled)
    yield Run(pulled, "loader pull", whole, rows, rounds, pulled)


def _break(whole: Path, bad: Path) -> None:
    """Copy a file with one line in a hundred broken so that it cannot land, in four ways."""
    with whole.open("rb") as source, bad.open("wb") as target:
        for number, line in enumerate(source):
            if number % EVERY == EVERY // 2:
                end = line[len(line.rstrip(b"\r\n")) :]
                first, _, rest = line.partition(b",")
                broken = (first + end, b"," + line, b'"' + line, first + b"\xff," + rest)
                line = broken[number // EVERY % len(broken)]
            target.write(line)


def _quote(whole: Path, quoted: Path) -> None:
    """Copy a file with each of its cells in quotes."""
    with (
        whole.open(encoding="utf-8", newline="") as source,
        quoted.open("w", encoding="utf-8", newline="") as target,
    ):
        csv.writer(target, quoting=csv.QUOTE_ALL).writerows(csv.reader(source))


def _repeat(file: Path, long: Path) -> None:
    """Write a file's header once and its records several times."""
    with long.open("wb") as target:
        for turn in range(TIMES):
            with file.open("rb") as source:
                if turn:
                    source.readline()
                shutil.copyfileobj(source, target, 2**20)


def _print(name: str, runs: list[Run], best: dict[str, tuple[float, float]]) -> None:
    rates = {run.label: run.rows / best[run.label][0] for run in runs}
    for run in runs:
        spent, peak = best[run.label]
        times = rates[run.against] / rates[run.label]
        print(
            f"| {name} | {run.label} | {run.rows:,} | {spent:.2f} | {rates[run.label]:,.0f} "
            f"| {times:.2f} | {peak:,.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scale", type=float, default=1.0, help="1 is 2 M attendances")
    arguments = parser.parse_args()
    with own_servers("postgres") as scratch:
        compare(scratch, arguments.rounds, arguments.scale)
