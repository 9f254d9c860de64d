"""How a command ends, seen from outside."""

import subprocess
import sys

import pytest

from common.folders import REPOSITORY


def ending(body: str) -> subprocess.CompletedProcess[str]:
    program = (
        "from common.cli import run\n"
        "from common.errors import UserError\n"
        f"def main():\n    {body}\n"
        "run(main)\n"
    )
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
    )


@pytest.mark.parametrize(
    ("body", "code", "stderr"),
    [
        ("return None", 0, ""),
        ("return 1", 1, ""),
        ("raise UserError('no file\\n  here')", 2, "error: no file here\n"),
        ("raise KeyboardInterrupt", 130, "interrupted\n"),
        ("raise BrokenPipeError", 0, ""),
        ("raise UserError('column \\x1b[2Jname')", 2, "error: column \\x1b[2Jname\n"),
    ],
)
def test_exit_codes_and_messages(body: str, code: int, stderr: str) -> None:
    ended = ending(body)
    assert (ended.returncode, ended.stderr) == (code, stderr)


def test_nothing_that_is_printed_steers_the_terminal() -> None:
    assert ending("print('a\\x1b[2J\\rb')").stdout == "a\\x1b[2J\\rb\n"


def test_a_reader_who_has_gone_is_no_error_of_help_either() -> None:
    shell = f"{sys.executable} -m loaders --help | true; echo ${{PIPESTATUS[0]}}"
    ended = subprocess.run(
        ["bash", "-c", shell], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    assert (ended.stdout, ended.stderr) == ("0\n", "")


def test_a_bug_keeps_its_traceback() -> None:
    ended = ending("raise ZeroDivisionError")
    assert ended.returncode == 1
    assert "Traceback" in ended.stderr
