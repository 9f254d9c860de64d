"""What the models have made of one person, and what is kept for good: where which rows are theirs.

A person can be taken out of the marts before these are made again: nobody finds them there any
longer, although sums still count them.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from common.servers.connections import Role, connect_postgres
from privacy.landed import Place
from privacy.people import is_there
from privacy.person import Person

# Whose rows a table has is said by these.
KEYS = SQL("""
select
    columns.table_schema, columns.table_name, array_agg(cast(columns.column_name as text))
from information_schema.columns
inner join information_schema.tables using (table_schema, table_name)
where {} and columns.column_name in ('student_id', 'subscription_id')
group by columns.table_schema, columns.table_name
order by 1 desc, 2
""")
SHOWN = SQL("columns.table_schema in ('marts', 'history')")
# What is read through a view of the marts is in a table beneath it.
BENEATH = SQL("""
tables.table_type = 'BASE TABLE' and (
    columns.table_schema = 'marts'
    or (columns.table_schema, columns.table_name) in (
        select table_schema, table_name from information_schema.view_table_usage
        where view_schema = 'marts'
    )
)
""")
ISSUES = Identifier("marts", "data_quality_issues")
Table = tuple[str, Composed]


def of_person(
    connection: Connection[Any],
    person: Person,
    places: Sequence[Place] = (),
    where: SQL = SHOWN,
) -> Iterator[Table]:
    """Yield each table with the condition that rows are theirs.

    `places` are those of their landed rows, by which findings are told.
    """
    for schema, table, columns in connection.execute(KEYS.format(where)).fetchall():
        yield f"{schema}.{table}", SQL(" or ").join(_conditions(columns, person))
    if places and is_there(connection, ISSUES):
        yield ".".join(ISSUES._obj), _at(places)


def take_out(person: Person, places: Sequence[Place]) -> None:
    """Delete a person's rows from the marts that are read, all or none."""
    with connect_postgres(role=Role.TRANSFORMER, application_name="privacy") as connection:
        deletions = [
            SQL("{} as (delete from {} where {})").format(
                Identifier(f"of_{number}"), Identifier(*name.split(".")), condition
            )
            for number, (name, condition) in enumerate(
                of_person(connection, person, places, BENEATH)
            )
        ]
        if deletions:
            # One statement, at whose end alone a row may not refer to one that is gone.
            connection.execute(SQL("with {} select").format(SQL(", ").join(deletions)))


def _conditions(columns: Sequence[str], person: Person) -> Iterator[Composed]:
    theirs = {"student_id": person.student_ids, "subscription_id": person.subscription_ids}
    for column in sorted(columns):
        yield SQL("{} = any({})").format(Identifier(column), Literal(sorted(theirs[column])))


def _at(places: Sequence[Place]) -> Composed:
    columns: list[Composable] = [Literal(list(column)) for column in zip(*places, strict=True)]
    return SQL(
        "(source_name, load_id, source_row) in"
        " (select * from unnest(cast({} as text []), cast({} as bigint []), cast({} as bigint [])))"
    ).format(*columns)
