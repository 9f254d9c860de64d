"""Connections to the warehouse and the graph; what goes wrong is said in one line."""

from __future__ import annotations

import logging
import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import psycopg

from services.errors import UserError
from services.settings import (
    Neo4jSettings,
    PostgresSettings,
    Role,
    neo4j_settings,
    postgres_settings,
)

if TYPE_CHECKING:
    from neo4j import Driver

__all__ = [
    "MissingRoleError",
    "Neo4jSettings",
    "PostgresSettings",
    "Role",
    "ServerDownError",
    "UnknownDatabaseError",
    "WrongCredentialsError",
    "connect_postgres",
    "neo4j_settings",
    "open_neo4j",
    "postgres_settings",
]

CONNECT_SECONDS = 10

# Without a handler of its own, Python prints the driver's warnings on top of our one line.
logging.getLogger("neo4j").addHandler(logging.NullHandler())
# Hints about a query's speed or its unknown labels, as in a graph that is still empty.
logging.getLogger("neo4j.notifications").setLevel(logging.ERROR)


class ServerDownError(UserError):
    """Nothing answers at the server's address."""


class WrongCredentialsError(UserError):
    """The server answers and refuses the user or the password."""


class UnknownDatabaseError(UserError):
    """The server has no database of the configured name."""


class MissingRoleError(UserError):
    """The server has no such role yet, or the login may not take it on."""


def connect_postgres(
    settings: PostgresSettings | None = None, *, role: Role | None = None, **kw: Any
) -> psycopg.Connection[tuple[Any, ...]]:
    """Open a connection to the warehouse (autocommit off) with the rights of `role`, else its own.

    `kw` goes to `psycopg.connect`.
    """
    chosen = settings or postgres_settings()
    if role:
        chosen = replace(chosen, role=role)
    parameters: dict[str, Any] = {
        "host": chosen.host,
        "port": chosen.port,
        "user": chosen.user,
        "password": chosen.password,
        "dbname": chosen.dbname,
        "client_encoding": "utf8",
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "student-session-analytics",
        **chosen.options,
        **_session_options(chosen),
        **kw,
    }
    try:
        return psycopg.connect(**parameters)
    except psycopg.OperationalError as error:
        raise _postgres_error(chosen, str(error)) from None


def open_neo4j(settings: Neo4jSettings | None = None, **kw: Any) -> Driver:
    """Open a driver that has reached the graph's database; `kw` goes to the driver's config."""
    # Imported here: it takes half a second, which a command that only loads data need not wait.
    from neo4j import READ_ACCESS, GraphDatabase
    from neo4j.exceptions import DriverError, Neo4jError

    chosen = settings or neo4j_settings()
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
        raise _neo4j_error(chosen, error) from None
    return driver


def _session_options(settings: PostgresSettings) -> dict[str, str]:
    wanted = {"role": settings.role, "search_path": settings.search_path}
    # libpq splits `options` at blanks; a backslash keeps one inside a value.
    flags = [
        f"-c {name}=" + re.sub(r"([\\ ])", r"\\\1", value)
        for name, value in wanted.items()
        if value
    ]
    # Given as a parameter, they would silence those that the user exported.
    exported = os.environ.get("PGOPTIONS", "")
    return {"options": " ".join(filter(None, [exported, *flags]))} if flags else {}


def _postgres_error(settings: PostgresSettings, message: str) -> UserError:
    where = f"PostgreSQL at {settings.address}"
    if settings.role and re.search(rf'role "{settings.role}"|parameter "role"', message):
        command = "make up" if settings.embedded else "python -m services roles"
        return MissingRoleError(
            f"{where} has no role `{settings.role}`, or user `{settings.user}` may not take it on: "
            f"run `{command}`"
        )
    if re.search(r"authentication failed|no password supplied|role .* does not exist", message):
        return WrongCredentialsError(
            f"{where} refuses user `{settings.user}` or its password: {_advice(settings)}"
        )
    if re.search(r"database .* does not exist", message):
        return UnknownDatabaseError(
            f"{where} has no database `{settings.dbname}`: "
            + (_advice(settings) if settings.embedded else "create it, or correct profiles.yml")
        )
    if "starting up" in message or "shutting down" in message:
        return ServerDownError(f"{where} is just starting or stopping: try again in a moment")
    if re.search(r"refused|timeout|timed out|unreachable|No route|reset by|closed", message):
        return ServerDownError(_down("PostgreSQL", settings))
    return UserError(f"cannot connect to {where}: {message}")


def _neo4j_error(settings: Neo4jSettings, error: Exception) -> UserError:
    from neo4j.exceptions import AuthError, ServiceUnavailable

    where = f"Neo4j at {settings.address}"
    code = getattr(error, "code", None) or ""
    if isinstance(error, AuthError) or "Security" in code:
        wait = " (after several tries Neo4j refuses all for some seconds)"
        return WrongCredentialsError(
            f"{where} refuses user `{settings.username}` or its password"
            f"{wait if code.endswith('RateLimit') else ''}: {_advice(settings)}"
        )
    if "DatabaseNotFound" in code:
        return UnknownDatabaseError(
            f"{where} has no database `{settings.database}`: correct its name in "
            + ("NEO4J_DATABASE" if settings.target == "environment" else "profiles.yml")
        )
    if isinstance(error, ServiceUnavailable | OSError):
        return ServerDownError(_down("Neo4j", settings))
    detail = str(error).strip() or type(error).__name__
    return UserError(f"cannot connect to {where}: {detail}")


def _down(server: str, settings: PostgresSettings | Neo4jSettings) -> str:
    if settings.embedded:
        return f"{server} is not answering at {settings.address}: run `make up`"
    return (
        f"{server} is not answering at {settings.address} (target `{settings.target}`): check that "
        f"the server runs and that this machine may reach it"
    )


def _advice(settings: PostgresSettings | Neo4jSettings) -> str:
    if settings.embedded:
        return "run `make up`, which puts it right"
    if settings.target == "environment":
        return "correct NEO4J_USERNAME and NEO4J_PASSWORD"
    return f"correct target `{settings.target}` in profiles.yml or the variables it names"
