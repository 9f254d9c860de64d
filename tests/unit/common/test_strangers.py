"""What is told to a program that only poses as PostgreSQL, and to a pooler in front of it."""

import shutil
import socket
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from common.folders import REPOSITORY
from common.servers.connection_errors import ServerDownError, TlsError
from common.servers.connections import connect_postgres, open_neo4j
from common.servers.pooler import PoolerError, refuse_pooler
from common.servers.settings import Neo4jSettings, PostgresSettings
from dashboard.looker.connection.driver import jdbc
from dashboard.spec.check import checked_report
from dashboard.spec.marts import read_marts

SETTINGS = PostgresSettings("server", "127.0.0.1", 5432, "loader", "canary-word", "db", "marts")
CLEARTEXT, MD5 = 3, 5


@pytest.fixture
def stranger(request: pytest.FixtureRequest) -> Iterator[tuple[int, bytearray]]:
    """A port at which somebody asks for the password; yields it with all that was sent there."""
    heard = bytearray()

    def serve() -> None:
        client, _ = listener.accept()
        with client:
            client.settimeout(5)
            while data := client.recv(4096):
                heard.extend(data)
                if len(data) == 8:  # asks for TLS
                    client.sendall(b"N")
                elif b"user" in data:
                    salt = b"salt" if request.param == MD5 else b""
                    length = (8 + len(salt)).to_bytes(4, "big")
                    client.sendall(b"R" + length + request.param.to_bytes(4, "big") + salt)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(60)
        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1], heard
        thread.join()


@pytest.mark.parametrize("stranger", [CLEARTEXT, MD5], indirect=True)
def test_a_program_that_asks_for_the_password_gets_none(stranger: tuple[int, bytearray]) -> None:
    port, heard = stranger
    settings = PostgresSettings("server", "127.0.0.1", port, "loader", "canary-word", "db", "marts")
    with pytest.raises(TlsError, match=r"by scram-sha-256, which hides it, so it was not sent"):
        connect_postgres(settings)
    assert b"loader" in heard
    assert b"canary" not in heard
    assert b"md5" not in heard


PROFILE = """
student_session_analytics:
  target: server
  outputs:
    server: {{type: postgres, host: 127.0.0.1, port: {port}, user: loader, password: canary-word,
             dbname: db, schema: marts, threads: 1, retries: 0, connect_timeout: 5}}
"""


@pytest.mark.parametrize("stranger", [CLEARTEXT], indirect=True)
def test_dbt_tells_it_neither(
    stranger: tuple[int, bytearray], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As `make setup` does.
    shutil.copy(REPOSITORY / "common" / "dbt_require_auth.pth", sysconfig.get_path("purelib"))
    for name in ("PGREQUIREAUTH", "PGHOST"):
        monkeypatch.delenv(name, raising=False)
    port, heard = stranger
    (tmp_path / "profiles.yml").write_text(PROFILE.format(port=port), "utf-8")
    dbt = Path(sys.executable).with_name("dbt")
    done = subprocess.run(
        [dbt, "--log-path", tmp_path, "debug", "--connection", "--profiles-dir", tmp_path],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 'requirement "scram-sha-256" failed' in done.stdout
    assert b"loader" in heard
    assert b"canary" not in heard


@pytest.mark.parametrize("stranger", [CLEARTEXT], indirect=True)
def test_the_driver_of_looker_studio_tells_it_neither(
    stranger: tuple[int, bytearray], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGREQUIREAUTH", raising=False)
    port, heard = stranger
    settings = PostgresSettings("server", "127.0.0.1", port, "loader", "canary-word", "db", "marts")
    [line] = jdbc(settings, checked_report(), read_marts(), print)
    assert line.wrong
    assert b"loader" in heard
    assert b"canary" not in heard


def test_a_program_on_the_port_of_the_embedded_graph_hears_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        uri = f"bolt://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(ServerDownError, match="run `make up`"):
            open_neo4j(Neo4jSettings("embedded", uri, "neo4j", "canary-word", "neo4j"))
        listener.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listener.accept()


class Session:
    """A session as psycopg has it: the number that it was told, and that of who works for it."""

    def __init__(self, told: int, process: int):
        self.info = SimpleNamespace(backend_pid=told)
        self.pgconn: Any = SimpleNamespace(
            exec_=lambda _: SimpleNamespace(get_value=lambda *_: str(process).encode())
        )
        self.closed = False

    def close(self) -> None:
        self.closed = True

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@pytest.mark.parametrize(
    ("told", "again", "refused"),
    [(7, None, False), (90_001, Session(90_002, 8), False), (90_001, Session(90_002, 7), True)],
    ids=["PostgreSQL itself", "a pooler of sessions", "a pooler of transactions"],
)
def test_two_sessions_that_are_one_are_refused(told: int, again: Any, refused: bool) -> None:
    first: Any = Session(told, 7)
    if not refused:
        refuse_pooler(first, lambda: again, SETTINGS)
    else:
        with pytest.raises(PoolerError, match=r"at 127\.0\.0\.1:5432, .*\(Aiven: that of"):
            refuse_pooler(first, lambda: again, SETTINGS)
    assert first.closed == refused
