"""`python -m refresh build`: what readers see when it fails or is killed.

Of the project the chain of attendance alone, so that one build takes a third of the time.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from common.folders import target_folder
from common.servers.connections import connect_postgres
from dashboard.data_report.facts import Facts
from dashboard.data_report.report import headline
from tests.integration import chain
from tests.integration.schemas import empty
from verdict.last_build import read_build

Warehouse = psycopg.Connection[Any]
Ended = subprocess.CompletedProcess[str]

LOAD = [sys.executable, "-m", "loaders", "load"]
BUILD = [sys.executable, "-m", "refresh", "build"]
SCHEMAS = "select nspname, oid from pg_namespace where nspname in ('marts', 'intermediate')"


@dataclass(frozen=True)
class School:
    """A school with three students, published; how long its build took, in seconds."""

    warehouse: Warehouse
    folder: Path
    lasts: float


@pytest.fixture(scope="module")
def school(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """The warehouse with that school, left empty again."""
    with pytest.MonkeyPatch.context() as patch, connect_postgres(autocommit=True) as connection:
        empty(connection)
        project = chain.cut_out(tmp_path_factory.mktemp("project"))
        patch.setenv("DBT_PROJECT_DIR", str(project))
        yield from published(connection, tmp_path_factory.mktemp("school"))


def published(connection: Warehouse, folder: Path) -> Iterator[School]:
    """Land and publish it in a warehouse that is empty; empty that afterwards."""
    land(folder, 3)
    began = time.monotonic()
    done = build()
    assert done.returncode == 0, done.stdout + done.stderr
    assert read(connection) == (3,) * 4
    yield School(connection, folder, time.monotonic() - began)
    empty(connection)


def build() -> Ended:
    """Build as users do, who set nothing."""
    env = {name: value for name, value in os.environ.items() if "EXCLUDE" not in name}
    return subprocess.run(BUILD, capture_output=True, text=True, check=False, env=env)


def land(folder: Path, students: int) -> None:
    """Land the exports of so many students."""
    chain.write(folder, students)
    done = subprocess.run([*LOAD, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def read(connection: Warehouse) -> tuple[Any, ...]:
    (row,) = connection.execute(chain.COUNTS.encode()).fetchall()
    return tuple(row)


def test_the_data_are_tested_and_not_the_models_on_rows_of_their_own(school: School) -> None:
    results = json.loads((target_folder() / "run_results.json").read_bytes())
    kinds = {result["unique_id"].split(".")[0] for result in results["results"]}
    assert kinds & {"model", "test", "unit_test"} == {"model", "test"}


def test_a_failed_test_publishes_nothing_and_says_what_failed(
    school: School,
) -> None:
    published = school.warehouse
    before = published.execute(SCHEMAS).fetchall()
    land(school.folder, 4)
    published.execute("update staging.loads set rows_in = rows_in + 1 where rows_in = 4")
    failed = build()
    assert failed.returncode == 1
    assert read(published) == (3,) * 4
    assert published.execute(SCHEMAS).fetchall() == before
    said = failed.stderr.splitlines()
    rule = "failed: intermediate.int_loads: Per load: records in the file = raw rows + rejected"
    (at,) = [number for number, line in enumerate(said) if line.startswith(rule)]
    assert said[at + 1].startswith("  source name students, rows in 5, rows landed 4,")
    assert said[-1].startswith(
        "nothing was published: the figures stay those of the last good build, of "
    )
    assert "_next" not in failed.stderr + failed.stdout.replace("target/next", "")
    found = read_build()
    assert found is not None
    assert {each.found for each in found.findings if each.is_error} >= {(said[at + 1].strip(),)}
    text = headline(Facts(), found, None, date.today()).text
    assert text.startswith("The new build was not published: the figures stay those of the last")
    published.execute("update staging.loads set rows_in = rows_in - 1 where rows_in = 5")


@pytest.mark.slow
def test_killed_at_any_moment_the_next_build_converges(school: School) -> None:
    kills = 20
    published = school.warehouse
    with Reader() as reader:
        for number in range(1, kills + 1):
            students = 10 + number
            land(school.folder, students)
            before = read(published)
            with subprocess.Popen(BUILD, stdout=subprocess.DEVNULL) as run:
                time.sleep(school.lasts * number / (kills + 1))
                begun = psutil.Process(run.pid).children(recursive=True)
                run.send_signal(signal.SIGKILL if number % 2 else signal.SIGTERM)
            assert psutil.wait_procs(begun, timeout=20)[1] == []
            assert read(published) in (before, (students,) * 4)
            again = build()
            assert again.returncode == 0, again.stdout + again.stderr
            assert read(published) == (students,) * 4
    assert reader.torn == []
    left = "select nspname from pg_namespace where nspname ~ '^(marts|intermediate)_'"
    assert published.execute(left).fetchall() == []


class Reader:
    """Somebody who asks for the marts all the time; `torn` is what did not fit together."""

    def __init__(self) -> None:
        self.torn: list[Any] = []
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._ask)

    def __enter__(self) -> "Reader":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._thread.join()

    def _ask(self) -> None:
        with connect_postgres(autocommit=True) as connection:
            while not self._ends.is_set():
                try:
                    row = read(connection)
                except psycopg.Error as error:
                    row = (str(error),)
                if len(set(row)) > 1 or len(row) == 1:
                    self.torn.append(row)
                time.sleep(0.01)  # else it takes the time of the build
