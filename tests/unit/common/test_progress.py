"""How far a load is: plain lines now and then, and a bar on a terminal only."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from common.commands import progress
from common.folders import REPOSITORY

Told = Callable[..., list[str]]
ON_A_TERMINAL = """
import time
from common.commands.progress import TerminalProgress
with TerminalProgress().stage("notes.csv", 2_000_000, in_bytes=True) as stage:
    stage.reach(1_000_000, note="40,000 rows")
    time.sleep(0.3)  # a bar is drawn ten times a second
"""


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """Tell progress of (seconds, bytes, rows) and return the lines that it prints."""

    def run(size: int | None, *steps: tuple[float, int, int]) -> list[str]:
        clock = iter([0.0, *(at for at, _, _ in steps)])
        monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: next(clock)))
        with progress.TerminalProgress().stage("notes.csv", size, in_bytes=True) as stage:
            for _, done, rows in steps:
                stage.reach(done, note=f"{rows:,} rows")
        captured = capsys.readouterr()
        assert captured.out == ""
        return captured.err.splitlines()

    return run


def test_a_quick_load_prints_nothing(told: Told) -> None:
    assert told(2_000_000, (0, 1, 0), (4.9, 2_000_000, 80_000)) == []


def test_a_long_load_prints_a_plain_line_now_and_then(told: Told) -> None:
    steps = [(0, 1, 0), (5, 500_000, 20_000), (6, 600_000, 24_000), (10, 1_000_000, 40_000)]
    assert told(2_000_000, *steps) == [
        "notes.csv: 25% of 2.0 MB, 20,000 rows, 0.1 MB/s, 15 s left",
        "notes.csv: 50% of 2.0 MB, 40,000 rows, 0.1 MB/s, 10 s left",
    ]


def test_a_database_does_not_say_how_much_is_left(told: Told) -> None:
    steps = [(0, 1, 0), (5, 500_000, 20_000)]
    assert told(None, *steps) == ["notes.csv: 0.5 MB, 20,000 rows, 0.1 MB/s"]


def test_items_are_counted_and_nothing_is_said_of_a_total_that_nobody_knows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter([0.0, 6.0, 12.0])
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    with progress.TerminalProgress().stage("compare students") as stage:
        stage(3_000)
        stage.reach(6_000, total=24_000)
    assert capsys.readouterr().err.splitlines() == [
        "compare students: 3,000, 500/s",
        "compare students: 25% of 24,000, 500/s, 36 s left",
    ]


def test_a_terminal_shows_a_bar() -> None:
    ours, theirs = pty.openpty()
    try:
        subprocess.run(
            [sys.executable, "-c", ON_A_TERMINAL],
            cwd=REPOSITORY,
            env=os.environ | {"TERM": "xterm", "COLUMNS": "120"},
            stderr=theirs,
            check=True,
        )
        shown = os.read(ours, 2**16).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    for part in ("notes.csv", "━", "1.0/2.0 MB", "40,000 rows"):
        assert part in shown
