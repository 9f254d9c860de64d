"""The embedded PostgreSQL through everything that can happen to it, for real."""

import os
import shutil
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from common.errors import UserError
from common.folders import REPOSITORY
from common.servers import profiles, roles, setup
from common.servers.connections import (
    ServerDownError,
    UnknownDatabaseError,
    WrongCredentialsError,
    connect_postgres,
    postgres_settings,
)
from services import (
    os_user,
    ports,
    postgres_binaries,
    postgres_cluster,
    postgres_server,
    processes,
    servers,
)

# Any user that is neither root nor us will do.
ORDINARY_UID = 65534


def server() -> psutil.Process:
    (process,) = postgres_server._processes(postgres_cluster.cluster())
    return process


def write_a_row() -> None:
    with connect_postgres() as connection:
        connection.execute("create table kept as select 1 as one")


def assert_row_is_there() -> None:
    with connect_postgres() as connection:
        assert connection.execute("select one from kept").fetchone() == (1,)


def kill(process: psutil.Process) -> None:
    """Kill -9 and wait until nothing of it is left."""
    children = process.children(recursive=True)
    process.kill()
    psutil.wait_procs([process, *children], timeout=20)


def test_a_project_that_is_renamed_or_copied_while_it_runs_keeps_to_its_own_data(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    servers.up(["postgres"], print)
    write_a_row()
    own, settings = server(), postgres_settings()
    copy = home.with_name(f"{home.name} copy")
    shutil.copytree(home, copy)
    monkeypatch.setenv("DBT_PROFILES_DIR", str(copy))
    with pytest.raises(UserError, match="run `make up`"):
        connect_postgres()
    try:
        servers.up(["postgres"], print)
        assert postgres_settings().port != settings.port
        with connect_postgres() as connection:
            assert connection.execute("select to_regclass('kept')").fetchone() == (None,)
    finally:
        servers.clean(print)
        shutil.rmtree(copy)

    renamed = home.rename(home.with_name(f"{home.name} renamed"))
    monkeypatch.setenv("DBT_PROFILES_DIR", str(renamed))
    try:
        with pytest.raises(UserError, match="run `make up`"):
            connect_postgres()
        servers.up(["postgres"], print)
        assert (server().pid, postgres_settings().port) == (own.pid, settings.port)
        assert_row_is_there()
    finally:
        renamed.rename(home)


def test_it_is_a_real_one_set_up_for_names_and_loads(home: Path) -> None:
    servers.up(["postgres"], print)
    with connect_postgres() as connection:
        rows = connection.execute(
            "select name, setting from pg_settings where name = any(%s)",
            [["fsync", "wal_level", "listen_addresses", "unix_socket_directories", "TimeZone"]],
        ).fetchall()
        letters = connection.execute("select upper('éñß'), lower('ÉÑ'), initcap('ÉLAN')").fetchone()
        version = connection.info.server_version
    assert dict(rows) == {
        "fsync": "on",
        "wal_level": "minimal",
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "TimeZone": "UTC",
    }
    assert letters == ("ÉÑß", "éñ", "Élan")
    assert version // 10000 == 18


def test_it_listens_on_loopback_and_asks_for_a_password(home: Path) -> None:
    servers.up(["postgres"], print)
    addresses = {found.laddr.ip for found in server().net_connections() if found.status == "LISTEN"}
    assert addresses == {"127.0.0.1"}
    rules = (postgres_cluster.data_folder() / "data" / "pg_hba.conf").read_text().splitlines()
    methods = {rule.split()[-1] for rule in rules if rule.strip() and not rule.startswith("#")}
    assert methods == {"scram-sha-256"}
    with pytest.raises(WrongCredentialsError):
        # pragma: allowlist nextline secret
        connect_postgres(password="another")


def test_a_second_up_changes_nothing(home: Path) -> None:
    servers.up(["postgres"], print)
    before, profile = server().pid, (home / "profiles.yml").read_text()
    servers.up(["postgres"], print)
    assert server().pid == before
    assert (home / "profiles.yml").read_text() == profile


def test_a_killed_server_whose_helpers_end_late_comes_back_with_its_data(home: Path) -> None:
    servers.up(["postgres"], print)
    write_a_row()
    helper = server().children()[0]
    helper.suspend()
    server().kill()
    ends = threading.Timer(1.0, helper.kill)
    ends.start()
    servers.up(["postgres"], print)
    ends.join()
    assert_row_is_there()


@pytest.mark.slow
def test_a_stale_pid_file_whose_number_is_in_use_again(home: Path) -> None:
    servers.up(["postgres"], print)
    write_a_row()
    kill(server())
    cluster = postgres_cluster.cluster()
    other = subprocess.Popen(["sleep", "60"], cwd="/", **cluster.user.identity)
    try:
        pid_file = cluster.data / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(other.pid), *lines[1:], ""]))
        servers.up(["postgres"], print)
        assert_row_is_there()
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


