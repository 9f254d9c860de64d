"""The embedded Neo4j as a running server."""

import signal
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import psutil

from common.errors import UserError
from common.java import jars
from common.servers import profiles
from common.servers.connections import (
    Neo4jSettings,
    ServerDownError,
    WrongCredentialsError,
    neo4j_settings,
    open_neo4j,
)
from services import neo4j_home, ports, processes
from services.neo4j_home import Home
from services.os_user import own_user

START_SECONDS = 180.0
STOP_SECONDS = 60.0
START_ATTEMPTS = 3

Say = Callable[[str], None]


def up(say: Say) -> Neo4jSettings:
    """Have the embedded Neo4j run as profiles.yml describes it, whatever state it is in."""
    settings = neo4j_settings()
    _check(settings)
    found = _processes()
    if found and _serves(found[0], settings.port):
        home = Home(neo4j_home.data_folder(), jars.NEO4J.folder(say))
    else:
        _stop()
        home = neo4j_home.prepare(
            neo4j_home.data_folder(), jars.NEO4J.folder(say), settings.password
        )
    settings = _running(home, settings, say)
    try:
        open_neo4j(settings).close()
    except WrongCredentialsError:
        say("Neo4j: profiles.yml holds another password than the server: setting it …")
        _stop()
        neo4j_home.reset_password(home.folder, settings.password)
        settings = _running(home, settings, say)
        open_neo4j(settings).close()
    return settings


def down() -> bool:
    """Stop the embedded Neo4j; False if it did not run. The data stays."""
    return _stop()


def _check(settings: Neo4jSettings) -> None:
    if not settings.uri.startswith("bolt://") or settings.host not in (ports.LOOPBACK, "localhost"):
        raise UserError(
            f"profiles.yml: the embedded Neo4j listens on {ports.LOOPBACK} only: put "
            f"`uri: bolt://{ports.LOOPBACK}:17687`, or use the target `server`"
        )
    if settings.username != "neo4j" or settings.database not in (None, "neo4j"):
        raise UserError(
            "profiles.yml: the embedded Neo4j has one user and one database, both called `neo4j`: "
            "put these names, or use the target `server`"
        )


def _running(home: Home, settings: Neo4jSettings, say: Say) -> Neo4jSettings:
    """Start the server, or find it running; returns the settings with the port it has."""
    for _ in range(START_ATTEMPTS):
        found = _processes()
        if not found:
            settings = _with_free_port(settings, say)
            say("Neo4j: starting …")
        log_start = home.log.stat().st_size if home.log.exists() else 0
        process = found[0] if found else _start(home, settings.port)
        answers = partial(_answers, process, settings)
        if processes.wait_for(answers, process, START_SECONDS, partial(_tell, say)):
            return settings
        if ports.is_free(settings.port) or processes.listens(process, settings.port):
            reason = processes.last_line(processes.text_since(home.log, log_start))
            logs = f"{home.log} and {home.folder / 'logs'}"
            raise UserError(f"Neo4j did not start: {reason} (logs: {logs})")
        _stop()  # somebody took the port in between
    raise UserError(f"Neo4j did not start after {START_ATTEMPTS} tries (log: {home.log})")


def _tell(say: Say, seconds: int) -> None:
    say(f"Neo4j: starting, {seconds} s … (usually about 10)")


def _start(home: Home, port: int) -> psutil.Process:
    return processes.start_detached(neo4j_home.command(home, port), home.log, home.folder)


def _answers(process: psutil.Process, settings: Neo4jSettings) -> bool:
    if not processes.listens(process, settings.port):
        return False
    try:
        open_neo4j(settings).close()
    except ServerDownError:
        return False
    except UserError:
        return True  # it speaks, if only to refuse the password
    return True


def _processes() -> list[psutil.Process]:
    folder = neo4j_home.data_folder()
    return processes.find(own_user().uid, lambda command: neo4j_home.MAIN_CLASS in command, folder)


def _serves(process: psutil.Process, port: int) -> bool:
    command = processes.command(process)
    wanted = (
        neo4j_home.listen_setting(port),
        neo4j_home.home_argument(neo4j_home.data_folder()),
    )
    return all(word in command for word in wanted)


def _with_free_port(settings: Neo4jSettings, say: Say) -> Neo4jSettings:
    port = ports.free_port(settings.port)
    if port == settings.port:
        return settings
    say(
        f"Neo4j: port {settings.port} is in use by another program; taking {port}, "
        f"now in profiles.yml"
    )
    uri = f"bolt://{settings.host}:{port}"
    profiles.write(profiles.NEO4J, "uri", uri)
    return replace(settings, uri=uri)


def _stop() -> bool:
    found = _processes()
    processes.stop(found, signal.SIGTERM, STOP_SECONDS)
    return bool(found)
