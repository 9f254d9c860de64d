"""services/neo4j.lock: the jars that make one Neo4j."""

from services import neo4j_jars


def test_every_jar_has_a_file_of_its_own() -> None:
    jars = neo4j_jars._read_lock()
    assert len({jar.file_name for jar in jars}) == len(jars)


def test_it_holds_the_version_that_the_code_names() -> None:
    coordinates = {jar.coordinate for jar in neo4j_jars._read_lock()}
    assert set(neo4j_jars.COORDINATES) <= coordinates
    others = {
        name
        for name in coordinates
        if name.startswith("org.neo4j:neo4j-") and not name.endswith(f":{neo4j_jars.VERSION}")
    }
    assert not others


def test_checksums_and_sizes_are_whole() -> None:
    for jar in neo4j_jars._read_lock():
        assert len(bytes.fromhex(jar.sha256)) == 32
        assert jar.size > 0
