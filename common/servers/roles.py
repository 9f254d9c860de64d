"""The warehouse's roles: who may do what there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from common.errors import UserError
from common.servers.connections import connect_postgres
from common.servers.settings import PostgresSettings, Role, postgres_settings

STATEMENTS = Path(__file__).with_name("roles.sql")


class RolesError(UserError):
    """The configured login may not put the roles right."""


def put_right(settings: PostgresSettings | None = None) -> None:
    """Have the roles of `roles.sql`, and their passwords, as profiles.yml describes them.

    Raises `RolesError` where the login may not do that; then nothing has changed.
    """
    logins = [postgres_settings(role) for role in Role]
    chosen = settings or postgres_settings()
    with connect_postgres(chosen) as connection:
        try:
            with connection.transaction():
                apply(connection)
                for login in logins:
                    _set_password(connection, login)
        except psycopg.Error as error:
            raise RolesError(
                f"user `{chosen.user}` may not set up the roles of PostgreSQL at {chosen.address} "
                f"({error.diag.message_primary}): take an administrator's login, one that may "
                f"create roles, and schemas in `{chosen.dbname}`"
            ) from None


def apply(connection: psycopg.Connection[Any]) -> None:
    """Put roles, schemas, their rights and owners right, all of it or nothing."""
    with connection.transaction():
        connection.execute(STATEMENTS.read_bytes())


def _set_password(connection: psycopg.Connection[Any], login: PostgresSettings) -> None:
    # Hashed here, so that the server's log of statements never shows it.
    hashed = connection.pgconn.encrypt_password(
        login.password.encode(), login.user.encode(), b"scram-sha-256"
    )
    connection.execute(
        sql.SQL("alter role {} password {}").format(
            sql.Identifier(login.user), sql.Literal(hashed.decode())
        )
    )
