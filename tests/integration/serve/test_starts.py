"""What one start of the page leaves to the next."""

import subprocess
import sys
from pathlib import Path

import pytest

from common.school import own_settings
from serve.kept import Kept
from tests.integration.serve.conftest import Served, serving

STUDENTS = "student_id,name,email\n1,Ada,ada@school.example\n"


def test_a_kill_loses_no_file_and_says_yes_to_nothing(kept: Kept) -> None:
    with serving() as page:
        assert page.ask("PUT", "/files/students.csv", STUDENTS)[0] == 201
        page.process.kill()
    (kept.files / ".sessions.csv").write_text("came in half")
    with serving() as page:
        assert "students.csv" in page.ask("GET", "/files")[1]
        assert page.ask("POST", "/files/forget")[0] == 303
    assert own_settings() == {}
    assert list(kept.files.iterdir()) == []


def test_starting_it_twice_gives_another_address_of_the_first(kept: Kept) -> None:
    with serving() as page:
        second = start("--port", "1")
        assert second.returncode == 0
        assert second.stdout.startswith(f"It is there already. Open {page.origin}/?token=")
        again = Served(page.process, second.stdout.split("Open ")[1].strip())
        assert again.ask("GET", "/calls") == (200, "[]")
        port = page.origin.rsplit(":", 1)[1]
        told = another_project(port, kept.root.parent / "another")
    assert told.returncode == 2
    assert told.stderr.startswith(f"error: port {port} of this machine cannot be used")


def another_project(port: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DBT_PROFILES_DIR", str(folder))
        return start("--port", port)


def start(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "serve", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)
