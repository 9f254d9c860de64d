"""Builds the chain of attendance on PostgreSQL and on Spark, of the same files; see README.md."""

import argparse
import json
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from psycopg import Connection

from benchmarks import school
from benchmarks.own_servers import own_servers
from common.servers.connections import Role, connect_postgres
from common.spark import lake_path
from loaders.lake.folders import Lake
from refresh.spark.checksum import ZONED
from refresh.spark.session import session
from refresh.spark.sources import hand_over
from tests.integration.schemas import empty
from tests.spark.comparing import sums_here, sums_there

CHAIN = ("--select", "+attendance", "--resource-type", "model", "--resource-type", "seed")
WHOLE = 10_000_000  # attendances of the whole school
SLOWEST = 5
Used = tuple[float, float]  # processor seconds up to now, megabytes


@dataclass(frozen=True)
class Build:
    """Of one build of the chain: seconds, processor seconds of the engine, peak of the driver."""

    seconds: float
    cpu: float
    peak_mb: float
    slowest: list[tuple[str, float]]


def main() -> None:
    """Build schools of some sizes on both; print a line of each build and what differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("attendances", type=int, nargs="*", default=[WHOLE // 10])
    _print("| attendances | engine | s | CPU s | CPU µs per row | times | driver's peak MB |")
    _print("|--:|---|--:|--:|--:|--:|--:|")
    for attendances in parser.parse_args().attendances:
        with own_servers("postgres") as folder:
            os.environ["SPARK_WAREHOUSE"] = str(folder / "warehouse")
            os.environ["SPARK_METASTORE"] = str(folder / "metastore")
            _both(folder, attendances)


def _both(folder: Path, attendances: int) -> None:
    school.land(folder, attendances, attendances / WHOLE)
    with connect_postgres(autocommit=True) as connection:
        here = _built(folder / "here", lambda: (_server_cpu(connection), 0))
        _say(attendances, "PostgreSQL", here, here)
        sums = sums_here(connection, {ZONED})  # when a file was landed differs
        empty(connection, "staging", "intermediate", "marts")
    school.run("loaders", "load", str(folder / "exports"), "--target", "spark")
    with connect_postgres(role=Role.TRANSFORMER, autocommit=True) as own, session() as spark:
        hand_over(spark, own, Lake.at(lake_path()))
    there = _built(folder / "there", _java, "--target", "spark")
    _say(attendances, "Spark", there, here)
    for build in (here, there):
        _print(", ".join(f"{name} {seconds:.1f}" for name, seconds in build.slowest))
    with session() as spark:
        for table, others in sums_there(spark, sums).items():
            if others != sums[table]:
                _print(f"differs: {table}, rows and checksum {sums[table][1:]} and {others[1:]}")
    _print(f"{len(sums)} tables compared, {sum(found.rows for found in sums.values()):,} rows")


def _built(place: Path, used: Callable[[], Used], *target: str) -> Build:
    """Run dbt, and ask meanwhile what its engine uses."""
    over, seen = threading.Event(), [used()]
    watching = threading.Thread(target=lambda: _watch(seen, used, over))
    watching.start()
    began = time.perf_counter()
    try:
        school.run("dbt.cli.main", "build", *CHAIN, "--target-path", str(place), *target)
        seconds = time.perf_counter() - began
    finally:
        over.set()
        watching.join()
    seen.append(used())
    results = json.loads((place / "run_results.json").read_text("utf-8"))["results"]
    nodes = [(each["unique_id"].split(".")[-1], each["execution_time"]) for each in results]
    slowest = sorted(nodes, key=lambda node: -node[1])[:SLOWEST]
    cpu, peak = (max(figures) for figures in zip(*seen, strict=True))
    return Build(seconds, cpu - seen[0][0], peak, slowest)


def _watch(seen: list[Used], used: Callable[[], Used], over: threading.Event) -> None:
    while not over.wait(0.2):
        seen.append(used())


def _server_cpu(connection: Connection[Any]) -> float:
    """Of PostgreSQL's processes, with those that have ended."""
    spent, server = 0.0, psutil.Process(psutil.Process(connection.info.backend_pid).ppid())
    for each in (server, *server.children()):
        with suppress(psutil.NoSuchProcess):  # its time is the server's in the next sample
            spent += sum(each.cpu_times()[:4])
    return spent


def _java() -> Used:
    """Of the driver, which dbt starts; on this machine all of Spark is in it."""
    for each in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if each.name() == "java":
                return sum(each.cpu_times()[:2]), each.memory_info().rss / 1e6
    return 0, 0


def _say(attendances: int, engine: str, build: Build, other: Build) -> None:
    _print(
        f"| {attendances:,} | {engine} | {build.seconds:.0f} | {build.cpu:.1f} "
        f"| {build.cpu / attendances * 1e6:.2f} | {build.cpu / other.cpu:.2f} "
        f"| {build.peak_mb:,.0f} |"
    )


def _print(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    main()
