"""Erases again who was erased, where older rows have come back: after a restore."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg.sql import SQL, Composed, Identifier, Literal
from psycopg.types.json import Jsonb

from common.servers.connections import Role, connect_postgres
from loaders.staging import one_place, suppression
from privacy import erasure, history, landed, rewriting
from privacy.people import is_there, raw_tables

SUPPRESSIONS = Identifier("staging", "suppressions")
ERASURES = Identifier("staging", "erasures")


# For psql, in the transaction that puts a backup in the place of what is there. A backup from
# before there were erasures has no key; one of another warehouse has another one.
REMEMBER = SQL(r"""
select to_regclass('staging.suppression_key') is not null as has_key \gset
\if :has_key
insert into staging.suppressions (digest, receipt)
select kept.* from (values {digests}) as kept
where exists (select from staging.suppression_key where secret = {secret})
on conflict do nothing;
insert into staging.erasures (receipt, asked, begun_at, finished_at, rows, dirty)
select receipt, asked, begun_at, cast(finished_at as timestamptz), rows, cast(dirty as text [])
from (values {receipts}) as kept (receipt, asked, begun_at, finished_at, rows, dirty)
where exists (select from staging.suppression_key where secret = {secret})
on conflict do nothing;
\endif
""")
RECEIPTS = "select receipt, asked, begun_at, finished_at, rows, dirty from staging.erasures"


@dataclass(frozen=True)
class Kept:
    """The erasures of a warehouse: under which key, how many, and what psql is to remember them by.

    Remembered later than the rows come back, they would be lost where a restore is cut off.
    """

    secret: bytes
    number: int
    statements: bytes


def kept() -> Kept | None:
    """Return what the warehouse knows of who was erased; None where nobody was."""
    with connect_postgres(role=Role.LOADER, application_name="privacy") as connection:
        if not is_there(connection, SUPPRESSIONS) or not is_there(connection, ERASURES):
            return None
        digests = connection.execute("select digest, receipt from staging.suppressions").fetchall()
        if not digests:
            return None
        secret = suppression.secret(connection)
        receipts = [
            (*row[:-2], Jsonb(row[-2]), row[-1])
            for row in connection.execute(RECEIPTS.encode()).fetchall()
        ]
        statements = REMEMBER.format(
            secret=secret, digests=_listed(digests), receipts=_listed(receipts)
        )
        return Kept(secret, len(receipts), statements.as_bytes(connection))


def erase_again(before: Kept | None, say: Callable[[str], None]) -> int:
    """Erase who is remembered, also of `before`, from what has come back.

    Returns how many rows and records were theirs.
    """
    with erasure.loader() as connection:
        if before and before.secret != suppression.secret(connection):
            say(
                f"{before.number} people who were erased here cannot be told in the backup, "
                "which is of another warehouse: erase each of them again"
            )
        digests = suppression.known(connection)
        if digests is None:
            return 0
        if one_place.is_lake(connection):
            say("rows in the lake were not looked through: erase whom you have erased again")
        sought = landed.Sought(digests)
        rows, _ = landed.find(connection, sought)
        erased = sum(rows.values())
        dirty = landed.erase(connection, sought)
    history.erase(digests)
    rewriting.rewrite(dirty, Role.LOADER)
    rewriting.sample_again(raw_tables(), Role.LOADER)
    history.rewrite()
    if erased:
        say(f"erased again: {erased:,} rows of people who were erased since")
    return erased


def _listed(rows: Iterable[Sequence[Any]]) -> Composed:
    return SQL(", ").join(SQL("({})").format(SQL(", ").join(map(Literal, row))) for row in rows)
