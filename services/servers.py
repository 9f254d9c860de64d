"""Both servers together: start, stop, status, removal."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from common.commands.at_work import refuse_while_at_work
from common.errors import UserError
from common.folders import services_folder, short
from common.servers import profiles
from common.servers.connections import connect_postgres, open_neo4j
from common.servers.locks import exclusive
from common.servers.settings import (
    Neo4jSettings,
    PostgresSettings,
    Role,
    neo4j_settings,
    postgres_settings,
)
from common.servers.setup import commands_lock
from services import neo4j_home, neo4j_server, postgres_cluster, postgres_server

Say = Callable[[str], None]


@dataclass(frozen=True)
class Service:
    """What the commands need to know of one of the two servers."""

    name: str
    settings: Callable[[], PostgresSettings | Neo4jSettings]
    version: Callable[[], str]
    start: Callable[[Say], object]
    stop: Callable[[], bool]
    folder: Callable[[], Path]


def _postgres_version() -> str:
    with connect_postgres(role=Role.TRANSFORMER) as connection:
        row = connection.execute("show server_version").fetchone()
    return f"PostgreSQL {str(row[0]).split()[0] if row else ''}"


def _neo4j_version() -> str:
    with open_neo4j() as driver:
        return driver.get_server_info().agent.replace("/", " ")


SERVICES = {
    "postgres": Service(
        name="PostgreSQL",
        settings=partial(postgres_settings, Role.TRANSFORMER),
        version=_postgres_version,
        start=postgres_server.up,
        stop=postgres_server.down,
        folder=postgres_cluster.data_folder,
    ),
    "neo4j": Service(
        name="Neo4j",
        settings=neo4j_settings,
        version=_neo4j_version,
        start=neo4j_server.up,
        stop=neo4j_server.down,
        folder=neo4j_home.data_folder,
    ),
}


def up(names: Sequence[str], say: Say) -> None:
    """Start the embedded servers and check the others; the first failure ends it."""
    with exclusive(commands_lock(), say):
        profiles.bring_up_to_date()
        postgres_cluster.settle()
        for service in map(SERVICES.__getitem__, names):
            if service.settings().embedded:
                service.start(say)
            say(_description(service))


def down(names: Sequence[str], say: Say) -> None:
    """Stop the embedded servers; their data stays."""
    with exclusive(commands_lock(), say):
        refuse_while_at_work()
        for service in map(SERVICES.__getitem__, names):
            stopped = "stopped" if service.stop() else "was not running"
            folder = service.folder()
            kept = f"; its data stays in {short(folder)}" if folder.exists() else ""
            say(f"{service.name}: the embedded server {stopped}{kept}")


def status(say: Say) -> bool:
    """Say of each server whether it answers; False when one does not."""
    healthy = True
    for service in SERVICES.values():
        try:
            say(_description(service))
        except UserError as error:
            say(str(error))
            healthy = False
    return healthy


def clean(say: Say) -> None:
    """Stop the embedded servers and remove all their data."""
    with exclusive(commands_lock(), say):
        refuse_while_at_work()
        for service in SERVICES.values():
            service.stop()
        # Root's PostgreSQL has a folder of its own, named after this one.
        apart = postgres_cluster.data_folder().parent
        for folder in dict.fromkeys((apart, services_folder())):
            try:
                if folder.exists():
                    shutil.rmtree(folder)
                    say(f"{short(folder)}: removed")
            except OSError as error:
                raise UserError(f"cannot remove {error.filename}: {error.strerror}") from None


def _description(service: Service) -> str:
    settings = service.settings()
    version = service.version()
    if settings.embedded:
        return f"{version} ready on {settings.address} (data in {short(service.folder())})"
    return (
        f"{version} answers at {settings.address} (target `{settings.target}`: a server that this "
        f"project uses but does not start or stop)"
    )
