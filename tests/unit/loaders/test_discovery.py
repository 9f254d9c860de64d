"""Which file of a folder is for which source, and where the files are if not in it."""

import re
from pathlib import Path

import pytest

from loaders.contract.sources import read_sources
from loaders.discovery import DiscoveryError, matched


def test_folders_that_hold_the_files_are_named_and_can_be_loaded(tmp_path: Path) -> None:
    for name in ("june", "may", ".old", "notes"):
        (tmp_path / name).mkdir()
    for name in ("june", "may", ".old"):
        (tmp_path / name / "students.csv").touch()
    with pytest.raises(DiscoveryError) as caught:
        matched(tmp_path, read_sources())
    named = re.split(" of |, ", str(caught.value))[-2:]
    assert named == [str(tmp_path / "june"), str(tmp_path / "may")]
    [file] = matched(Path(named[0]), read_sources())
    assert file.path == tmp_path / "june" / "students.csv"


def test_a_file_under_a_name_that_the_message_names_is_taken(tmp_path: Path) -> None:
    (tmp_path / "pupils.csv").touch()
    with pytest.raises(DiscoveryError, match="rename it to fit one of") as caught:
        matched(tmp_path, read_sources())
    pattern = re.split(" one of |, ", str(caught.value))[1]
    (tmp_path / "pupils.csv").rename(tmp_path / pattern.replace("*", "x"))
    assert [file.source.name for file in matched(tmp_path, read_sources())] == ["students"]


def test_a_file_that_fits_two_sources_is_taken_under_a_name_that_fits_one(tmp_path: Path) -> None:
    (tmp_path / "students_sessions.csv").touch()
    with pytest.raises(DiscoveryError, match="fits the patterns of students and sessions: rename"):
        matched(tmp_path, read_sources())
    (tmp_path / "students_sessions.csv").rename(tmp_path / "sessions.csv")
    assert [file.source.name for file in matched(tmp_path, read_sources())] == ["sessions"]
