"""Takes a person out of what was landed, and remembers to keep them out: in one transaction."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Composed, Identifier, Literal

from loaders.contract.model import Source
from loaders.staging import partitions
from loaders.staging.ledger import REJECTED
from loaders.staging.people import PARTS, Digests, cells_of, expression, sought_writings
from loaders.staging.rejected_people import sought_records
from loaders.staging.suppression import of_them
from loaders.staging.tables import column_names, raw_table
from privacy.people import WRITTEN, Writings, is_there, sources_of_people, tables_of

Place = tuple[str, int, int]  # of a landed row: its source, load and number
SUPPRESSED = """
update staging.loads
set {column} = {column} - %(rows)s, rows_suppressed = rows_suppressed + %(rows)s
where load_id = %(load)s
"""


@dataclass(frozen=True)
class Sought:
    """Who is looked for, by digests; by how rows write them, too, where that is known already."""

    digests: Digests
    writings: Writings | None = None

    def rows(
        self, connection: Connection[Any], source: Source, table: Identifier, verb: str
    ) -> Composed:
        """Return `verb` for the rows `landed` of a table that are theirs."""
        if self.writings is None:
            sought = sought_writings(connection, source, table, self.digests)
        else:
            sought = _as_query(self.writings[table._obj[-1]])
        return of_them(connection, source, table, sought, verb)


def find(connection: Connection[Any], sought: Sought) -> tuple[dict[str, int], list[Place]]:
    """Return how many rows of each table of `staging` are of a person, and where the raw ones."""
    found: dict[str, int] = {}
    places: list[Place] = []
    for source in sources_of_people():
        for table in tables_of(connection, source):
            is_raw = table == raw_table(source)
            verb = "select landed._load_id, landed._source_row" if is_raw else "select"
            rows = connection.execute(sought.rows(connection, source, table, verb)).fetchall()
            found[_name(table)] = len(rows)
            places += [(source.name, *row) for row in rows if is_raw]
    if is_there(connection, REJECTED):
        found[_name(REJECTED)] = len(
            connection.execute(sought_records(REJECTED, sought.digests)).fetchall()
        )
    return found, places


def erase(connection: Connection[Any], sought: Sought) -> set[str]:
    """Delete a person's rows and rejected records; the ledger says so.

    Returns the tables that still hold what was deleted until they are written again: of the log
    only those where more than the bare id of a student was in a row.
    """
    dirty: set[str] = set()
    sources = sources_of_people()
    with partitions.locked(connection, [source.name for source in sources]):
        for source in sources:
            for table in tables_of(connection, source):
                dirty |= _delete(connection, source, table, sought)
        deleted = connection.execute(
            SQL(
                "with sought as ({}) delete from {} where (load_id, record_number) in"
                " (select load_id, record_number from sought) returning load_id"
            ).format(sought_records(REJECTED, sought.digests), REJECTED)
        ).fetchall()
        _note(connection, "rows_rejected", Counter(load for (load,) in deleted))
    return dirty | ({_name(REJECTED)} if deleted else set())


def _delete(
    connection: Connection[Any], source: Source, table: Identifier, sought: Sought
) -> set[str]:
    says_more = [Identifier(name) for name in _beside_the_id(connection, source, table)]
    more = SQL(" or ").join(
        SQL("coalesce(cast(landed.{} as text), '') <> ''").format(name) for name in says_more
    )
    is_raw = table == raw_table(source)
    load = SQL("landed._load_id") if is_raw else SQL("0")
    deletion = sought.rows(connection, source, table, "delete")
    rows = connection.execute(
        SQL(
            "with gone as ({} returning landed.tableoid, {} as load_id, {} as more)"
            " select cast(cast(tableoid as regclass) as text), load_id, count(*), bool_or(more)"
            " from gone group by tableoid, load_id"
        ).format(deletion, load, more)
    ).fetchall()
    if is_raw:
        loads: Counter[int] = Counter()
        for _, load_id, count, _ in rows:
            loads[load_id] += count
        _note(connection, "rows_landed", loads)
    return {name for name, _, _, more in rows if more}


def _beside_the_id(connection: Connection[Any], source: Source, table: Identifier) -> list[str]:
    """The columns in which a row may say more of somebody than an id; of the log few hold any."""
    told = {column for part, column in cells_of(connection, source, table).items() if part != "id"}
    kept = told | ({"_extra"} & set(column_names(connection, table)))
    return sorted(kept)


def _note(connection: Connection[Any], column: str, loads: Counter[int]) -> None:
    statement = SQL(SUPPRESSED).format(column=Identifier(column))
    for load, rows in loads.items():
        connection.execute(statement, {"load": load, "rows": rows})


def _as_query(writings: Sequence[tuple[Any, ...]]) -> Composed:
    columns = zip(*writings, strict=True) if writings else [()] * len(WRITTEN)
    types = ("bigint", *("text" for _ in PARTS))
    return SQL("select * from unnest({}) as written ({})").format(
        SQL(", ").join(
            SQL("cast({} as {} [])").format(Literal(list(column)), expression(kind))
            for column, kind in zip(columns, types, strict=True)
        ),
        SQL(", ").join(map(Identifier, WRITTEN)),
    )


def _name(table: Identifier) -> str:
    return ".".join(table._obj)
