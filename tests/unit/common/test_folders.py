"""Whose folder it is, and where things are."""

import os
from pathlib import Path

import pytest

from common import folders
from common.errors import UserError
from services import os_user, postgres_cluster


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "la école"
    folder.mkdir()
    monkeypatch.setenv("DBT_PROFILES_DIR", str(folder))
    return folder


def test_another_user_s_servers_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    folders.services_folder()
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)
    with pytest.raises(UserError, match="belongs to another user: run this command as that user"):
        folders.services_folder()


def test_a_folder_that_cannot_be_made_is_named(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBT_PROFILES_DIR", str(project / "nowhere"))
    with pytest.raises(UserError, match=r"cannot make .*nowhere/\.services: No such file"):
        folders.services_folder()


def test_the_cache_is_where_xdg_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert folders.cache_folder() == tmp_path / "cache" / folders.PRODUCT


def test_an_ordinary_user_s_data_is_beside_profiles_yml(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os_user, "is_root", lambda: False)
    assert postgres_cluster.data_folder() == project / ".services" / "postgres"


def test_root_s_data_has_a_folder_per_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os_user, "is_root", lambda: True)
    first = postgres_cluster.data_folder()
    assert first.is_relative_to(postgres_cluster.SHARED)
    assert first.parent.name.startswith("la-cole-")
    twin = tmp_path / "elsewhere" / "la école"
    twin.mkdir(parents=True)
    monkeypatch.setenv("DBT_PROFILES_DIR", str(twin))
    assert postgres_cluster.data_folder() != first


def test_root_without_a_way_to_make_a_user_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os_user, "is_root", lambda: True)
    monkeypatch.setattr(os_user, "PRODUCT", "no-such-user-of-this-system")
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(UserError, match=r"no `useradd` to make the user .*as an ordinary user"):
        os_user.server_user()
