"""Takes a person out of what no build makes again: states of students, findings of the graph."""

from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier, Literal

from common.servers.connections import Role, connect_postgres
from loaders.staging.people import Digests, is_sought
from privacy import rewriting
from privacy.people import is_there

TABLES = (
    (Identifier("history", "int_student_states"), Role.TRANSFORMER),
    (Identifier("history", "graph_findings"), Role.GRAPH),
)


def erase(digests: Digests) -> None:
    """Delete their rows."""
    for table, role in TABLES:
        with connect_postgres(role=role, application_name="privacy") as connection:
            if is_there(connection, table):
                _delete(connection, table, digests)


def rewrite() -> None:
    """Write the tables again without what was deleted from them."""
    for table, role in TABLES:
        rewriting.rewrite([".".join(table._obj)], role)


def holds(table: str) -> bool:
    """Whether one of the graph's tables of `history` holds a row."""
    with connect_postgres(role=Role.GRAPH, application_name="privacy") as connection:
        statement = SQL("select from {} limit 1").format(Identifier("history", table))
        return connection.execute(statement).fetchone() is not None


def _delete(connection: Connection[Any], table: Identifier, digests: Digests) -> None:
    ids = SQL("select distinct student_id from {}").format(table)
    theirs = connection.execute(
        SQL("select student_id from ({}) as ids where {}").format(
            ids, is_sought(digests, "id", "student_id")
        )
    ).fetchall()
    connection.execute(
        SQL("delete from {} where student_id = any({})").format(
            table, Literal([student for (student,) in theirs])
        )
    )
