"""Everything that the warehouse holds of one person, in one file that only its owner can read."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Composed, Identifier

from common.errors import UserError
from common.servers.connections import Role, connect_postgres
from loaders.staging.ledger import REJECTED
from loaders.staging.people import Digests
from loaders.staging.rejected_people import sought_records
from privacy import erasure, people
from privacy.built import of_person
from privacy.erasure import Found

Rows = list[dict[str, Any]]


def export(asked: dict[str, str], to: Path) -> Path:
    """Write the file, a JSON object of lists of rows by table; it must not be there yet.

    Raises `UserError` where nobody is known by what is asked for.
    """
    found = erasure.look(asked)
    if not found.person.keys:
        raise UserError("nobody is known by that any longer: who is asked for was erased")
    tables = {name: rows for name, rows in _tables(found) if rows}
    try:
        # Never readable by others, whatever the umask; never in the place of another file.
        file = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise UserError(f"{to} cannot be made: {error.strerror}; name another file") from None
    with os.fdopen(file, "w", encoding="utf-8") as out:
        json.dump(tables, out, ensure_ascii=False, indent=2, default=str)
    return to


def _tables(found: Found) -> Iterator[tuple[str, Rows]]:
    with erasure.loader() as connection:
        for source in people.sources_of_people():
            for table in people.tables_of(connection, source):
                theirs = found.sought.rows(connection, source, table, "select to_jsonb(landed)")
                yield ".".join(table._obj), _read(connection, theirs)
        if lake := people.in_lake(connection):
            yield from lake.tell(connection, found.sought.digests).items()
        yield "staging.rejected_rows", _read(connection, _rejected(found.sought.digests))
    with connect_postgres(role=Role.TRANSFORMER, application_name="privacy") as connection:
        for name, condition in of_person(connection, found.person, found.places):
            table = Identifier(*name.split("."))
            statement = SQL("select to_jsonb(rows) from {} as rows where {}")
            yield name, _read(connection, statement.format(table, condition))


def _rejected(digests: Digests) -> Composed:
    return SQL(
        "with sought as ({}) select to_jsonb(rows) from {} as rows"
        " inner join sought using (load_id, record_number)"
    ).format(sought_records(REJECTED, digests), REJECTED)


def _read(connection: Connection[Any], statement: Composed) -> Rows:
    return [row for (row,) in connection.execute(statement).fetchall()]
