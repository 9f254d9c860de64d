"""The warehouse's schemas, as `make up` leaves them: there, empty, with the roles' rights."""

from typing import Any

import psycopg
from psycopg import sql

from common.servers import roles

SCHEMAS = ("marts", "intermediate", "history", "staging")


def empty(connection: psycopg.Connection[Any], *names: str) -> None:
    """Drop these schemas (default: all) with what is in them, and make them again."""
    for name in names or SCHEMAS:
        connection.execute(sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(name)))
    roles.apply(connection)
