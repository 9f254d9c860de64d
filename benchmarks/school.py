"""A school of a given size, landed in the warehouse, and builds of it, watched."""

import csv
import json
import random
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from common.connections import connect_postgres

STUDENTS, SESSIONS, SUBSCRIPTIONS = 200_000, 20_000, 500_000
LAST_DAY = "2026-11-15"  # on which the generator's exports are made
USED = """
select pg_database_size(current_database())
    + (select coalesce(sum(size), 0) from pg_ls_waldir())
    + (select coalesce(sum(size), 0) from pg_ls_tmpdir())
"""


@dataclass(frozen=True)
class Build:
    """One `dbt build`: seconds as a whole and without dbt's start, and peaks of the server."""

    seconds: float
    work_seconds: float
    peak_mb: float  # memory of all processes of PostgreSQL, shared pages counted once
    peak_disk_gb: float  # database, write-ahead log and temporary files
    nodes: dict[str, float]  # seconds of each model and test


def land(folder: Path, attendances: int) -> None:
    """Generate the exports and land them; the attendance log is appended to."""
    sizes = {"students": STUDENTS, "sessions": SESSIONS, "subscriptions": SUBSCRIPTIONS}
    sizes["attendances"] = attendances
    counts = [text for name, rows in sizes.items() for text in (f"--{name}", str(rows))]
    _run("data.generator", *counts, "--out", str(folder / "exports"))
    pair = "columns: [student_id, session_id]"
    contract = Path("loaders/sources.yml").read_text(encoding="utf-8")
    (folder / "sources.yml").write_text(contract.replace(pair, f"{pair}\n    mode: append"))
    _load(folder, folder / "exports")


def append(folder: Path, rows: int) -> None:
    """Land one more part of the log: known students in the newest hundredth of the sessions."""
    chosen = random.Random(7)
    students = [row[0] for row in _export(folder, "students") if row[0]]
    sessions = [row for row in _export(folder, "sessions") if "2020" < row[1] <= LAST_DAY]
    newest = sorted(sessions, key=lambda row: row[1])[-len(sessions) // 100 :]
    part = folder / "part"
    part.mkdir()
    with (part / "attendance.csv").open("w", encoding="utf-8") as file:
        file.write("student_id,session_id\n")
        for _ in range(rows):
            file.write(f"{chosen.choice(students)},{chosen.choice(newest)[0]}\n")
    _load(folder, part)


def build(folder: Path, *arguments: str) -> Build:
    """Run `dbt build` and watch what PostgreSQL takes meanwhile."""
    peaks = {"memory": 0.0, "disk": 0.0}
    over = threading.Event()
    watching = threading.Thread(target=_watch, args=(peaks, over))
    watching.start()
    began = time.perf_counter()
    log = ["--log-format-file", "json", "--log-level-file", "debug"]
    try:
        _run("dbt.cli.main", "--quiet", *log, "build", *arguments)
        seconds = time.perf_counter() - began
    finally:
        over.set()
        watching.join()
    results = json.loads((folder / "target" / "run_results.json").read_text(encoding="utf-8"))
    nodes = {result["unique_id"]: result["execution_time"] for result in results["results"]}
    return Build(seconds, results["elapsed_time"], peaks["memory"], peaks["disk"], nodes)


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


def _export(folder: Path, source: str) -> list[list[str]]:
    text = (folder / "exports" / f"{source}.csv").open(encoding="utf-8", errors="replace")
    with text as file:
        return [row for row in csv.reader(file) if len(row) > 1][1:]


def _load(folder: Path, inbox: Path) -> None:
    _run("loaders", "load", str(inbox), "--sources", str(folder / "sources.yml"))


def _run(module: str, *arguments: str) -> None:
    """Run `python -m …`; stop the benchmark with its output where it fails."""
    command: list[Any] = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{module} failed:\n{done.stdout}{done.stderr}")
