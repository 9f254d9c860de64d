"""Everybody, once for each different way in which the exports and the models write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier, Literal

from common.errors import UserError
from common.servers.connections import Role, connect_postgres
from loaders.contract.model import Source
from loaders.contract.sources import read_sources
from loaders.staging import one_place
from loaders.staging.cleaning import cleaned
from loaders.staging.people import PARTS, expression, has_people, kinds, traits
from loaders.staging.tables import raw_table
from privacy.person import PART, Person

if TYPE_CHECKING:
    from privacy.lake import InLake

# What is kept of subscriptions beside the raw rows.
KEPT = (Identifier("staging", "gone_subscriptions"), Identifier("staging", "said_statuses"))
# Of a table, the cells as they are written that are of somebody, and their load where it matters.
WRITTEN = ("_load_id", *(f"w_{part}" for part in PARTS))
Writings = Mapping[str, Sequence[tuple[Any, ...]]]
LINKS = Identifier("intermediate", "int_subscriptions")
# Of each row of the exports that count: whose the models say it is.
LINKED = """
create temporary table linked as
select distinct
    student_id, student_ref as id, student_email as email, name_key as name,
    cast(birth_date_written as text) as born, subscription_id
from intermediate.int_subscriptions
"""
NOBODY = """
create temporary table linked (
    student_id text, id text, email text, name text, born text, subscription_id text
)
"""
UNSEEN = """
select from staging.loads
where is_active and load_id not in (select load_id from intermediate.int_loads where is_in_force)
limit 1
"""
CLEAN = {
    "id": cleaned("real_key", cleaned("clean_text", "given")),
    "email": cleaned("parse_email", cleaned("clean_text", "given")),
    "name": cleaned("name_key", cleaned("readable_name", cleaned("clean_text", "given"))),
}


def sources_of_people() -> list[Source]:
    """Return the sources whose rows are of somebody."""
    return [source for source in read_sources() if has_people(source)]


def tables_of(connection: Connection[Any], source: Source) -> list[Identifier]:
    """Return the tables that hold rows of a source, as far as they are there."""
    tables = [raw_table(source), *(KEPT if source.name == "subscriptions" else ())]
    return [table for table in tables if is_there(connection, table)]


def in_lake(connection: Connection[Any]) -> InLake | None:
    """Return the lake, where the landed rows are kept there."""
    if not one_place.is_lake(connection):
        return None
    # Imported here: what it needs is in Spark's virtual environment alone.
    from privacy.lake import InLake

    return InLake.reached(sources_of_people())


@contextmanager
def gathered() -> Iterator[Connection[Any]]:
    """Open a connection with temporary tables of people, as `Search` reads them.

    `students`, `attendance` and `subscriptions` have the columns id, email, name and born of all
    loads; `linked` has those of the last build, with the student whose the models say they are.
    """
    with connect_postgres(role=Role.TRANSFORMER, application_name="privacy") as connection:
        made = SQL("create temporary table {} as {}")
        lake = in_lake(connection)
        for source in sources_of_people():
            tables = tables_of(connection, source)
            if not tables:
                raise UserError("nothing has been loaded yet: nobody is in the warehouse")
            tables += [lake.written(connection, source)] if lake else []
            for table in tables:
                connection.execute(made.format(_written(table), traits(connection, source, table)))
            people = [
                SQL("select id, email, name, born from {}").format(_written(table))
                for table in tables
            ]
            connection.execute(made.format(Identifier(source.name), SQL(" union ").join(people)))
        built = is_there(connection, LINKS)
        connection.execute((LINKED if built else NOBODY).encode())
        yield connection
        connection.rollback()


def writings_of(connection: Connection[Any], person: Person) -> Writings:
    """Return how each table that was gathered writes a person."""
    found = {}
    columns = SQL(", ").join(map(Identifier, WRITTEN))
    for source in sources_of_people():
        theirs = SQL(" or ").join(
            SQL("coalesce({} = any({}), false)").format(
                expression(value), Literal([known for one, known in person.keys if one == kind])
            )
            for kind, value in kinds(source).items()
        )
        for table in tables_of(connection, source):
            query = SQL("select {} from {} where {}").format(columns, _written(table), theirs)
            found[table._obj[-1]] = connection.execute(query).fetchall()
    return found


def _written(table: Identifier) -> Identifier:
    return Identifier(f"written_{table._obj[-1]}")


def require_build(connection: Connection[Any]) -> None:
    """Refuse where the models have not seen all that was landed: they know whose it is.

    Raises `UserError`.
    """
    if not is_there(connection, LINKS) or connection.execute(UNSEEN).fetchone() is not None:
        raise UserError(
            "what was landed last was not built yet, so that nobody knows whose all of it is: run "
            "`make build` first"
        )


def normal(connection: Connection[Any], asked: dict[str, str]) -> tuple[str, str]:
    """Return the kind and the value by which a person is asked for, cleaned as the models do."""
    if "born" in asked:
        return "name and born", f"{_clean(connection, 'name', asked['name'])}{PART}{asked['born']}"
    [(kind, given)] = asked.items()
    return kind, _clean(connection, kind, given)


def is_there(connection: Connection[Any], table: Identifier) -> bool:
    """Whether a table is there."""
    found = connection.execute("select to_regclass(%s)", [table.as_string(connection)]).fetchone()
    return found != (None,)


def _clean(connection: Connection[Any], kind: str, given: str) -> str:
    statement = SQL("select {} from (select cast({} as text) as given) as asked")
    row = connection.execute(statement.format(expression(CLEAN[kind]), Literal(given))).fetchone()
    if not row or row[0] is None:
        raise UserError(f"`{given}` is no {kind} that a person could have")
    return str(row[0])


def is_built() -> bool:
    """Whether marts were ever built."""
    with connect_postgres(role=Role.TRANSFORMER, application_name="privacy") as connection:
        return is_there(connection, Identifier("marts", "students"))


def raw_tables() -> list[str]:
    """Return the raw tables that hold rows of people."""
    return [f"staging.{source.table}" for source in sources_of_people()]


def partitions_of(connection: Connection[Any]) -> list[str]:
    """Return the parts of all raw tables that hold rows of people."""
    rows = connection.execute(
        "select cast(inhrelid::regclass as text) from pg_inherits"
        " where inhparent = any(cast(%s as text [])::regclass [])",
        [raw_tables()],
    )
    return [name for (name,) in rows.fetchall()]
