"""The lock files of the jars: what makes one Neo4j, and one JDBC driver."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from common.java.jars import NEO4J, POSTGRES_JDBC, Jar, JarSet

BOTH = pytest.mark.parametrize("wanted", [NEO4J, POSTGRES_JDBC], ids=lambda wanted: wanted.title)


@BOTH
def test_every_jar_has_a_file_of_its_own(wanted: JarSet) -> None:
    jars = wanted.jars()
    assert len({jar.file_name for jar in jars}) == len(jars)


@BOTH
def test_it_holds_the_version_that_the_code_names(wanted: JarSet) -> None:
    coordinates = {jar.coordinate for jar in wanted.jars()}
    assert set(wanted.coordinates) <= coordinates
    assert all(name.endswith(f":{wanted.version}") for name in wanted.coordinates)


def test_all_of_neo4j_is_of_one_version() -> None:
    others = {
        name
        for name in (jar.coordinate for jar in NEO4J.jars())
        if name.startswith("org.neo4j:neo4j-") and not name.endswith(f":{NEO4J.version}")
    }
    assert not others


@BOTH
def test_checksums_and_sizes_are_whole(wanted: JarSet) -> None:
    for jar in wanted.jars():
        assert len(bytes.fromhex(jar.sha256)) == 32
        assert jar.size > 0


def test_a_jar_that_was_changed_to_one_of_its_size_does_not_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    fetched: list[str] = []

    def fetch_all(self: JarSet, jars: list[Jar], target: Path, say: object) -> None:
        fetched.extend(jar.file_name for jar in jars)

    monkeypatch.setattr(JarSet, "_fetch_all", fetch_all)
    contents = {"a:ours:1": b"good", "a:theirs:1": b"good"}
    lock = tmp_path / "two.lock"
    digest = hashlib.sha256(b"good").hexdigest()
    lock.write_text("".join(f"{name} {digest} 4\n" for name in contents))
    wanted = replace(NEO4J, lock_file=lock)
    folder = wanted.folder(print)
    assert fetched == ["a_ours_1.jar", "a_theirs_1.jar"]
    (folder / "a_ours_1.jar").write_bytes(b"good")
    (folder / "a_theirs_1.jar").write_bytes(b"evil")
    fetched.clear()
    wanted.folder(print)
    assert fetched == ["a_theirs_1.jar"]
