"""Nobody stops or removes servers on which a command is at work."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from common.commands.at_work import AtWorkError, refuse_while_at_work
from common.folders import REPOSITORY
from common.servers import setup
from services import servers

Begin = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """Begin a program that looks like a command, in a project."""
    begun = []

    def run(project: Path, *arguments: str) -> subprocess.Popen[str]:
        program = tmp_path / "dbt"
        program.write_text("import time; print(flush=True); time.sleep(60)\n")
        (tmp_path / "loaders.py").write_text(program.read_text())
        process = subprocess.Popen(
            [sys.executable, *(arguments or (str(program), "build", "--select", "marts"))],
            cwd=tmp_path,
            env={**os.environ, "DBT_PROFILES_DIR": str(project)},
            stdout=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        assert process.stdout
        process.stdout.readline()
        return process

    yield run
    for process in begun:
        process.kill()
        process.wait()


def test_where_nobody_is_at_work_nothing_is_refused(project: Path, begin: Begin) -> None:
    begin(project / "another")
    begin(project, "-c", "import time; print(flush=True); time.sleep(60)")
    refuse_while_at_work()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [((), "dbt build --select marts"), (("-m", "loaders", "load"), "python -m loaders load")],
)
def test_who_is_at_work_is_named(
    project: Path, begin: Begin, arguments: tuple[str, ...], named: str
) -> None:
    process = begin(project, *arguments)
    with pytest.raises(AtWorkError, match=f"^`{named}` of .* process {process.pid}, since 20"):
        refuse_while_at_work()


def test_a_wrapper_that_waits_for_the_command_is_not_at_work_itself(project: Path) -> None:
    look = "from common.commands.at_work import refuse_while_at_work as look; look()"
    wrapper = (
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {look!r}], check=True)"
    )
    done = subprocess.run(
        [sys.executable, "-c", wrapper, "-m", "backup", "restore"], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "stop", [lambda: servers.down(["postgres"], print), lambda: servers.clean(print)]
)
def test_servers_are_neither_stopped_nor_removed(
    project: Path, begin: Begin, stop: Callable[[], None]
) -> None:
    setup.setup(print)
    begin(project)
    with pytest.raises(AtWorkError):
        stop()
    assert (project / ".services").exists()


def test_what_a_build_writes_is_not_removed_under_it(project: Path, begin: Begin) -> None:
    for name in ("Makefile", "common"):
        (project / name).symlink_to(REPOSITORY / name)
    (project / ".venv").symlink_to(REPOSITORY / ".venv")
    (project / "target").mkdir()
    (project / "target" / "manifest.json").touch()
    own = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    clean = ["make", "clean"]
    process = begin(project)
    refused = subprocess.run(
        clean, cwd=project, env=own, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 2
    assert refused.stderr.startswith("error: `dbt build --select marts` of ")
    assert (project / "target" / "manifest.json").exists()
    process.kill()
    process.wait()
    subprocess.run(clean, cwd=project, env=own, check=True)
    assert not (project / "target" / "manifest.json").exists()
