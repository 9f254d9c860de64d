"""A Neo4j with TLS by a CA of its own: only the right one is spoken to, and never in the clear."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from common.java import jars
from common.servers.connections import TlsError, open_neo4j, postgres_settings
from services import neo4j_home, ports, processes
from tests.integration.certificates import authority, issued

PASSWORD = "canary-41ab-graph"


@dataclass(frozen=True)
class Graph:
    """A server that speaks nothing but TLS, and where the authorities' certificates are."""

    folder: Path
    port: int


@pytest.fixture(scope="module")
def encrypted() -> Iterator[Graph]:
    folder = Path(tempfile.mkdtemp(prefix="graph ")).resolve()
    authority(folder, "wrong")
    own = issued(authority(folder, "right"), folder, "server", "localhost")
    home = neo4j_home.prepare(folder / "neo4j", jars.NEO4J.folder(print), PASSWORD)
    policy = "dbms.ssl.policy.bolt"
    graph = Graph(folder, ports.any_free_port())
    command = neo4j_home.command(
        home,
        graph.port,
        "server.bolt.tls_level=REQUIRED",
        "server.default_advertised_address=localhost",
        f"{policy}.enabled=true",
        f"{policy}.base_directory={folder}",
        f"{policy}.public_certificate={own.certificate}",
        f"{policy}.private_key={own.key}",
    )
    server = processes.start_detached(command, home.log, home.folder, outlives_us=False)
    assert processes.wait_for(lambda: processes.listens(server, graph.port), server, 180)
    yield graph
    server.terminate()
    server.wait()
    shutil.rmtree(folder)


@pytest.fixture(params=["bolt+s", "neo4j+s"])
def scheme(
    encrypted: Graph, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> str:
    """How the address is written; the right authority is trusted."""
    monkeypatch.setenv("NEO4J_PASSWORD", PASSWORD)
    monkeypatch.setenv("SSL_CERT_FILE", str(encrypted.folder / "right.crt"))
    return str(request.param)


def test_the_right_server_is_reached(
    encrypted: Graph, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_URI", f"{scheme}://localhost:{encrypted.port}")
    with open_neo4j() as driver:
        assert driver.execute_query("RETURN 1 AS one").records[0]["one"] == 1


def test_a_certificate_for_another_name_is_refused(
    encrypted: Graph, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_URI", f"{scheme}://127.0.0.1:{encrypted.port}")
    with pytest.raises(TlsError, match="has a certificate for another name than `127"):
        open_neo4j()


def test_a_certificate_by_another_authority_is_refused(
    encrypted: Graph, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_URI", f"{scheme}://localhost:{encrypted.port}")
    monkeypatch.setenv("SSL_CERT_FILE", str(encrypted.folder / "wrong.crt"))
    with pytest.raises(TlsError, match=r"is not trusted .*: export SSL_CERT_FILE=") as caught:
        open_neo4j()
    assert PASSWORD not in str(caught.value)


def test_a_server_that_speaks_no_tls_is_refused(
    warehouse: Path, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whatever answers there, it does not answer in TLS: here it is the embedded PostgreSQL.
    monkeypatch.setenv("NEO4J_URI", f"{scheme}://localhost:{postgres_settings().port}")
    with pytest.raises(TlsError, match="speaks no TLS"):
        open_neo4j()
