"""How a command ends, seen from outside."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from common.folders import REPOSITORY


def ending(body: str) -> subprocess.CompletedProcess[str]:
    program = (
        "from common.commands.cli import run\n"
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


def test_only_its_user_reads_what_it_and_its_children_write(tmp_path: Path) -> None:
    body = (
        f"import os, sys; os.chdir({str(tmp_path)!r}); os.mkdir('own'); open('own/file', 'w'); "
        "from common.commands.children import child\n"
        "    with child([sys.executable, '-c', "
        f"{f'import os; os.chdir({str(tmp_path)!r}); os.mkdir(chr(97))'!r}]): pass"
    )
    before = os.umask(0)
    try:
        ending(body)
    finally:
        os.umask(before)
    made = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert made == {"own": 0o700, "file": 0o600, "a": 0o700}


def test_a_bug_keeps_its_traceback() -> None:
    ended = ending("raise ZeroDivisionError")
    assert ended.returncode == 1
    assert "Traceback" in ended.stderr
