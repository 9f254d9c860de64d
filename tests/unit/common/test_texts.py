"""No text of an export steers what it is shown by."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from common.folders import REPOSITORY
from common.texts import for_page, for_terminal

# Clears the screen, renames the window, rings, goes back to the line's begin, forges a line.
HOSTILE = [
    "\x1b[2J",
    "\x1b]0;title\x07",
    "\x9b31m",
    "\x7f",
    "\rerror: none",
    "a\u2028b",
    "\u202etxt",
]
# Names, and what is written with joiners and marks of direction.
HARMLESS = ["Zoë", "نور", "نور\u200cنور", "שלום\u200f", "👩\u200d👧", "one\n\ttwo"]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_what_steers_a_terminal_is_shown(text: str) -> None:
    shown = for_terminal(text)
    assert all(letter.isprintable() for letter in shown)
    assert shown.encode().decode("unicode_escape") == text


@pytest.mark.parametrize("text", HARMLESS, ids=ascii)
def test_what_people_write_stays(text: str) -> None:
    assert for_terminal(text) == text


@pytest.mark.parametrize("turned", ["\u202e", "\u202d", "\u202a", "\u202b\u202c"], ids=ascii)
def test_a_name_does_not_reverse_the_figures_behind_it(turned: str) -> None:
    assert for_page(f"Most: Abidjan{turned}, 12 of 40.") == "Most: Abidjan, 12 of 40."


@pytest.mark.parametrize("text", [*HARMLESS, "\u2068Abidjan\u2069"], ids=ascii)
def test_what_people_write_stays_on_a_page(text: str) -> None:
    assert for_page(text) == text


def test_a_header_reaches_a_terminal_as_text(tmp_path: Path) -> None:
    header = "student_id,name,email,\x1b]0;title\x07\x1b[2J\x9b5m,\u202enote"
    (tmp_path / "students.csv").write_text(f"{header}\n1,Ada,a@b.cd,x\x1b[1m,y\n", "utf-8")
    terminal, other_end = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "loaders", "inspect", "--all", str(tmp_path)],
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        stdout=other_end,
        stderr=other_end,
        env={**os.environ, "TERM": "xterm-256color"},
        check=False,
    )
    os.close(other_end)
    shown = os.read(terminal, 100_000).decode()
    os.close(terminal)
    assert "title" in shown
    assert not set(shown) & set("\x1b\x07\x9b\u202e")
