"""Which server is meant: profiles.yml, DBT_TARGET and NEO4J_URI."""

import re
from pathlib import Path

import pytest

from common.errors import UserError
from common.servers import profiles
from common.servers.settings import neo4j_settings, postgres_settings, reporter_settings


@pytest.fixture(autouse=True)
def profiles_yml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    profiles.create()
    return tmp_path / "profiles.yml"


def test_the_embedded_servers_are_the_default() -> None:
    warehouse, graph = postgres_settings(), neo4j_settings()
    assert (warehouse.embedded, warehouse.address) == (True, "127.0.0.1:15432")
    assert (graph.embedded, graph.address) == (True, "127.0.0.1:17687")


def test_spark_is_no_server_to_log_in_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBT_TARGET", "spark")
    with pytest.raises(UserError, match=r"`spark` is no PostgreSQL: .*takes `--target spark`"):
        postgres_settings()


def test_no_settings_show_their_password() -> None:
    for settings in (postgres_settings(), neo4j_settings()):
        assert settings.password not in repr(settings)


def test_aiven_is_reached_with_its_certificate_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBT_TARGET", "server")
    for name in ("PGHOST", "PGUSER", "PGPASSWORD", "PGDATABASE"):
        monkeypatch.setenv(name, name)
    monkeypatch.setenv("PGSSLROOTCERT", "/etc/aiven/ca.pem")
    settings = postgres_settings()
    assert not settings.embedded
    assert settings.options["sslmode"] == "verify-full"
    assert settings.options["sslrootcert"] == "/etc/aiven/ca.pem"
    assert settings.options["keepalives_idle"] == "30"


@pytest.mark.parametrize(
    ("host", "sslmode"),
    [
        *((host, None) for host in ("localhost", "127.0.0.1", "127.8.0.1", "::1", "/run/pg")),
        # An office's network, too: others are in it.
        *((host, "verify-full") for host in ("10.0.0.5", "192.168.1.9", "fe80::1", "0.0.0.0")),
        *((host, "verify-full") for host in ("db.school.example", "localhost.school.example")),
    ],
)
def test_tls_is_left_out_on_this_machine_only(
    profiles_yml: Path, monkeypatch: pytest.MonkeyPatch, host: str, sslmode: str | None
) -> None:
    silent = re.sub(r" +sslmode: disable.*\n", "", profiles_yml.read_text())
    profiles_yml.write_text(silent.replace("host: 127.0.0.1", f'host: "{host}"'))
    assert postgres_settings().options.get("sslmode") == sslmode
    monkeypatch.setenv("PGSSLMODE", "require")
    assert "sslmode" not in postgres_settings().options


def test_no_certificate_file_is_no_option(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBT_TARGET", "server")
    for name in ("PGHOST", "PGUSER", "PGPASSWORD", "PGDATABASE"):
        monkeypatch.setenv(name, name)
    assert "sslrootcert" not in postgres_settings().options


def test_neo4j_uri_wins_over_profiles_yml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", "neo4j+s://abc.databases.neo4j.io")
    monkeypatch.setenv("NEO4J_PASSWORD", "hidden")
    settings = neo4j_settings()
    assert not settings.embedded
    assert settings.address == "abc.databases.neo4j.io:7687"
    assert (settings.username, settings.password) == ("neo4j", "hidden")
    assert settings.database is None


def test_neo4j_uri_alone_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://127.0.0.1")
    with pytest.raises(UserError, match="NEO4J_PASSWORD is not"):
        neo4j_settings()


@pytest.mark.parametrize(
    "uri",
    # pragma: allowlist nextline secret
    ["localhost:7687", "http://localhost:7474", "bolt://", "bolt://me:hidden@host", "bolt://h:x"],
)
def test_what_is_no_neo4j_address_is_refused_unquoted(
    monkeypatch: pytest.MonkeyPatch, uri: str
) -> None:
    monkeypatch.setenv("NEO4J_URI", uri)
    monkeypatch.setenv("NEO4J_PASSWORD", "hidden")
    with pytest.raises(UserError, match="NEO4J_URI is no Neo4j address") as caught:
        neo4j_settings()
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_another_machines_neo4j_is_not_spoken_to_without_tls_unless_that_is_wanted(
    profiles_yml: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "hidden")
    for host in ("127.0.0.1", "localhost", "[::1]"):
        monkeypatch.setenv("NEO4J_URI", f"{scheme}://{host}:7687")
        neo4j_settings()
    monkeypatch.setenv("NEO4J_URI", f"{scheme}://graph.school.example")
    with pytest.raises(UserError, match=rf"write {scheme}\+s://, or, .*`plaintext: true`"):
        neo4j_settings()
    profiles_yml.write_text(profiles_yml.read_text().replace("plaintext: false", "plaintext: true"))
    assert neo4j_settings().host == "graph.school.example"


@pytest.mark.parametrize("port", ["0", "65536", "abc", "-1"])
def test_what_is_no_port_is_refused(profiles_yml: Path, port: str) -> None:
    profiles_yml.write_text(profiles_yml.read_text().replace("15432", port))
    with pytest.raises(UserError, match=r"`port` of `student_session_analytics\.embedded`"):
        postgres_settings()


def test_a_missing_value_is_named(profiles_yml: Path) -> None:
    profiles_yml.write_text(profiles_yml.read_text().replace("dbname:", "unknown:"))
    with pytest.raises(UserError, match="has no `dbname`: add it"):
        postgres_settings()


def test_the_reporter_is_the_same_server_by_a_login_of_its_own() -> None:
    own, reporter = postgres_settings(), reporter_settings()
    assert (reporter.address, reporter.dbname) == (own.address, own.dbname)
    assert reporter.user == "warehouse_reporter"
    assert len(reporter.password) >= 32
    assert reporter.password != own.password
    assert reporter.password not in repr(reporter)


def test_another_server_has_the_reporters_password_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DBT_TARGET", "server")
    for name in ("PGHOST", "PGUSER", "PGPASSWORD", "PGDATABASE"):
        monkeypatch.setenv(name, name)
    monkeypatch.delenv("WAREHOUSE_REPORTER_PASSWORD", raising=False)
    with pytest.raises(UserError, match="is empty: export WAREHOUSE_REPORTER_PASSWORD"):
        reporter_settings()
    monkeypatch.setenv("WAREHOUSE_REPORTER_PASSWORD", "of its own")
    # pragma: allowlist nextline secret
    assert reporter_settings().password == "of its own"