@pytest.mark.parametrize("seconds", [pytest.param(0.05, marks=pytest.mark.slow), 0.4])
def test_a_first_start_killed_half_way_leaves_nothing_in_the_way(
    home: Path, seconds: float
) -> None:
    started = subprocess.Popen(
        [sys.executable, "-m", "services", "up", "postgres"],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout
    assert "making its data" in started.stdout.readline()
    time.sleep(seconds)
    started.kill()
    started.wait()
    started.stdout.close()
    servers.up(["postgres"], print)
    write_a_row()
    assert not list(postgres_cluster.data_folder().glob("unfinished-*"))


def test_profiles_yml_made_again_over_old_data_sets_its_password(home: Path) -> None:
    servers.up(["postgres"], print)
    write_a_row()
    port = postgres_settings().port
    (home / "profiles.yml").unlink()
    setup.setup(print)
    profiles.write(profiles.POSTGRES, "port", port)
    with pytest.raises(WrongCredentialsError):
        connect_postgres()
    servers.up(["postgres"], print)
    assert_row_is_there()


@pytest.mark.slow
def test_another_user_and_database_in_profiles_yml_are_made(home: Path) -> None:
    servers.up(["postgres"], print)
    write_a_row()
    profiles.write(profiles.POSTGRES, "user", 'al"ice')
    profiles.write(profiles.POSTGRES, "password", "it's \\ new")
    servers.up(["postgres"], print)
    assert_row_is_there()
    profiles.write(profiles.POSTGRES, "dbname", "second one")
    with pytest.raises(UnknownDatabaseError, match="`second one`: run `make up`"):
        connect_postgres()
    servers.up(["postgres"], print)
    connect_postgres().close()


def test_a_port_taken_at_first_or_later_is_exchanged_in_profiles_yml(home: Path) -> None:
    first = postgres_settings().port
    with socket.create_server((ports.LOOPBACK, first)):
        servers.up(["postgres"], print)
    second = postgres_settings().port
    assert second != first
    write_a_row()
    servers.down(["postgres"], print)
    with socket.create_server((ports.LOOPBACK, second)):
        servers.up(["postgres"], print)
        assert postgres_settings().port not in (first, second)
        assert_row_is_there()


@pytest.mark.slow
def test_a_port_changed_in_profiles_yml_is_taken(home: Path) -> None:
    servers.up(["postgres"], print)
    wanted = ports.any_free_port()
    profiles.write(profiles.POSTGRES, "port", wanted)
    servers.up(["postgres"], print)
    assert postgres_settings().port == wanted
    connect_postgres().close()
    assert processes.listens(server(), wanted)


def test_two_at_once_start_one_server(home: Path) -> None:
    command = [sys.executable, "-m", "services", "up", "postgres"]
    both = [
        subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    outputs = [started.communicate(timeout=120)[0] for started in both]
    assert [started.returncode for started in both] == [0, 0]
    assert sum("making its data" in output for output in outputs) == 1
    assert server().is_running()


def test_down_stops_it_and_keeps_the_data(home: Path) -> None:
    servers.up(["postgres"], print)
    write_a_row()
    servers.down(["postgres"], print)
    assert not postgres_server._processes(postgres_cluster.cluster())
    with pytest.raises(ServerDownError, match=r"not answering at 127\.0\.0\.1:\d+: run `make up`"):
        connect_postgres()
    servers.up(["postgres"], print)
    assert_row_is_there()


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    servers.up(["postgres"], print)
    servers.down(["postgres"], print)
    cluster = postgres_cluster.cluster()
    (cluster.data / "PG_VERSION").write_text("11\n")
    with pytest.raises(UserError, match=r"did not start: .*incompatible.*postgres\.log"):
        servers.up(["postgres"], print)


def modes(path: Path) -> dict[Path, tuple[int, int]]:
    return {
        folder: (stat.S_IMODE(folder.stat().st_mode), folder.stat().st_uid)
        for folder in (path, *path.parents)
    }


def test_it_never_runs_as_root_and_opens_no_folder(home: Path) -> None:
    before = modes(home)
    servers.up(["postgres"], print)
    assert server().uids().effective != 0
    assert modes(home) == before
    assert stat.S_IMODE((postgres_cluster.data_folder() / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "profiles.yml").stat().st_mode) == 0o600


def test_nobody_sees_a_password_in_the_list_of_processes_or_a_log(home: Path) -> None:
    servers.up(["postgres"], print)
    password = postgres_settings().password
    assert not processes.find(os.geteuid(), lambda command: password in " ".join(command))
    assert password not in " ".join(server().cmdline())
    assert password not in (home / ".services" / "postgres.log").read_text()


@pytest.mark.slow
def test_root_copies_programs_that_the_server_s_user_cannot_reach(
    home: Path, reachable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For an ordinary user, who reaches what is his own, nothing is copied."""
    hidden = home / "site-packages"
    hidden_package = hidden / postgres_binaries.PACKAGE
    postgres_binaries._copy(postgres_binaries.wheel_folder(), hidden)
    monkeypatch.setattr(postgres_binaries, "wheel_folder", lambda: hidden_package)
    found = postgres_binaries.binaries(os_user.server_user(), reachable)
    assert found.is_relative_to(reachable if os_user.is_root() else hidden)
    assert subprocess.run([found / "postgres", "--version"], check=True, capture_output=True)


def as_user(uid: int, action: Callable[[], None]) -> int:
    """Do it in a copy of this process that belongs to another user; 0 if it went well."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            action()
            code = 0
        except BaseException as error:  # the copy must end here, whatever happens
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_an_ordinary_user_s_data_is_beside_profiles_yml(
    warehouse: Path, reachable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The `warehouse` is there so that all that this needs is already imported.

    What it reads is copied: the project itself may lie where that user cannot enter.
    """
    uid = ORDINARY_UID if os_user.is_root() else os.geteuid()
    project = reachable / "a school"
    project.mkdir()
    os.chown(project, uid, -1)
    for module, name in ((profiles, "EXAMPLE"), (roles, "STATEMENTS")):
        monkeypatch.setattr(module, name, Path(shutil.copy(getattr(module, name), reachable)))
    postgres_binaries._copy(postgres_binaries.wheel_folder(), reachable / "wheel")
    programs = reachable / "wheel" / postgres_binaries.PACKAGE
    monkeypatch.setattr(postgres_binaries, "wheel_folder", lambda: programs)
    monkeypatch.setenv("DBT_PROFILES_DIR", str(project))

    def start_write_and_remove() -> None:
        setup.setup(print)
        profiles.write(profiles.POSTGRES, "port", ports.any_free_port())
        servers.up(["postgres"], print)
        write_a_row()
        assert_row_is_there()
        assert server().uids().effective == uid
        assert server().cwd() == str(project / ".services" / "postgres" / "data")
        servers.clean(print)
        assert not (project / ".services").exists()

    assert as_user(uid, start_write_and_remove) == 0
