"""The day of an export: what says it, and what goes first."""

import os
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from common.errors import UserError
from common.school import as_of
from loaders import own_day
from loaders.own_day import FILE, GIVEN, NAME, WORKBOOK, OwnDay, of_file

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    monkeypatch.setattr(own_day, "today", lambda: TODAY)


def changed(path: Path, moment: str) -> Path:
    """Say that the file was changed last at this moment (UTC)."""
    seconds = datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp()
    os.utime(path, (seconds, seconds))
    return path


def text(folder: Path, name: str, moment: str = "2026-11-01 12:00") -> Path:
    (folder / name).write_text("a\n1\n")
    return changed(folder / name, moment)


def workbook(folder: Path, name: str, saved: str) -> Path:
    with zipfile.ZipFile(folder / name, "w") as packed:
        properties = f"<cp:coreProperties><dcterms:modified xsi:type='dcterms:W3CDTF'>{saved}<"
        packed.writestr("docProps/core.xml", f"{properties}/dcterms:modified></cp:coreProperties>")
    return changed(folder / name, "2026-11-19 12:00")


def test_what_is_given_goes_before_the_name_the_workbook_and_the_file(tmp_path: Path) -> None:
    named = workbook(tmp_path, "students 2026-11-05.xlsx", "2026-11-03T08:00:00Z")
    assert of_file(named, date(2026, 11, 7)) == OwnDay(date(2026, 11, 7), GIVEN)
    assert of_file(named) == OwnDay(date(2026, 11, 5), NAME)
    nameless = workbook(tmp_path, "students.xlsx", "2026-11-03T08:00:00Z")
    assert of_file(nameless) == OwnDay(date(2026, 11, 3), WORKBOOK)
    assert of_file(text(tmp_path, "students.csv")) == OwnDay(date(2026, 11, 1), FILE)
    assert of_file(text(tmp_path, "attendance 2026-05.csv")) == OwnDay(date(2026, 11, 1), FILE)


@pytest.mark.parametrize("saved", ["", "yesterday", "2026-13-01T00:00:00Z"])
def test_a_workbook_that_does_not_say_when_it_was_saved_is_a_file(
    tmp_path: Path, saved: str
) -> None:
    assert of_file(workbook(tmp_path, "students.xlsx", saved)).said_by == FILE


def test_no_day_is_after_today(tmp_path: Path) -> None:
    for path in (
        text(tmp_path, "students 2027-01-01.csv"),
        text(tmp_path, "students.csv", "2027-01-01 12:00"),
        workbook(tmp_path, "students.xlsx", "2027-01-01T08:00:00Z"),
    ):
        assert of_file(path).day == TODAY


def test_a_day_is_the_school_s(tmp_path: Path) -> None:
    (tmp_path / "school.yml").write_text("time_zone: Pacific/Auckland\n")  # 13 hours ahead
    assert of_file(text(tmp_path, "students.csv", "2026-11-01 12:00")).day == date(2026, 11, 2)
    late = workbook(tmp_path, "students.xlsx", "2026-11-03T11:30:00Z")
    assert of_file(late).day == date(2026, 11, 4)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "12", "[a]"])
def test_a_time_zone_that_there_is_not_is_said_in_one_line(tmp_path: Path, zone: str) -> None:
    (tmp_path / "school.yml").write_text(f"time_zone: {zone}\n")
    with pytest.raises(UserError, match=r"school\.yml: this machine knows no time zone"):
        of_file(text(tmp_path, "students.csv"))


@pytest.mark.parametrize(
    ("known", "new", "decides"),
    [
        ((1, FILE), (2, FILE), "new"),  # exported again, unchanged
        ((2, FILE), (1, FILE), "known"),
        ((2, FILE), (1, NAME), "new"),  # renamed, to say when it was exported
        ((1, NAME), (2, FILE), "known"),  # copied, which says nothing
        ((2, GIVEN), (1, GIVEN), "new"),
        ((1, GIVEN), (2, NAME), "known"),
    ],
)
def test_the_stronger_evidence_says_of_which_day_the_same_bytes_are(
    known: tuple[int, str], new: tuple[int, str], decides: str
) -> None:
    days = {
        word: OwnDay(date(2026, 11, day), by)
        for word, (day, by) in zip(("known", "new"), (known, new), strict=True)
    }
    assert days["new"].over(days["known"]) == days[decides]


def test_a_folder_s_own_file_says_when_its_files_were_exported(tmp_path: Path) -> None:
    assert as_of(tmp_path) is None
    (tmp_path / "school.yml").write_text("as_of: 2026-11-15\n")
    assert as_of(tmp_path) == date(2026, 11, 15)
    (tmp_path / "school.yml").write_text("as_of: 15/11/2026\n")
    with pytest.raises(UserError, match="write a day like 2026-11-15"):
        as_of(tmp_path)
