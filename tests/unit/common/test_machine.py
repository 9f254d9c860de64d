"""A full disk, a folder that may not be written, a terminal of another encoding: one line each.

A small file system of its own can be mounted by root only, so only root has some of these tests.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from common.folders import REPOSITORY
from common.machine import SERVER

SPOOL = """
from common.commands.cli import run
from common.spool import Spool
def main():
    spool = Spool()
    for _ in range(40):
        spool.append(b"x" * 200_000)
run(main)
"""


def ended(
    *arguments: str, stdout: int | None = subprocess.PIPE, **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env={**os.environ, **variables},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


def test_output_to_a_full_disk() -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    done = ended("-m", "loaders", "inspect", "data/sample", stdout=full)
    os.close(full)
    assert done.returncode == 2
    assert done.stderr.startswith("error: No space left on device: free some room on the disk (")
    assert done.stderr.count("\n") == 1


def test_a_terminal_that_is_not_utf_8() -> None:
    code = "from common.commands.cli import run; run(lambda: print(input('→ ')))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONIOENCODING": "ascii:strict"},
        input="Zoë\n".encode("latin-1"),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"\\u2192 Zo\\xeb\n", b"")


def test_a_name_that_was_typed_in_another_encoding() -> None:
    code = "import sys; from common.commands.cli import run; run(lambda: sys.argv[1].encode())"
    done = subprocess.run(
        [sys.executable, "-c", code, b"Zo\xeb"],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "has bytes that are no UTF-8: set the terminal to UTF-8" in done.stderr


def test_no_folder_for_temporary_files(tmp_path: Path) -> None:
    body = "import tempfile; tempfile._candidate_tempdir_list = lambda: ['/nowhere']\n"
    done = ended("-c", body + SPOOL)
    assert (done.returncode, done.stderr) == (
        2,
        "error: there is no folder for temporary files: export TMPDIR=/a/folder/with/room\n",
    )


@pytest.mark.parametrize("code", ["53100", "57P01"])
def test_what_happened_to_the_server(code: str) -> None:
    body = f"from psycopg.errors import lookup\n    raise lookup({code!r})('could not extend file')"
    done = ended("-c", f"from common.commands.cli import run\ndef main():\n    {body}\nrun(main)")
    assert (done.returncode, done.stderr) == (2, f"error: {SERVER[code]}\n")


if os.geteuid() == 0:

    @pytest.fixture
    def small_disk(tmp_path: Path) -> Iterator[Path]:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", tmp_path], check=True)
        yield tmp_path
        subprocess.run(["umount", "--lazy", tmp_path], check=True)

    def test_a_full_folder_for_temporary_files(small_disk: Path) -> None:
        done = ended("-c", SPOOL, TMPDIR=str(small_disk))
        assert (done.returncode, done.stderr) == (
            2,
            "error: No space left on device: free some room on the disk (temporary files are in "
            f"{small_disk}) and run it again\n",
        )

    def test_a_services_folder_that_may_not_be_written(small_disk: Path) -> None:
        (small_disk / ".services").mkdir(mode=0o700)
        (small_disk / "profiles.yml").write_text(
            (REPOSITORY / "profiles.yml.example").read_text("utf-8"), "utf-8"
        )
        subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
        done = ended("-m", "services", "up", DBT_PROFILES_DIR=str(small_disk))
        lock = small_disk / ".services" / "lock"
        assert (done.returncode, done.stderr) == (
            2,
            f"error: {lock}: Read-only file system: run it as the user whose file it is, where it "
            "can write\n",
        )
