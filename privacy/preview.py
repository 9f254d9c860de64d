"""Where something of a person is, in words: shown before anything of it is erased."""

from collections.abc import Iterator

from psycopg.sql import SQL, Identifier

from common.folders import short
from common.private import campus_pages
from common.servers.connections import Role, connect_postgres
from common.wording import counted
from privacy import history, pages
from privacy.built import of_person
from privacy.erasure import Found


def lines(found: Found) -> Iterator[str]:
    """Say what is found where."""
    if found.begun and found.begun.finished_at:
        yield f"erased before: {found.begun.finished_at:%Y-%m-%d}, receipt {found.begun.receipt}"
    elif found.begun:
        yield f"begun before, receipt {found.begun.receipt}: the same goes on where it was"
    for table, rows in {**found.rows, **dict(_built(found))}.items():
        if rows:
            yield f"{table:<40} {counted(rows, 'row'):>14}"
    yield from ("note: " + note for note in sorted(set(found.person.notes)))
    yield "made again without them: the marts and all findings in them"
    if history.holds("graph_syncs"):
        yield "made again without them: the graph"
    found_pages = (page for each in pages.written().values() for page in each)
    yield from (f"written again: {short(page)}" for page in found_pages if page.exists())
    yield from (f"deleted: {short(page)}, a page of one campus" for page in campus_pages())
    yield "deleted: what dbt wrote of its runs (target/, logs/)"


def _built(found: Found) -> Iterator[tuple[str, int]]:
    with connect_postgres(role=Role.TRANSFORMER, application_name="privacy") as connection:
        for name, condition in of_person(connection, found.person, found.places):
            statement = SQL("select count(*) from {} where {}")
            [(rows,)] = connection.execute(
                statement.format(Identifier(*name.split(".")), condition)
            ).fetchall()
            yield name, int(rows)
