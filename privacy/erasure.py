"""Erases one person: first from what was landed, in one transaction; then from all made of it.

Each step may be cut off and done again: from the first on, digests say who is meant.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb

from common.errors import UserError
from common.servers.connections import Role, connect_postgres
from loaders.contract.sources import read_sources
from loaders.staging import partitions, suppression
from loaders.staging.people import Digests
from privacy import landed, people
from privacy.person import Person, Search

LANDED = "select count(*), max(load_id) from staging.loads where status = 'landed'"
COLUMNS = "receipt, begun_at, finished_at, rows, dirty"
# Rows that were found in a later try are added; what is dirty stays so until the end.
BEGIN = f"""
insert into staging.erasures (receipt, asked, rows, dirty) values (%s, %s, %s, %s)
on conflict (receipt) do update set
    finished_at = null, dirty = array(select unnest(erasures.dirty || excluded.dirty) group by 1),
    rows = case when excluded.rows = '{{}}' then erasures.rows else excluded.rows end
returning {COLUMNS}
"""


@dataclass(frozen=True)
class Erasure:
    """What the warehouse keeps of an erasure: nothing of the person.

    `rows` counts what was taken out of each table of `staging`, `dirty` names those that are to be
    written again.
    """

    receipt: str
    begun_at: datetime
    finished_at: datetime | None
    rows: dict[str, int]
    dirty: list[str]


@dataclass(frozen=True)
class Found:
    """Who is meant, how many rows of `staging` are theirs and where, and the erasure begun.

    `seen` says what was landed when they were looked for, `sought` how its rows write them.
    """

    person: Person
    asked: bytes
    seen: Any
    sought: landed.Sought
    rows: dict[str, int]
    places: list[landed.Place]
    begun: Erasure | None


def look(asked: dict[str, str]) -> Found:
    """Find a person, or the erasure that was begun of one; changes nothing of theirs."""
    with loader() as own:
        seen = _landed(own)
        with people.gathered() as connection:
            kind, value = people.normal(connection, asked)
            [by] = suppression.digests(own, [(f"asked by {kind}", value)])
            begun = _erasure(own, by)
            if begun is None:
                people.require_build(connection)
            person = Search(connection).find(kind, value)
            writings = people.writings_of(connection, person)
        if not person.keys and begun is None:
            raise UserError(
                "nobody is known by that: look for it as it is in the exports, or by another of "
                "--student-id, --email, or --name and --born"
            )
        sought = landed.Sought(digests_of(own, person), writings)
        rows, places = landed.find(own, sought)
        if lake := people.in_lake(own):
            in_files, there = lake.find(own, sought.digests)
            rows, places = rows | in_files, places + there
        return Found(person, by, seen, sought, rows, places, begun)


def erase_landed(found: Found) -> Erasure:
    """Take a person out of `staging` and keep them out from now on: all of it, or nothing."""
    with loader() as connection, connection.transaction():
        receipt = found.begun.receipt if found.begun else secrets.token_hex(8)
        suppression.remember(connection, receipt, found.sought.digests.sought)
        dirty = landed.erase(connection, found.sought)
        # No load lands while that is done.
        if _landed(connection) != found.seen:
            raise UserError(
                "something was landed meanwhile, nothing was erased: run the same again"
            )
        rows = {table: count for table, count in found.rows.items() if count}
        given = [receipt, found.asked, Jsonb(rows), sorted(dirty)]
        return Erasure(*connection.execute(BEGIN.encode(), given).fetchall()[0])


def finish(receipt: str) -> Erasure:
    """Note that nothing of the person is left."""
    with loader() as connection:
        done = connection.execute(
            "update staging.erasures set finished_at = clock_timestamp(), dirty = '{}'"
            f" where receipt = %s returning {COLUMNS}".encode(),
            [receipt],
        ).fetchall()
    return Erasure(*done[0])


def _landed(connection: Connection[Any]) -> Any:
    return connection.execute(LANDED).fetchone()


def all_erasures(connection: Connection[Any]) -> list[Erasure]:
    """Return them, the oldest first."""
    rows = connection.execute(f"select {COLUMNS} from staging.erasures order by begun_at".encode())
    return [Erasure(*row) for row in rows.fetchall()]


def loader() -> Connection[Any]:
    """Open a connection that may change what was landed, its tables made."""
    connection = connect_postgres(role=Role.LOADER, application_name="privacy", autocommit=True)
    partitions.prepare(connection, read_sources())
    return connection


def digests_of(connection: Connection[Any], person: Person) -> Digests:
    """Return the digests of all by which a person is known."""
    made = suppression.digests(connection, sorted(person.keys))
    return Digests(suppression.secret(connection), tuple(made))


def digests_under(connection: Connection[Any], receipt: str) -> Digests:
    """Return the digests that an erasure has left."""
    rows = connection.execute(
        "select digest from staging.suppressions where receipt = %s", [receipt]
    ).fetchall()
    return Digests(suppression.secret(connection), tuple(bytes(digest) for (digest,) in rows))


def _erasure(connection: Connection[Any], asked: bytes) -> Erasure | None:
    row = connection.execute(
        f"select {COLUMNS} from staging.erasures where asked = %s".encode(), [asked]
    ).fetchone()
    return Erasure(*row) if row else None
