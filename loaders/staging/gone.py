"""Keeps the last row of each subscription that the next complete export no longer has.

A row is the same as long as these cells are; which of the rows kept are truly gone, the models
decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Composable, Identifier, Literal

from loaders.contract.model import Source
from loaders.staging.tables import add_missing, column_names, raw_table

KEPT = "subscriptions"
IDENTITY = (
    *("StudentId", "StudentEmail", "Student", "StudentFirstName", "TrackName", "Hackerspace"),
    *("GroupName", "SessionName", "SubscriptionStartDate"),
)
TABLE = Identifier("staging", f"gone_{KEPT}")
ACTIVE = "select load_id from staging.loads where source = %s and is_active"
RELATED = """
select exists (
    select from {raw}
    where _load_id = any(%(former)s)
        and {key} in (select {key} from {raw} where _load_id = any(%(active)s))
)
"""
RECORD = """
insert into {gone} ({columns}, _gone_load_id)
select {columns}, {landed}
from {raw} as former
where
    _load_id = any(%(former)s)
    and {key} not in (select {key} from {raw} where _load_id = any(%(active)s))
    and not exists (
        select from {gone} as known
        where
            known._gone_load_id = {landed}
            and (known._load_id, known._source_row) = (former._load_id, former._source_row)
    )
"""
# An export that has no row in common with the next one was of something else, with all it lacked.
FORGET = "update {gone} set _until_load_id = {landed} where _until_load_id is null"


def prepare(connection: Connection[Any], source: Source) -> None:
    """Create the table, or add the columns that the raw table has gained since."""
    if source.name != KEPT:
        return
    statement = SQL(
        "create table if not exists {} (like {}, _gone_load_id bigint not null, "
        "_until_load_id bigint)"
    )
    connection.execute(statement.format(TABLE, raw_table(source)))
    add_missing(connection, TABLE, source.columns)


def active(connection: Connection[Any]) -> set[int]:
    """Return the loads that count."""
    return {load_id for (load_id,) in connection.execute(ACTIVE, [KEPT]).fetchall()}


@dataclass(frozen=True)
class Change:
    """Which loads count `now`, and which counted before and no longer do."""

    source: Source
    former: set[int]
    now: set[int]
    landed: int


def change(
    connection: Connection[Any], former: set[int], sources: Iterable[Source]
) -> Change | None:
    """What changed since `former` loads counted; None where no row can be gone."""
    now = active(connection)
    kept = [source for source in sources if source.name == KEPT and source.mode != "append"]
    if not kept or not now - former or not former - now:
        return None
    return Change(kept[0], former - now, now, max(now - former))


def record(connection: Connection[Any], found: Change, raw: Identifier) -> None:
    """Keep what the loads that count no longer have of those before; `raw` has the rows of both."""
    parts = {
        "gone": TABLE,
        "raw": raw,
        "columns": SQL(", ").join(map(Identifier, column_names(connection, raw))),
        "landed": Literal(found.landed),
        "key": _key(found.source),
    }
    values = {"former": sorted(found.former), "active": sorted(found.now)}
    related = connection.execute(SQL(RELATED).format(**parts), values).fetchone()
    statement = RECORD if related == (True,) else FORGET
    connection.execute(SQL(statement).format(**parts), values)


def take_back(connection: Connection[Any], loads: Iterable[int]) -> None:
    """Forget what these loads, which are taken back, lacked of those before."""
    ids = list(loads)
    for statement in (
        "delete from {gone} where _gone_load_id = any(%s)",
        "update {gone} set _until_load_id = null where _until_load_id = any(%s)",
    ):
        connection.execute(SQL(statement).format(gone=TABLE), [ids])


def _key(source: Source) -> Composable:
    cells = [name for name in IDENTITY if name in source.columns]
    parts = (SQL("coalesce({}, '')").format(Identifier(name)) for name in cells)
    return SQL("concat_ws(chr(31), {})").format(SQL(", ").join(parts))
