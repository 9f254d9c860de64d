"""What names people goes where the school wants it, for its owner alone, and never to share."""

from pathlib import Path

import pytest

from common.errors import UserError
from common.private import SHARED_FOLDERS, private_folder, write_private


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    return tmp_path / "school.yml"


def test_a_school_that_names_no_folder_has_no_private_pages(school: Path) -> None:
    assert private_folder() is None
    school.write_text("language: fr\n")
    assert private_folder() is None


def test_a_path_begins_beside_school_yml(school: Path) -> None:
    school.write_text("private_folder: ../owners\n")
    assert private_folder() == school.parent.parent / "owners"


@pytest.mark.parametrize("shared", SHARED_FOLDERS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("where", [".", "people", "..", "people/.."])
def test_a_folder_that_is_shared_is_refused(school: Path, shared: Path, where: str) -> None:
    school.write_text(f"private_folder: '{shared / where}'\n")
    with pytest.raises(UserError, match="name a folder outside of it"):
        private_folder()


def test_a_link_into_a_shared_folder_is_refused(school: Path) -> None:
    (school.parent / "elsewhere").symlink_to(SHARED_FOLDERS[0])
    school.write_text("private_folder: elsewhere/people\n")
    with pytest.raises(UserError, match="name a folder outside of it"):
        private_folder()


@pytest.mark.parametrize("value", ["[a, b]", "3", "''", "true"])
def test_what_is_no_path_is_said(school: Path, value: str) -> None:
    school.write_text(f"private_folder: {value}\n")
    with pytest.raises(UserError, match="write the path of a folder"):
        private_folder()


def test_a_private_file_is_read_by_its_owner_alone_whatever_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "owners"
    path = write_private(folder, "dashboard.html", "one")
    path.chmod(0o666)
    (folder / ".dashboard.html.new").write_text("left by a run that was killed")
    assert write_private(folder, "dashboard.html", "two").read_text() == "two"
    assert (path.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [file.name for file in folder.iterdir()] == ["dashboard.html"]


def test_a_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot write"):
        write_private(tmp_path / "file" / "owners", "dashboard.html", "")
