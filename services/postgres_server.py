"""The embedded PostgreSQL as a running server."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import psutil
from psycopg import sql

from common.errors import UserError
from common.servers import profiles, roles
from common.servers.connections import (
    PostgresSettings,
    UnknownDatabaseError,
    WrongCredentialsError,
    connect_postgres,
    postgres_settings,
)
from services import ports, processes
from services.postgres_cluster import Cluster, cluster, create, data_folder, set_password

START_SECONDS = 120.0
STOP_SECONDS = 60.0
START_ATTEMPTS = 5
PAUSE_SECONDS = 0.5

Say = Callable[[str], None]


def up(say: Say) -> PostgresSettings:
    """Have the embedded PostgreSQL run as profiles.yml describes it, whatever state it is in."""
    settings = postgres_settings()
    _check(settings)
    home = cluster()
    if not home.data.exists():
        say(f"PostgreSQL 18: making its data in {home.folder} …")
        create(home, settings.user, settings.password)
    settings = _running(home, settings, say)
    try:
        connect_postgres(settings).close()
    except WrongCredentialsError:
        say("PostgreSQL 18: profiles.yml holds another password than the server: setting it …")
        _stop(home)
        set_password(home, settings.user, settings.password)
        settings = _running(home, settings, say)
        _create_database_if_missing(settings)
    except UnknownDatabaseError:
        _create_database_if_missing(settings)
    roles.put_right(settings)
    return settings


def down() -> bool:
    """Stop the embedded PostgreSQL; False if it did not run. The data stays."""
    return data_folder().exists() and _stop(cluster())


def _check(settings: PostgresSettings) -> None:
    if settings.host not in (ports.LOOPBACK, "localhost"):
        raise UserError(
            f"profiles.yml: the embedded PostgreSQL listens on {ports.LOOPBACK} only, not on "
            f"`{settings.host}`: put `host: {ports.LOOPBACK}`, or use the target `server`"
        )


def _running(home: Cluster, settings: PostgresSettings, say: Say) -> PostgresSettings:
    """Start the server, or find it running; returns the settings with the port it has."""
    for _ in range(START_ATTEMPTS):
        found = _processes(home)
        if found and not _serves(home, found[0], settings.port):
            _stop(home)
            found = []
        if not found:
            settings = _with_free_port(settings, say)
        log_start = home.log.stat().st_size if home.log.exists() else 0
        process = found[0] if found else _start(home, settings.port)
        if processes.wait_for(partial(_is_ready, home, process.pid), process, START_SECONDS):
            return settings
        process_log = processes.text_since(home.log, log_start)
        # Somebody took the port in between, or processes of a killed server are about to end.
        if "Address already in use" in process_log or "shared memory block" in process_log:
            time.sleep(PAUSE_SECONDS)
            continue
        raise UserError(
            f"PostgreSQL 18 did not start: {processes.last_line(process_log)} (log: {home.log})"
        )
    raise UserError(f"PostgreSQL 18 did not start after {START_ATTEMPTS} tries (log: {home.log})")


def _start(home: Cluster, port: int) -> psutil.Process:
    _disown_pid_file(home)
    command = [str(home.programs / "postgres"), "-D", str(home.data)]
    return processes.start_detached(
        [
            *(*command, "-c", f"port={port}", "-c", f"listen_addresses={ports.LOOPBACK}"),
            # A segment of the log that is used again holds what was in it, erased people too.
            *("-c", "wal_recycle=off"),
        ],
        home.log,
        home.folder,
        home.user,
    )


def _disown_pid_file(home: Cluster) -> None:
    """Make PostgreSQL see that its pid file is stale, also when the pid is in use again.

    No server of ours runs when this is called. PostgreSQL takes the pid of the process that
    starts it for stale; the file's other lines stay, so that it still looks for survivors of a
    killed server in its shared memory.
    """
    path = home.data / "postmaster.pid"
    try:
        file = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        return
    with os.fdopen(file, "r+", encoding="utf-8") as pid_file:
        lines = pid_file.read().splitlines()
        pid_file.seek(0)
        pid_file.truncate()
        pid_file.write("\n".join([str(os.getpid()), *lines[1:], ""]))


def _processes(home: Cluster) -> list[psutil.Process]:
    def is_server(command: list[str]) -> bool:
        return command[1:2] == ["-D"] and command[0].endswith("postgres")

    return processes.find(home.user.uid, is_server, home.data)


def _serves(home: Cluster, process: psutil.Process, port: int) -> bool:
    # One whose folder was renamed works on by the old name.
    return _port(process) == port and processes.command(process)[2:3] == [str(home.data)]


def _port(process: psutil.Process) -> int | None:
    settings = (word.partition("port=") for word in processes.command(process))
    return next((int(port) for before, _, port in settings if port and not before), None)


def _is_ready(home: Cluster, pid: int) -> bool:
    try:
        lines = (home.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"


def _with_free_port(settings: PostgresSettings, say: Say) -> PostgresSettings:
    port = ports.free_port(settings.port)
    if port == settings.port:
        return settings
    say(
        f"PostgreSQL 18: port {settings.port} is in use by another program; taking {port}, "
        f"now in profiles.yml"
    )
    profiles.write(profiles.POSTGRES, "port", port)
    return replace(settings, port=port)


def _stop(home: Cluster) -> bool:
    found = _processes(home)
    processes.stop(found, signal.SIGINT, STOP_SECONDS)  # SIGINT: PostgreSQL's "fast" shutdown
    return bool(found)


def _create_database_if_missing(settings: PostgresSettings) -> None:
    with connect_postgres(replace(settings, dbname="postgres"), autocommit=True) as connection:
        known = connection.execute(
            "select 1 from pg_database where datname = %s", [settings.dbname]
        ).fetchone()
        if known is None:
            name = sql.Identifier(settings.dbname)
            connection.execute(sql.SQL("create database {}").format(name))
