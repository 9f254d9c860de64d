"""One command, one yes: what is asked, what is kept, and what is said where nobody answers."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from common import school
from common.errors import UserError
from loaders.contract.sources import DEFAULT_SOURCES
from loaders.inspection import conversation
from loaders.inspection.propose import propose
from tests.corpus.files import write
from tests.corpus.variants import variant


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    return tmp_path


def exports(folder: Path, name: str) -> Path:
    write(variant(name).style, folder / "exports")
    return folder / "exports"


def typed(monkeypatch: pytest.MonkeyPatch, *answers: str) -> Iterator[str]:
    left = iter(answers)
    monkeypatch.setattr(conversation, "interactive", lambda: True)
    monkeypatch.setattr("builtins.input", lambda prompt: next(left))
    return left


def test_what_is_proved_is_one_yes_and_then_nothing(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = exports(own_folder, "French cp1252 with titles and a total")
    left = typed(monkeypatch, "yes")
    conversation.inspect(folder, DEFAULT_SOURCES)
    assert list(left) == []
    kept = school.own_settings()
    assert kept["sessions"]["date_order"] == "day_first"
    assert kept["students"]["encoding"] == "windows-1252"
    assert kept["students"]["header"] == {
        "skip": 3,
        "aliases": {"Matricule": "student_id", "Nom": "name", "Courriel": "email"},
    }
    capsys.readouterr()
    conversation.inspect(folder, DEFAULT_SOURCES)
    assert "nothing new to keep" in capsys.readouterr().out


def test_the_screen_shows_the_evidence(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "no")
    folder = exports(own_folder, "French cp1252 with titles and a total")
    with pytest.raises(UserError, match="nothing was kept"):
        conversation.inspect(folder, DEFAULT_SOURCES)
    shown = capsys.readouterr().out
    for line in (
        "4 files, 4 sources. Looking at them loads nothing.",
        'séances.csv  ";", windows-1252, header on line 4',
        "Date: day first (18 days above 12, none the other way)",
        "Statut: Présent 284, Retard 12 = came   Absent 72 = missed   Excusé 16 = excused",
        "6 columns missing, none needed (--all lists them)",
        "attendance: 1 line with a total, an average or a count: left out",
        "Data until     sessions 26 June 2026",
    ):
        assert line in shown
    assert not school.school_path().exists()


def test_what_is_not_proved_is_asked_and_the_answer_kept(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = exports(own_folder, "statuses in letters")
    left = typed(monkeypatch, "9", "1", "2", "3", "1", "perhaps", "yes")
    conversation.inspect(folder, DEFAULT_SOURCES)
    assert list(left) == []
    assert school.own_settings()["attendance"]["statuses"] == {
        **{"P": "attended", "A": "missed", "E": "excused", "L": "attended"},
    }
    assert "what does `P` count as (284 rows)?" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("header", "text", "means"),
    [("Abs.", "yes", "then each row counts as attended"), ("At", "09:02", "it decides nothing")],
)
def test_what_keeping_a_column_beside_means_is_said(
    header: str, text: str, means: str, own_folder: Path
) -> None:
    marks = "".join(f"{n},S1,{text}\n" for n in range(9))
    (own_folder / "attendance.csv").write_text(f"student_id,session_id,{header}\n{marks}0,S2,\n")
    choices = [
        choice.words
        for question in propose(own_folder, DEFAULT_SOURCES, {}).questions
        for choice in question.choices
    ]
    assert f"keep it beside: {means}" in choices


def test_zeros_are_joined_without_a_question_where_that_was_said(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = exports(own_folder, "ids that lost zeros")
    typed(monkeypatch, "yes")
    conversation.inspect(folder, DEFAULT_SOURCES, join=True)
    assert school.own_settings()["attendance"]["join"] == ["student_id"]


def test_an_end_of_input_keeps_nothing(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr(conversation, "interactive", lambda: True)
    monkeypatch.setattr("builtins.input", ended)
    with pytest.raises(UserError, match="nobody answered"):
        conversation.inspect(exports(own_folder, "French"), DEFAULT_SOURCES)
    assert not school.school_path().exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("French", "only a person can say yes: run `make inspect DATA="),
        ("statuses in letters", "needs an answer that only a person can give: run `make inspect"),
        ("mojibake", "was saved in a wrong encoding once"),
    ],
)
def test_where_nobody_can_answer_it_ends_with_2_and_one_line(
    own_folder: Path, name: str, words: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "loaders", "inspect", exports(own_folder, name)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert not school.school_path().exists()


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_no_name_and_no_locale_ends_in_a_traceback(own_folder: Path, locale: str) -> None:
    folder = exports(own_folder, "French")
    Path(os.fsdecode(bytes(folder) + b"/caf\xe9 absences.csv")).write_text("a,b\n1,2\n")
    plain = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "loaders", "inspect", folder],
        capture_output=True,
        env={**os.environ, **plain},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: caf\\xe9 absences.csv"), done.stderr
    assert done.stderr.count(b"\n") == 1
