"""Which file of a folder is for which source, and where the files are if not in it."""

import re
from pathlib import Path

import pytest

from loaders.discovery import DiscoveryError, matched
from loaders.sources import read_sources


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
