"""Connections to the warehouse and the graph; what goes wrong is said in one line."""

from __future__ import annotations

import logging
import os
import re
from typing import TYPE_CHECKING, Any

import psycopg

from common.servers.connection_errors import (
    ServerDownError,
    TlsError,
    UnknownDatabaseError,
    WrongCredentialsError,
    down,
    neo4j_error,
    postgres_error,
)
from common.servers.embedded import has_port
from common.servers.pooler import refuse_pooler
from common.servers.settings import (
    Neo4jSettings,
    PostgresSettings,
    Role,
    neo4j_settings,
    postgres_settings,
)

if TYPE_CHECKING:
    from neo4j import Driver

__all__ = [
    "Neo4jSettings",
    "PostgresSettings",
    "Role",
    "ServerDownError",
    "TlsError",
    "UnknownDatabaseError",
    "WrongCredentialsError",
    "connect_postgres",
    "neo4j_settings",
    "open_neo4j",
    "postgres_settings",
    "require_auth",
]

CONNECT_SECONDS = 10

# Without a handler of its own, Python prints the driver's warnings on top of our one line.
logging.getLogger("neo4j").addHandler(logging.NullHandler())
# Hints about a query's speed or its unknown labels, as in a graph that is still empty.
logging.getLogger("neo4j.notifications").setLevel(logging.ERROR)


def connect_postgres(
    settings: PostgresSettings | None = None, *, role: Role | None = None, **kw: Any
) -> psycopg.Connection[tuple[Any, ...]]:
    """Open a connection to the warehouse (autocommit off) as the login of `role`.

    Without settings and role it is the administrator's, for setup alone. `kw` goes to
    `psycopg.connect`.
    """
    chosen = settings or postgres_settings(role)
    parameters: dict[str, Any] = {
        "host": chosen.host,
        "port": chosen.port,
        "user": chosen.user,
        "password": chosen.password,
        "dbname": chosen.dbname,
        "client_encoding": "utf8",
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "student-session-analytics",
        **require_auth(chosen.host),
        **chosen.options,
        **_session_options(chosen),
        **kw,
    }
    try:
        connection = psycopg.connect(**parameters)
        refuse_pooler(connection, lambda: psycopg.connect(**parameters), chosen)
    except psycopg.OperationalError as error:
        raise postgres_error(chosen, str(error)) from None
    return connection


def open_neo4j(settings: Neo4jSettings | None = None, **kw: Any) -> Driver:
    """Open a driver that has reached the graph's database; `kw` goes to the driver's config."""
    # Imported here: it takes half a second, which a command that only loads data need not wait.
    from neo4j import READ_ACCESS, GraphDatabase
    from neo4j.exceptions import DriverError, Neo4jError

    chosen = settings or neo4j_settings()
    if chosen.embedded:
        _require_ours(chosen)
    parameters = {"connection_timeout": CONNECT_SECONDS, **kw}
    driver = None
    try:
        driver = GraphDatabase.driver(
            chosen.uri, auth=(chosen.username, chosen.password), **parameters
        )
        # Not `execute_query`: it would try a server that is down for half a minute.
        with driver.session(database=chosen.database, default_access_mode=READ_ACCESS) as session:
            session.run("RETURN 1").consume()
    except (DriverError, Neo4jError, OSError, ValueError) as error:
        if driver:
            driver.close()
        raise neo4j_error(chosen, error) from None
    return driver


def _require_ours(settings: Neo4jSettings) -> None:
    """Raise `ServerDownError` where another program has the port, which would get the password.

    Neo4j is sent it as it is, and on this machine without TLS.
    """
    if not has_port(settings.port):
        raise ServerDownError(down("Neo4j", settings))


def require_auth(host: str) -> dict[str, str]:
    """No other program that has the port gets the password: one way of proving it sends none."""
    # A unix socket's folder tells whose it is, and its server may ask for no password.
    chosen = os.environ.get("PGREQUIREAUTH", "" if host.startswith("/") else "scram-sha-256")
    return {"require_auth": chosen} if chosen else {}


def _session_options(settings: PostgresSettings) -> dict[str, str]:
    if not settings.search_path:
        return {}
    # libpq splits `options` at blanks; a backslash keeps one inside a value.
    path = re.sub(r"([\\ ])", r"\\\1", settings.search_path)
    # Given as a parameter, it would silence those that the user exported.
    exported = os.environ.get("PGOPTIONS", "")
    return {"options": f"{exported} -c search_path={path}".strip()}
