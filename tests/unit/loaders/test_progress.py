"""How far a load is: plain lines now and then, and a bar on a terminal only."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from common.folders import REPOSITORY
from loaders import progress

Told = Callable[..., list[str]]
ON_A_TERMINAL = """
from tests.unit.loaders.test_progress import Given
from loaders.progress import LoadProgress
with LoadProgress() as progress:
    progress(Given(2_000_000), 1_000_000, 40_000)
    progress.bar.refresh()
"""


@dataclass
class Given:
    """What progress asks of an input."""

    size: int | None
    name: str = "notes.csv"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """Tell progress of (seconds, bytes, rows) and return the lines that it prints."""

    def run(size: int | None, *steps: tuple[float, int, int]) -> list[str]:
        clock = iter([0.0, 0.0, *(at for at, _, _ in steps)])
        monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: next(clock)))
        with progress.LoadProgress() as tell:
            for _, done, rows in steps:
                tell(Given(size), done, rows)  # type: ignore[arg-type]
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
