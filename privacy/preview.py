"""Where something of a person is, in words: shown before anything of it is erased."""

from collections.abc import Iterator
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Composed, Identifier, Literal

from common.connections import Role, connect_postgres
from common.folders import short
from common.wording import counted
from privacy import history, remaking
from privacy.erasure import Found
from privacy.person import Person

# Whose rows a table of the marts, or of what is kept for good, has.
OF_STUDENTS = """
select
    table_schema, table_name,
    case when bool_or(column_name = 'student_id') then 'student_id' else 'subscription_id' end
from information_schema.columns
where
    table_schema in ('marts', 'history') and column_name in ('student_id', 'subscription_id')
group by table_schema, table_name
order by 1 desc, 2
"""


def lines(found: Found) -> Iterator[str]:
    """Say what is found where."""
    if found.begun and found.begun.finished_at:
        yield f"erased before: {found.begun.finished_at:%Y-%m-%d}, receipt {found.begun.receipt}"
    elif found.begun:
        yield f"begun before, receipt {found.begun.receipt}: the same goes on where it was"
    for table, rows in {**found.rows, **dict(_built(found.person))}.items():
        if rows:
            yield f"{table:<40} {counted(rows, 'row'):>14}"
    yield from ("note: " + note for note in sorted(set(found.person.notes)))
    yield "made again without them: the marts and all findings in them"
    if history.holds("graph_syncs"):
        yield "made again without them: the graph"
    pages = (page for written in remaking.pages().values() for page in written)
    yield from (f"written again: {short(page)}" for page in pages if page.exists())
    yield "deleted: what dbt wrote of its runs (target/, logs/)"


def of_person(connection: Connection[Any], person: Person) -> Iterator[tuple[str, Composed]]:
    """Yield each table that may hold rows of a person, and the condition that they are theirs."""
    for schema, table, column in connection.execute(OF_STUDENTS).fetchall():
        theirs = person.student_ids if column == "student_id" else person.subscription_ids
        condition = SQL("{} = any({})").format(Identifier(column), Literal(sorted(theirs)))
        yield f"{schema}.{table}", condition


def _built(person: Person) -> Iterator[tuple[str, int]]:
    with connect_postgres(role=Role.TRANSFORMER, application_name="privacy") as connection:
        for name, condition in of_person(connection, person):
            statement = SQL("select count(*) from {} where {}")
            [(rows,)] = connection.execute(
                statement.format(Identifier(*name.split(".")), condition)
            ).fetchall()
            yield name, int(rows)
