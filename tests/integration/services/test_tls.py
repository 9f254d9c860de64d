"""A PostgreSQL as a provider runs it: TLS by a CA of its own, an administrator but no superuser.

From making the roles to what Looker Studio reads; and no password comes up anywhere.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common.servers import profiles
from common.servers.connections import TlsError, connect_postgres, postgres_settings
from common.servers.settings import reporter_settings
from dashboard.looker.connection.network import tls
from services import os_user, ports, processes
from tests.integration.certificates import Certificate, authority, issued

# The server of the wheel has no TLS; Debian's has, and so has any other that is on the path.
DEBIAN = Path("/usr/lib/postgresql")
NAME = "db.school.example"
ADMIN, REPORTER = "canary-8f1c-admin", "canary-8f1c-reporter"
PARTS = ("LOADER", "TRANSFORMER", "GRAPH")
# What brings a new server from nothing to the report; dbt says all that it knows.
COMMANDS = (
    ("common", "roles"),
    ("loaders", "load", "data/sample"),
    (
        *("dbt.cli.main", "--log-level", "debug", "build"),
        *("--exclude-resource-type", "test", "unit_test"),
    ),
    ("dashboard", "check"),
)

Ended = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class School:
    """The server of a school: its folder, its port, and two authorities, the first its own."""

    folder: Path
    port: int
    right: Certificate
    wrong: Certificate

    @property
    def log(self) -> Path:
        return self.folder / "server.log"


def superuser(school: School) -> psycopg.Connection[Any]:
    return psycopg.connect(
        host="127.0.0.1", port=school.port, user="postgres", password=ADMIN, autocommit=True
    )


@pytest.fixture(scope="module")
def school() -> Iterator[School]:
    initdb = max(DEBIAN.glob("*/bin/initdb"), default=None) or shutil.which("initdb")
    assert initdb, "no PostgreSQL with TLS: install one (Debian: apt-get install postgresql)"
    user = os_user.server_user()
    folder = Path(tempfile.mkdtemp(prefix="school ")).resolve()
    right, wrong = authority(folder, "right"), authority(folder, "wrong")
    own = issued(right, folder, "server", NAME, "localhost")
    password = folder / "password"
    password.write_text(ADMIN, "utf-8")
    for path in (folder, own.key, password):
        os.chown(path, user.uid, user.gid)
    data = folder / "data"
    subprocess.run(
        [
            *(initdb, "-D", data, "--username=postgres", f"--pwfile={password}"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        ],
        check=True,
        capture_output=True,
        cwd=folder,
        **user.identity,
    )
    made = School(folder, ports.any_free_port(), right, wrong)
    settings = {
        "port": made.port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "ssl": "on",
        "ssl_cert_file": own.certificate,
        "ssl_key_file": own.key,
        "log_statement": "all",
        "fsync": "off",
    }
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    server = processes.start_detached(
        [str(Path(initdb).with_name("postgres")), "-D", str(data)], made.log, folder, user
    )
    assert processes.wait_for(lambda: "ready to accept" in made.log.read_text(), server, 60)
    with superuser(made) as connection:
        verifier = connection.pgconn.encrypt_password(ADMIN.encode(), b"avnadmin").decode()
        connection.execute(
            f"create role avnadmin login createrole createdb password '{verifier}'".encode()
        )
        connection.execute("create database defaultdb owner avnadmin")
    yield made
    server.terminate()
    server.wait()
    shutil.rmtree(folder)


@pytest.fixture
def provider(school: School, monkeypatch: pytest.MonkeyPatch) -> School:
    """The school's server is the one in force."""
    point_at(school, monkeypatch)
    return school


def point_at(school: School, patch: pytest.MonkeyPatch) -> None:
    """Set the variables of docs/operations.md; the host's name leads to this machine."""
    home = school.folder / "home"
    home.mkdir(exist_ok=True)
    for name, value in {
        "DBT_PROFILES_DIR": str(home),
        "DBT_TARGET_PATH": str(home / "target"),
        "DBT_LOG_PATH": str(home / "logs"),
        "DBT_TARGET": "server",
        "PGHOST": NAME,
        "PGHOSTADDR": "127.0.0.1",
        "PGPORT": str(school.port),
        "PGUSER": "avnadmin",
        "PGPASSWORD": ADMIN,
        "PGDATABASE": "defaultdb",
        "PGSSLROOTCERT": str(school.right.certificate),
        "WAREHOUSE_REPORTER_PASSWORD": REPORTER,
        **{f"WAREHOUSE_{part}_PASSWORD": f"{REPORTER}-{part}" for part in PARTS},
    }.items():
        patch.setenv(name, value)
    profiles.create()


