"""What a command began ends with it, however it is ended."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from common.folders import REPOSITORY
from tests.unit.processes import has_ended

# A command that runs a command of the project, which runs a program; that writes its number down.
PROGRAM = "import os, time; open({pid!r}, 'w').write(str(os.getpid())); time.sleep(60)"
COMMAND = """
import sys
from common.commands import children
from common.commands.cli import run
{elsewhere}
def main():
    with children.child([sys.executable, "-c", {body!r}]):
        pass
run(main)
"""
NOT_LINUX = "sys.platform = 'darwin'"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "


def command(body: str, elsewhere: str = "") -> str:
    return COMMAND.format(body=body, elsewhere=elsewhere)


@contextmanager
def started(arguments: list[str], pid: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Start it; yields it, and the number of the program that it runs in the end."""
    with subprocess.Popen(
        arguments, cwd=REPOSITORY, text=True, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            yield process, int(written(pid))
        finally:
            process.kill()


def written(path: Path) -> str:
    deadline = time.monotonic() + 30
    while not (path.exists() and path.read_text()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return path.read_text()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_all_that_a_command_runs_ends_with_it(tmp_path: Path, how: signal.Signals) -> None:
    program = PROGRAM.format(pid=str(tmp_path / "pid"))
    outer = command(command(program))
    with started([sys.executable, "-c", outer], tmp_path / "pid") as (process, innermost):
        process.send_signal(how)
        assert has_ended(innermost)
        _, said = process.communicate(timeout=20)
    told = how is not signal.SIGKILL
    assert process.returncode == (128 + how if told else -how)
    assert (f"ended by {how.name}\n" in said) == told


@pytest.mark.parametrize("deaf", ["", DEAF])
def test_where_the_kernel_does_not_end_them_the_command_does(tmp_path: Path, deaf: str) -> None:
    program = deaf + PROGRAM.format(pid=str(tmp_path / "pid"))
    elsewhere = f"{NOT_LINUX}; children.SECONDS_TO_END = 0.5"
    with started([sys.executable, "-c", command(program, elsewhere)], tmp_path / "pid") as (
        process,
        innermost,
    ):
        process.terminate()
        assert has_ended(innermost)


def test_one_that_goes_on_under_nohup_is_not_ended(tmp_path: Path) -> None:
    program = PROGRAM.format(pid=str(tmp_path / "pid"))
    ignored = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); "
    with started([sys.executable, "-c", ignored + command(program)], tmp_path / "pid") as (
        process,
        innermost,
    ):
        process.send_signal(signal.SIGHUP)
        assert not has_ended(innermost, seconds=0.5)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_what_make_runs_ends_with_make(tmp_path: Path, how: signal.Signals) -> None:
    (tmp_path / "command.py").write_text(command(PROGRAM.format(pid=str(tmp_path / "pid"))))
    head = (REPOSITORY / "Makefile").read_text("utf-8").partition(".DEFAULT_GOAL")[0]
    (tmp_path / "Makefile").write_text(
        f"{head}all:\n\t@PYTHONPATH={REPOSITORY} {sys.executable} {tmp_path / 'command.py'}\n"
    )
    with started(["make", "-f", str(tmp_path / "Makefile")], tmp_path / "pid") as (
        make,
        innermost,
    ):
        make.send_signal(how)
        assert has_ended(innermost)
