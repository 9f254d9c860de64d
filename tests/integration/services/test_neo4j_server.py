"""The embedded Neo4j through everything that can happen to it, for real.

It takes seconds to start, so the tests share one folder; each brings its server up itself.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from common.errors import UserError
from common.folders import REPOSITORY
from common.servers import profiles, setup
from common.servers.connections import (
    ServerDownError,
    UnknownDatabaseError,
    WrongCredentialsError,
    neo4j_settings,
    open_neo4j,
)
from services import neo4j_home, neo4j_server, ports, processes, servers

SECONDS = 120.0


@pytest.fixture(autouse=True)
def running(shared_home: Path) -> Path:
    servers.up(["neo4j"], print)
    with open_neo4j() as driver:
        driver.execute_query("MERGE (:Kept)")
    return shared_home


def server() -> psutil.Process:
    (process,) = neo4j_server._processes()
    return process


def assert_node_is_there() -> None:
    with open_neo4j() as driver:
        (record,) = driver.execute_query("MATCH (n:Kept) RETURN count(n) AS nodes").records
    assert record["nodes"] == 1


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def commands() -> list[list[str]]:
    return [found for found in map(processes.command, neo4j_server._processes()) if found]


def start_up() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "services", "up", "neo4j"],
        cwd=REPOSITORY,
        stdout=subprocess.DEVNULL,
    )


def make_profiles_again(home: Path) -> None:
    uri = neo4j_settings().uri
    (home / "profiles.yml").unlink()
    setup.setup(print)
    profiles.write(profiles.NEO4J, "uri", uri)


def test_it_is_community_on_loopback_and_asks_for_its_password() -> None:
    addresses = {
        found.laddr.ip.removeprefix("::ffff:")
        for found in server().net_connections()
        if found.status == "LISTEN"
    }
    assert addresses == {"127.0.0.1"}
    with open_neo4j() as driver:
        (record,) = driver.execute_query("CALL dbms.components()").records
    assert record["edition"] == "community"
    assert record["versions"][0].startswith("5.26.")
    for password in ("neo4j", "another one"):
        settings = neo4j_settings()
        changed = type(settings)(
            "embedded", settings.uri, settings.username, password, settings.database
        )
        with pytest.raises(WrongCredentialsError, match=r"refuses user `neo4j`.*run `make up`"):
            open_neo4j(changed)


def test_an_unknown_database_is_named() -> None:
    settings = neo4j_settings()
    changed = type(settings)("server", settings.uri, "neo4j", settings.password, "school")
    with pytest.raises(UnknownDatabaseError, match="has no database `school`: correct its name"):
        open_neo4j(changed)


def test_nobody_sees_its_password(running: Path) -> None:
    password = neo4j_settings().password
    assert password not in " ".join(server().cmdline())
    for log in (running / ".services" / "neo4j").rglob("*.log"):
        assert password not in log.read_text(errors="replace")
    for folder in (running / ".services", running / ".services" / "neo4j"):
        assert folder.stat().st_mode & 0o077 == 0


def test_what_the_embedded_server_cannot_be_is_said(running: Path) -> None:
    before = neo4j_settings().uri
    for key, value, kept in (
        ("uri", "neo4j+s://elsewhere:7687", before),
        ("username", "alice", "neo4j"),
        ("database", "school", "neo4j"),
    ):
        profiles.write(profiles.NEO4J, key, value)
        with pytest.raises(UserError, match="or use the target `server`"):
            servers.up(["neo4j"], print)
        profiles.write(profiles.NEO4J, key, kept)


@pytest.mark.slow
def test_a_killed_server_comes_back_with_its_data() -> None:
    server().kill()
    wait_until(lambda: not commands())
    with pytest.raises(ServerDownError, match=r"not answering at 127\.0\.0\.1:\d+: run `make up`"):
        open_neo4j()
    servers.up(["neo4j"], print)
    assert_node_is_there()


@pytest.mark.slow
def test_down_keeps_the_data_and_a_taken_port_is_exchanged() -> None:
    servers.down(["neo4j"], print)
    assert not commands()
    taken = neo4j_settings().port
    with socket.create_server((ports.LOOPBACK, taken)):
        servers.up(["neo4j"], print)
        assert neo4j_settings().port != taken
        assert_node_is_there()


@pytest.mark.slow
def test_an_up_that_was_killed_is_gone_on_with_by_the_next() -> None:
    servers.down(["neo4j"], print)
    started = start_up()
    wait_until(lambda: bool(commands()))
    started.kill()
    started.wait()
    first = server().pid
    servers.up(["neo4j"], print)
    assert server().pid == first
    assert_node_is_there()


@pytest.mark.slow
def test_profiles_yml_made_again_sets_its_password_and_keeps_the_graph(running: Path) -> None:
    """And at no time is a server there that asks for no password."""
    make_profiles_again(running)
    with pytest.raises(WrongCredentialsError):
        open_neo4j()
    servers.up(["neo4j"], print)
    assert "auth_enabled" not in " ".join(server().cmdline())
    assert_node_is_there()


@pytest.mark.slow
@pytest.mark.parametrize("lost", ["databases", "transactions"])
def test_a_password_that_was_being_set_is_set_by_the_next_start(running: Path, lost: str) -> None:
    servers.down(["neo4j"], print)
    make_profiles_again(running)
    shutil.rmtree(neo4j_home.data_folder() / "data" / lost / "system")
    servers.up(["neo4j"], print)
    assert_node_is_there()


def test_a_password_that_neo4j_refuses_is_the_user_s_to_correct(running: Path) -> None:
    good = neo4j_settings().password
    profiles.write(profiles.NEO4J, "password", "short")
    with pytest.raises(UserError, match=r"Neo4j refuses the password in profiles\.yml: .*8 char"):
        servers.up(["neo4j"], print)
    assert not commands()
    profiles.write(profiles.NEO4J, "password", good)


@pytest.mark.slow
def test_a_very_first_start_killed_half_way_is_repeated(home: Path) -> None:
    started = start_up()
    wait_until((home / ".services" / "neo4j" / "data" / "databases" / "system").exists)
    started.kill()
    started.wait()
    processes.kill(neo4j_server._processes())
    servers.up(["neo4j"], print)
    open_neo4j().close()
    assert server().uids().effective == os.geteuid()
