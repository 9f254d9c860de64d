"""A school of a given size, landed in the warehouse, and builds of it, watched."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from common.servers import setup
from common.servers.connections import connect_postgres

STUDENTS, SESSIONS, SUBSCRIPTIONS = 200_000, 20_000, 500_000
USED = """
select pg_database_size(current_database())
    + (select coalesce(sum(size), 0) from pg_ls_waldir())
    + (select coalesce(sum(size), 0) from pg_ls_tmpdir())
"""
# Everything that a build makes; what was landed stays.
EMPTIED = """
drop schema if exists intermediate, marts, history cascade;
do $$ declare found record; begin
    for found in select viewname from pg_views where schemaname = 'staging' loop
        execute format('drop view if exists staging.%I cascade', found.viewname);
    end loop;
end $$;
"""


@dataclass(frozen=True)
class Peaks:
    """What something took: seconds, and peaks of the server."""

    seconds: float
    memory_mb: float  # of all processes of PostgreSQL, shared pages counted once
    disk_gb: float  # database, write-ahead log and temporary files


@dataclass(frozen=True)
class Build:
    """One `dbt build`: its peaks, its seconds without dbt's start, those of each model and test."""

    peaks: Peaks
    work_seconds: float
    nodes: dict[str, float]
    folder: Path  # of its log and artifacts

    @property
    def model_seconds(self) -> float:
        """Seconds spent in models, added up: without dbt's start and without tests."""
        return sum(taken for node, taken in self.nodes.items() if node.startswith("model."))


def land(folder: Path, attendances: int, share: float = 1.0) -> None:
    """Generate the exports of a school, or of a share of it, and land them as complete exports."""
    sizes = {"students": STUDENTS, "sessions": SESSIONS, "subscriptions": SUBSCRIPTIONS}
    counts = {name: round(rows * share) for name, rows in sizes.items()}
    counts["attendances"] = attendances
    told = [text for name, rows in counts.items() for text in (f"--{name}", str(rows))]
    run("data.generator", *told, "--out", str(folder / "exports"))
    run("loaders", "load", str(folder / "exports"))


def emptied() -> None:
    """Leave of the warehouse what was landed, as before the first build."""
    with connect_postgres(autocommit=True) as connection:
        connection.execute(EMPTIED)
    setup.put_roles_right(lambda _: None)


def build(folder: Path, name: str, project: Path = Path()) -> Build:
    """Run `dbt build` of a project; its log and artifacts go to `folder`/`name`."""
    place = folder / name
    options = ["--quiet", "--log-format-file", "json", "--log-level-file", "debug"]
    # One file of any size: what runs the statements again reads it whole.
    options += ["--log-path", str(place), "--log-file-max-bytes", "0"]
    where = ["--project-dir", str(project), "--target-path", str(place)]
    peaks = watched(lambda: run("dbt.cli.main", *options, "build", *where))
    results = json.loads((place / "run_results.json").read_text(encoding="utf-8"))
    nodes = {result["unique_id"]: result["execution_time"] for result in results["results"]}
    return Build(peaks, results["elapsed_time"], nodes, place)


def watched(work: Callable[[], None]) -> Peaks:
    """Do the work and watch what PostgreSQL takes meanwhile."""
    peaks = {"memory": 0.0, "disk": 0.0}
    over = threading.Event()
    watching = threading.Thread(target=_watch, args=(peaks, over))
    watching.start()
    began = time.perf_counter()
    try:
        work()
        seconds = time.perf_counter() - began
    finally:
        over.set()
        watching.join()
    return Peaks(seconds, peaks["memory"], peaks["disk"])


def _watch(peaks: dict[str, float], over: threading.Event) -> None:
    with connect_postgres(autocommit=True) as connection:
        ((backend,),) = connection.execute("select pg_backend_pid()").fetchall()
        server = psutil.Process(backend).parent()
        assert server
        while not over.wait(0.5):
            ((used,),) = connection.execute(USED).fetchall()
            peaks["disk"] = max(peaks["disk"], float(used) / 1e9)
            shares = sum(map(_memory, [server, *server.children()]))
            peaks["memory"] = max(peaks["memory"], shares / 1e6)


def _memory(process: psutil.Process) -> float:
    try:
        return float(process.memory_full_info().pss)
    except psutil.Error:
        return 0.0


def run(module: str, *arguments: str) -> None:
    """Run `python -m …`; stop the benchmark with its output where it fails."""
    command: list[Any] = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{module} failed:\n{done.stdout}{done.stderr}")
