"""What `make` says where something is missing, and which Pythons it tests under."""

import os
import platform
import subprocess
from pathlib import Path

import pytest

from common.folders import REPOSITORY


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A set-up project of which only what `make` looks at is there."""
    tools = ("requirements.lock", "common/dbt_require_auth.pth")
    for name in ("Makefile", ".venv/installed", *tools, "profiles.yml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text((REPOSITORY / "Makefile").read_text("utf-8") if name == "Makefile" else "")
    (tmp_path / ".venv" / "installed").touch()
    return tmp_path


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # Not as a part of the `make test` that runs this.
    own = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", *arguments], cwd=folder, env=own, capture_output=True, text=True, check=False
    )


def error(ended: subprocess.CompletedProcess[str]) -> str:
    """The one line beside make's own."""
    assert ended.returncode == 2
    (line,) = [line for line in ended.stderr.splitlines() if not line.startswith("make: ***")]
    return line


@pytest.mark.parametrize("target", ["up", "down", "status"])
def test_without_services_the_way_to_other_servers_is_named(
    project: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    monkeypatch.delenv("DBT_PROFILES_DIR", raising=False)
    assert error(make(project, target)).startswith("error: without services/ no server is started")


def test_a_demo_starts_servers_only_where_there_are_services(project: Path) -> None:
    assert "-m services up" not in make(project, "--dry-run", "demo").stdout
    (project / "services").mkdir()
    (project / "services" / "__main__.py").touch()
    assert "-m services up" in make(project, "--dry-run", "demo").stdout


@pytest.mark.parametrize(
    ("python", "message"),
    [("python3.99", "there is no program python3.99"), ("false", "false is older than 3.11")],
)
def test_a_python_that_will_not_do_is_refused_before_anything_is_made(
    project: Path, python: str, message: str
) -> None:
    (project / ".venv" / "installed").unlink()
    assert error(make(project, "setup", f"PYTHON={python}")).startswith(f"error: {message}; name ")
    assert list((project / ".venv").iterdir()) == []


def test_dbt_of_a_new_environment_tells_no_password_to_whoever_asks(project: Path) -> None:
    (project / ".venv" / "installed").unlink()
    for made, folder in ((".venv/installed", ".venv"), (".venv-3.99/installed", ".venv-3.99")):
        steps = make(project, "--dry-run", made).stdout
        assert f"cp common/dbt_require_auth.pth {folder}/lib/python3*/site-packages/" in steps


def test_every_python_of_the_machine_is_named_once_and_the_oldest_first() -> None:
    listed = subprocess.check_output([".ci/pythons"], cwd=REPOSITORY, text=True).splitlines()
    versions = [tuple(map(int, line.split()[0].split("."))) for line in listed]
    assert versions == sorted(set(versions))
    assert versions[0] >= (3, 11)
    assert platform.python_version() in [line.split()[0] for line in listed]
