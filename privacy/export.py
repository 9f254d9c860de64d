"""Everything that the warehouse holds of one person, in one file that only its owner can read."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Composed, Identifier, Literal

from common.connections import Role, connect_postgres
from common.errors import UserError
from loaders.staging.ledger import REJECTED
from loaders.staging.people import Digests
from loaders.staging.rejected_people import sought_records
from loaders.staging.suppression import of_them
from privacy import erasure, people
from privacy.person import Person
from privacy.preview import of_person

ISSUES = """
select to_jsonb(issues) from marts.data_quality_issues as issues
inner join unnest(cast({} as text []), cast({} as bigint []), cast({} as bigint []))
    as theirs (source_name, load_id, source_row)
    using (source_name, load_id, source_row)
"""
Rows = list[dict[str, Any]]


def export(asked: dict[str, str], to: Path) -> Path:
    """Write the file, a JSON object of lists of rows by table; it must not be there yet.

    Raises `UserError` where nobody is known by what is asked for.
    """
    found = erasure.look(asked)
    if not found.person.keys:
        raise UserError("nobody is known by that any longer: who is asked for was erased")
    tables = {name: rows for name, rows in _tables(found.person) if rows}
    try:
        # Never readable by others, whatever the umask; never in the place of another file.
        file = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise UserError(f"{to} cannot be made: {error.strerror}; name another file") from None
    with os.fdopen(file, "w", encoding="utf-8") as out:
        json.dump(tables, out, ensure_ascii=False, indent=2, default=str)
    return to


def _tables(person: Person) -> Iterator[tuple[str, Rows]]:
    landed: list[tuple[str, int, int]] = []
    with erasure.loader() as connection:
        digests = erasure.digests_of(connection, person)
        for source in people.sources_of_people():
            for table in people.tables_of(connection, source):
                rows = _read(
                    connection,
                    of_them(connection, source, table, digests, "select to_jsonb(landed)"),
                )
                landed += [
                    (source.name, row["_load_id"], row["_source_row"])
                    for row in rows
                    if "_source_row" in row
                ]
                yield ".".join(table._obj), rows
        yield "staging.rejected_rows", _read(connection, _rejected(digests))
    with connect_postgres(role=Role.TRANSFORMER, application_name="privacy") as connection:
        for name, condition in of_person(connection, person):
            table = Identifier(*name.split("."))
            statement = SQL("select to_jsonb(rows) from {} as rows where {}")
            yield name, _read(connection, statement.format(table, condition))
        if landed and people.is_built():
            columns = [Literal(list(column)) for column in zip(*landed, strict=True)]
            yield "marts.data_quality_issues", _read(connection, SQL(ISSUES).format(*columns))


def _rejected(digests: Digests) -> Composed:
    return SQL(
        "with sought as ({}) select to_jsonb(rows) from {} as rows"
        " inner join sought using (load_id, record_number)"
    ).format(sought_records(REJECTED, digests), REJECTED)


def _read(connection: Connection[Any], statement: Composed) -> Rows:
    return [row for (row,) in connection.execute(statement).fetchall()]
