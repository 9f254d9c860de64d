"""The download of jars, with the three smallest of the lock, from the real Maven Central."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from services import neo4j_jars
from services.errors import UserError
from services.folders import REPOSITORY


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    lines = neo4j_jars.LOCK_FILE.read_text().splitlines()
    short = tmp_path / "short.lock"
    short.write_text("\n".join(sorted(lines, key=lambda line: int(line.split()[2]))[:3]))
    monkeypatch.setattr(neo4j_jars, "LOCK_FILE", short)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return short


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.jar")}


def test_exactly_the_locked_jars_are_there(lock: Path) -> None:
    said: list[str] = []
    folder = neo4j_jars.folder(said.append)
    wanted = {jar.file_name for jar in neo4j_jars._read_lock()}
    assert names(folder) == wanted
    assert "3 jars" in said[0]
    (folder / "of-an-older-lock.jar").touch()
    said.clear()
    neo4j_jars.folder(said.append)
    assert names(folder) == wanted
    assert not said


def test_a_jar_cut_short_is_fetched_again(lock: Path) -> None:
    folder = neo4j_jars.folder(print)
    jar = neo4j_jars._read_lock()[0]
    (folder / jar.file_name).write_bytes(b"half of it")
    neo4j_jars.folder(print)
    assert (folder / jar.file_name).stat().st_size == jar.size


def test_a_jar_with_another_checksum_is_not_taken(lock: Path) -> None:
    jar = neo4j_jars._read_lock()[0]
    lock.write_text(lock.read_text().replace(jar.sha256, "0" * 64))
    with pytest.raises(UserError, match=f"sent another {jar.coordinate} than"):
        neo4j_jars.folder(print)
    assert jar.file_name not in names(neo4j_jars.target_folder())


def test_without_a_network_the_next_step_is_said(
    lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with pytest.raises(UserError, match=r"could not be fetched from Maven Central .*check the net"):
        neo4j_jars.folder(print)


def test_a_killed_download_goes_on_where_it_ended(lock: Path, tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from services import neo4j_jars\n"
        f"neo4j_jars.LOCK_FILE = Path({str(lock)!r})\n"
        "neo4j_jars.DOWNLOADS_AT_ONCE = 1\n"
        "neo4j_jars.folder(print)\n"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", program], cwd=REPOSITORY, stdout=subprocess.DEVNULL
    )
    folder = neo4j_jars.target_folder()
    while not names(folder):
        assert started.poll() is None
        time.sleep(0.01)
    started.kill()
    started.wait()
    kept = names(folder)
    times = {name: (folder / name).stat().st_mtime_ns for name in kept}
    neo4j_jars.folder(print)
    assert len(names(folder)) == 3
    assert {name: (folder / name).stat().st_mtime_ns for name in kept} == times
    assert not list(folder.glob("unfinished-*"))
