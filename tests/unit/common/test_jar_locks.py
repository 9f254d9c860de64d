"""The lock files of the jars: what makes one Neo4j, and one JDBC driver."""

import pytest

from common.jars import NEO4J, POSTGRES_JDBC, JarSet

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
