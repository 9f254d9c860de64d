"""`make refresh` on a school's own files, in a terminal: one yes, and the figures are right."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common import school
from common.servers.connections import open_neo4j
from dashboard.data_report.report import REPORT
from dashboard.preview.page import PREVIEW
from tests.corpus.figures import right_figures
from tests.corpus.files import write
from tests.corpus.marts import read_figures
from tests.corpus.school import OWN_DAY, the_school
from tests.corpus.variants import FRENCH

# Semicolons, day-first dates, statuses and headers in French, fractions, and a workbook.
EXPORTS = replace(
    FRENCH, progress="fraction with comma", workbooks=frozenset({"students"}), encoding="cp1252"
)
Warehouse = psycopg.Connection[Any]


@dataclass(frozen=True)
class Typed:
    """How a command ended that somebody answered in a terminal, and all that the screen showed."""

    code: int
    screen: str


def in_a_terminal(command: list[str], answer: str) -> Typed:
    """Run it in a terminal of its own, in which each question gets this answer."""
    master, slave = pty.openpty()
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave) as process:
        os.close(slave)
        shown = b""
        asked = 0
        try:
            while part := os.read(master, 4096):
                shown += part
                if shown.count(b"[yes/no]") > asked:
                    asked += 1
                    os.write(master, f"{answer}\n".encode())
        except OSError:  # the terminal is closed: the command has ended
            pass
    os.close(master)
    return Typed(process.returncode, shown.decode().replace("\r\n", "\n"))


def empty_graph() -> None:
    """A sync would refuse to delete most of another school."""
    with open_neo4j() as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")


@pytest.fixture
def exports(tmp_path: Path, connection: Warehouse) -> Iterator[Path]:
    write(EXPORTS, tmp_path)
    at = datetime.combine(OWN_DAY, time(18), UTC).timestamp()
    for path in tmp_path.iterdir():
        os.utime(path, (at, at))
    empty_graph()
    yield tmp_path
    school.school_path().unlink(missing_ok=True)
    empty_graph()


# In a browser the same refresh is tried each time: tests/integration/serve/test_whole_way.py.
@pytest.mark.slow
def test_one_yes_leads_from_own_files_to_the_right_figures(
    exports: Path, connection: Warehouse
) -> None:
    command = [sys.executable, "-m", "refresh", "run", str(exports)]
    unasked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert unasked.returncode == 2
    error, stopped = unasked.stderr.splitlines()
    assert f"only a person can say yes: run `make refresh DATA={exports}` in a terminal" in error
    assert stopped.startswith("stopped at step 1 of 5, load")
    assert f"could not be loaded: {error.removeprefix('error: ')}" in REPORT.read_text("utf-8")
    assert connection.execute("select count(*) from staging.loads").fetchone() == (0,)

    done = in_a_terminal(command, "yes")
    assert done.code == 0, done.screen
    assert done.screen.count("[yes/no]") == 1
    assert "Date: day first" in done.screen
    found, right = read_figures(connection), right_figures(the_school())
    for told in (
        *("students", "sessions", "attended", "missed", "excused"),
        *("subscriptions", "lost", "judged"),
    ):
        assert getattr(found, told) == getattr(right, told), told
    assert PREVIEW.exists()

    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert "sources. Looking at them" not in again.stdout