def command(*arguments: str) -> Ended:
    return subprocess.run(
        [sys.executable, "-m", *arguments], capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def brought_up(school: School) -> list[Ended]:
    """How each command ended."""
    with pytest.MonkeyPatch.context() as patch:
        point_at(school, patch)
        # The check asks for the address as any program does, not as libpq.
        patch.setenv("PGHOST", "localhost")
        return [command(*words) for words in COMMANDS]


@pytest.mark.slow
def test_an_administrator_gets_from_the_exports_to_the_report(
    brought_up: list[Ended], provider: School
) -> None:
    for words, ended in zip(COMMANDS, brought_up, strict=True):
        assert ended.returncode == 0, (words, ended.stdout[-2000:] + ended.stderr)
    checked = brought_up[-1].stdout
    assert "TLS     ok    TLSv1.3, certificate and name verified\n" in checked
    assert " data sources, types as expected\n" in checked


@pytest.mark.slow
def test_no_password_comes_up_anywhere(
    brought_up: list[Ended], provider: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Also where something is refused.
    for name in ("WAREHOUSE_LOADER_PASSWORD", "WAREHOUSE_TRANSFORMER_PASSWORD"):
        monkeypatch.setenv(name, "canary-8f1c-wrong")
    refused = [command(*words) for words in (COMMANDS[1], ("dbt.cli.main", "debug"))]
    assert all(ended.returncode for ended in refused)
    told = [ended.stdout + ended.stderr for ended in (*brought_up, *refused)]
    files = [path for path in provider.folder.rglob("*") if path.is_file()]
    kept = {path.name: path.read_bytes() for path in files if "data" not in path.parts}
    assert {"server.log", "dbt.log", "manifest.json", "run_results.json"} <= kept.keys()
    assert b"alter role" in kept["server.log"]
    del kept["password"]
    assert [text for text in told if "canary" in text] == []
    assert [name for name, content in kept.items() if b"canary" in content] == []


def test_the_right_server_is_reached_and_nobody_listens_in(provider: School) -> None:
    with connect_postgres() as connection:
        shown = connection.execute(
            "select ssl from pg_stat_ssl where pid = pg_backend_pid()"
        ).fetchone()
    assert shown == (True,)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"PGSSLROOTCERT": "wrong"},
            f"PostgreSQL at {NAME}:{{port}} has a certificate that is expired or by no CA of ours: "
            "export PGSSLROOTCERT=/path/to/ca.pem with the server's CA certificate (Aiven: "
            "Overview, CA certificate)",
        ),
        (
            {"PGSSLROOTCERT": "/nowhere/ca.pem"},
            f"PostgreSQL at {NAME}:{{port}} cannot be checked: there is no file with a CA: export "
            "PGSSLROOTCERT=/path/to/ca.pem with the server's CA certificate (Aiven: Overview, CA "
            "certificate)",
        ),
        (
            {"PGHOST": "other.school.example"},
            "PostgreSQL at other.school.example:{port} has a certificate for another name than "
            "`other.school.example`: write the name that the certificate has as `host`",
        ),
    ],
)
def test_another_server_is_not_trusted(
    provider: School, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], message: str
) -> None:
    for name, value in changes.items():
        monkeypatch.setenv(name, str(provider.wrong.certificate) if value == "wrong" else value)
    with pytest.raises(TlsError) as caught:
        connect_postgres()
    assert str(caught.value) == message.format(port=provider.port)


def test_a_server_without_tls_is_not_spoken_to(provider: School) -> None:
    with superuser(provider) as connection:
        connection.execute("alter system set ssl = off")
        connection.execute("select pg_reload_conf()")
        try:
            with pytest.raises(TlsError, match="speaks no TLS, so that passwords and rows would"):
                connect_postgres()
        finally:
            connection.execute("alter system reset ssl")
            connection.execute("select pg_reload_conf()")


@pytest.mark.slow
def test_a_profile_that_says_nothing_of_tls_is_checked_in_full(
    brought_up: list[Ended], provider: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = provider.folder / "home" / "profiles.yml"
    text = path.read_text("utf-8")
    silent = "".join(line for line in text.splitlines(True) if not line.lstrip().startswith("sslm"))
    try:
        path.write_text(silent, "utf-8")
        assert postgres_settings().options["sslmode"] == "verify-full"
        connect_postgres().close()
        monkeypatch.setenv("PGSSLROOTCERT", str(provider.wrong.certificate))
        with pytest.raises(TlsError):
            connect_postgres()
        # Its own default would take any server.
        refused = command("dbt.cli.main", "run-operation", "require_tls")
        assert refused.returncode == 1
        assert f"`{NAME}`, and has no `sslmode`: add `sslmode: verify-full`" in refused.stdout
        monkeypatch.setenv("PGSSLMODE", "require")
        assert "sslmode" not in postgres_settings().options
    finally:
        path.write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("host", "authority", "found"),
    [
        ("localhost", "right", "certificate and name verified"),
        ("localhost", "wrong", "the server's certificate is not trusted (unable to get local"),
        ("127.0.0.1", "right", "the server's certificate is not for the name `127.0.0.1`"),
    ],
)
def test_the_check_for_looker_studio_tells_them_apart(
    provider: School, monkeypatch: pytest.MonkeyPatch, host: str, authority: str, found: str
) -> None:
    monkeypatch.setenv("PGHOST", host)
    monkeypatch.setenv("PGSSLROOTCERT", str(provider.folder / f"{authority}.crt"))
    line = tls(reporter_settings())
    assert found in str(line)
    assert line.wrong == ("verified" not in found)
