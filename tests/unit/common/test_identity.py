"""A project speaks to servers of its own, also after it was copied or renamed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from common.errors import UserError
from common.servers import identity, setup
from common.servers.connections import neo4j_settings, postgres_settings
from services import os_user, postgres_cluster

Enter = Callable[[Path], None]


@pytest.fixture
def enter(monkeypatch: pytest.MonkeyPatch) -> Enter:
    def run(project: Path) -> None:
        monkeypatch.setenv("DBT_PROFILES_DIR", str(project))

    return run


@pytest.fixture
def original(tmp_path: Path, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose servers were started once."""
    monkeypatch.setattr(postgres_cluster, "SHARED", tmp_path / "shared")
    project = tmp_path / "school"
    project.mkdir()
    enter(project)
    setup.setup(lambda text: None)
    postgres_cluster.settle()
    return project


def test_its_own_servers_are_spoken_to(original: Path) -> None:
    postgres_settings()
    folder = postgres_cluster.data_folder()
    postgres_cluster.settle()
    assert postgres_cluster.data_folder() == folder


@pytest.mark.parametrize("settings", [postgres_settings, neo4j_settings])
def test_a_copy_does_not_speak_to_those_of_the_original(
    original: Path, enter: Enter, settings: Callable[[], object]
) -> None:
    copy = original.with_name("copy")
    shutil.copytree(original, copy)
    enter(copy)
    with pytest.raises(UserError, match=rf"started, in {original}, .*run `make up`"):
        settings()
    postgres_cluster.settle()
    settings()
    enter(original)
    settings()


@pytest.mark.parametrize("is_root", [True, False])
def test_a_copy_has_data_of_its_own_before_and_after_its_start(
    original: Path, enter: Enter, monkeypatch: pytest.MonkeyPatch, is_root: bool
) -> None:
    monkeypatch.setattr(os_user, "is_root", lambda: is_root)
    folders = {postgres_cluster.data_folder()}
    copy = original.with_name("copy")
    shutil.copytree(original, copy)
    enter(copy)
    folders.add(postgres_cluster.data_folder())
    before = len(folders)
    postgres_cluster.settle()
    assert before == 2
    assert original not in postgres_cluster.data_folder().parents
    assert (postgres_cluster.data_folder() in folders) != is_root


def test_a_renamed_project_finds_its_data_again(
    original: Path, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os_user, "is_root", lambda: True)
    data = postgres_cluster.data_folder()
    data.mkdir(parents=True)
    renamed = original.rename(original.with_name("renamed"))
    enter(renamed)
    with pytest.raises(UserError, match="renamed since"):
        postgres_settings()
    postgres_cluster.settle()
    postgres_settings()
    assert postgres_cluster.data_folder() == data

    original.mkdir()
    enter(original)
    setup.setup(lambda text: None)
    postgres_cluster.settle()
    assert postgres_cluster.data_folder() != data


def test_data_that_was_copied_while_it_was_written_is_not_started(
    original: Path, enter: Enter
) -> None:
    pid_file = original / ".services/postgres/data/postmaster.pid"
    pid_file.parent.mkdir(parents=True)
    pid_file.touch()
    postgres_cluster.settle()
    copy = original.with_name("copy")
    shutil.copytree(original, copy)
    enter(copy)
    with pytest.raises(UserError, match="may be torn: copy the project again after `make down`"):
        postgres_cluster.settle()
    assert identity.is_copied()


def test_data_of_an_earlier_version_is_kept(
    tmp_path: Path, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_cluster, "SHARED", tmp_path / "shared")
    monkeypatch.setattr(os_user, "is_root", lambda: True)
    enter(tmp_path)
    (tmp_path / ".services").mkdir(mode=0o700)
    (tmp_path / ".services" / "postgres.log").touch()
    before = postgres_cluster.data_folder()
    postgres_cluster.settle()
    assert postgres_cluster.data_folder() == before
