"""`python -m services` as a person uses it, and profiles.yml as dbt reads it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from common.folders import REPOSITORY
from common.servers.connections import neo4j_settings, postgres_settings
from common.servers.settings import PostgresSettings, Role
from services import servers


def services(*arguments: str, package: str = "services") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", package, *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def to_other_server(monkeypatch: pytest.MonkeyPatch, settings: PostgresSettings) -> None:
    """Reach the running server as one that somebody else runs."""
    for name, value in {
        "DBT_TARGET": "server",
        "PGHOST": settings.host,
        "PGPORT": str(settings.port),
        **{f"{role.upper()}_PASSWORD": postgres_settings(role).password for role in Role},
        "PGDATABASE": settings.dbname,
        "PGSSLMODE": "disable",
    }.items():
        monkeypatch.setenv(name, value)


def test_from_setup_to_clean(home: Path) -> None:
    assert (
        services("setup", package="common").stdout
        == f"{home / 'profiles.yml'}: there already, left as it is\n"
    )
    first = services("up", "postgres")  # returns although the server goes on: it holds no pipe
    settings = postgres_settings()
    folder = servers.SERVICES["postgres"].folder()
    ready = f"PostgreSQL 18.4 ready on {settings.address} (data in {folder})\n"
    assert first.stdout.endswith(ready)
    started = time.monotonic()
    assert services("up", "postgres").stdout == ready
    assert time.monotonic() - started < 30
    status = services("status")
    assert status.returncode == 1
    assert status.stdout == (
        f"{ready}Neo4j is not answering at {neo4j_settings().address}: run `make up`\n"
    )
    assert services("down").stdout == (
        f"PostgreSQL: the embedded server stopped; its data stays in {folder}\n"
        f"Neo4j: the embedded server was not running\n"
    )
    cleaned = services("clean")
    assert f"{home / '.services'}: removed\n" in cleaned.stdout
    assert not (home / ".services").exists()
    assert not folder.exists()
    assert (home / "profiles.yml").exists()


def test_another_server_is_checked_not_started(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_other_server(monkeypatch, postgres_settings())
    checked = services("up", "postgres")
    assert checked.returncode == 0
    assert "(target `server`: a server that this project uses but does not start" in checked.stdout
    monkeypatch.setenv("PGPORT", "1")
    down = services("up", "postgres")
    assert (down.returncode, down.stdout) == (2, "")
    assert down.stderr == (
        "error: PostgreSQL is not answering at 127.0.0.1:1 (target `server`): check that the "
        "server runs and that this machine may reach it\n"
    )


def test_a_server_without_tls_is_refused_where_certificates_are_checked(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_other_server(monkeypatch, postgres_settings())
    monkeypatch.delenv("PGSSLMODE")
    monkeypatch.setenv("PGSSLROOTCERT", "system")
    refused = services("up", "postgres")
    assert refused.returncode == 2
    assert "speaks no TLS" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_a_missing_profiles_yml_names_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    for command in ("up", "status"):
        ended = services(command)
        assert f"{tmp_path / 'profiles.yml'} is missing: run `make setup`" in (
            ended.stdout + ended.stderr
        )
    assert services("down").returncode == 0


def test_help_is_said_in_full() -> None:
    text = services("--help").stdout
    for word in (
        "up",
        "down",
        "status",
        "clean",
        "DBT_PROFILES_DIR",
        "exit codes",
    ):
        assert word in text


@pytest.mark.parametrize("target", ["embedded", "server"])
def test_dbt_reads_the_same_file(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    """With the variables of the chosen target only: for `embedded` there are none."""
    if target == "server":
        to_other_server(monkeypatch, postgres_settings())
    (tmp_path / "dbt_project.yml").write_text(
        "name: connection\nversion: '1.0'\nprofile: student_session_analytics\n"
    )
    debugged = subprocess.run(
        [Path(sys.executable).with_name("dbt"), "debug", "--connection", "--target", target],
        cwd=tmp_path,
        env={**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert debugged.returncode == 0, debugged.stdout
    assert "OK connection ok" in debugged.stdout
