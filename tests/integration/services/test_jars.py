"""The download of jars, with the three smallest of the lock, from the real Maven Central."""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from common.errors import UserError
from common.folders import REPOSITORY
from common.java.jars import NEO4J, JarSet
from tests.integration.certificates import authority


@pytest.fixture
def wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> JarSet:
    lines = NEO4J.lock_file.read_text().splitlines()
    short = tmp_path / "short.lock"
    short.write_text("\n".join(sorted(lines, key=lambda line: int(line.split()[2]))[:3]))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return replace(NEO4J, lock_file=short)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.jar")}


def test_exactly_the_locked_jars_are_there(wanted: JarSet) -> None:
    said: list[str] = []
    folder = wanted.folder(said.append)
    locked = {jar.file_name for jar in wanted.jars()}
    assert names(folder) == locked
    assert "3 jars" in said[0]
    (folder / "of-an-older-lock.jar").touch()
    said.clear()
    wanted.folder(said.append)
    assert names(folder) == locked
    assert not said


def test_a_jar_cut_short_is_fetched_again(wanted: JarSet) -> None:
    folder = wanted.folder(print)
    jar = wanted.jars()[0]
    (folder / jar.file_name).write_bytes(b"half of it")
    wanted.folder(print)
    assert (folder / jar.file_name).stat().st_size == jar.size


def test_a_jar_with_another_checksum_is_not_taken(wanted: JarSet) -> None:
    jar = wanted.jars()[0]
    wanted.lock_file.write_text(wanted.lock_file.read_text().replace(jar.sha256, "0" * 64))
    with pytest.raises(UserError, match=f"sent another {jar.coordinate} than"):
        wanted.folder(print)
    assert jar.file_name not in names(wanted.target_folder())


def test_without_a_network_the_next_step_is_said(
    wanted: JarSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with pytest.raises(UserError, match=r"could not be fetched from Maven Central .*check the net"):
        wanted.folder(print)


def test_a_network_with_certificates_of_its_own_is_told_of(
    wanted: JarSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority(tmp_path, "unknown").certificate))
    with pytest.raises(UserError, match=r"\(SSLError\): .*export REQUESTS_CA_BUNDLE=/path"):
        wanted.folder(print)


def test_a_killed_download_goes_on_where_it_ended(wanted: JarSet, tmp_path: Path) -> None:
    program = (
        "from dataclasses import replace; from pathlib import Path; from common.java import jars\n"
        "jars.DOWNLOADS_AT_ONCE = 1\n"
        f"replace(jars.NEO4J, lock_file=Path({str(wanted.lock_file)!r})).folder(print)\n"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", program], cwd=REPOSITORY, stdout=subprocess.DEVNULL
    )
    folder = wanted.target_folder()
    while not names(folder):
        assert started.poll() is None
        time.sleep(0.01)
    started.kill()
    started.wait()
    kept = names(folder)
    times = {name: (folder / name).stat().st_mtime_ns for name in kept}
    wanted.folder(print)
    assert len(names(folder)) == 3
    assert {name: (folder / name).stat().st_mtime_ns for name in kept} == times
    assert not list(folder.glob("unfinished-*"))
