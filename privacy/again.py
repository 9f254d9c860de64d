"""Erases again who was erased, where older rows have come back: after a restore."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.sql import Identifier

from common.servers.connections import Role, connect_postgres
from loaders.staging import suppression
from privacy import erasure, history, landed, rewriting
from privacy.people import is_there, raw_tables

SUPPRESSIONS = Identifier("staging", "suppressions")
ERASURES = Identifier("staging", "erasures")


@dataclass(frozen=True)
class Kept:
    """The erasures of a warehouse: under which key, the digests by receipt, the receipts."""

    secret: bytes
    digests: list[tuple[bytes, str]]
    receipts: list[tuple[Any, ...]]


def kept() -> Kept | None:
    """Return what the warehouse knows of who was erased; None where nobody was."""
    with connect_postgres(role=Role.LOADER, application_name="privacy") as connection:
        if not is_there(connection, SUPPRESSIONS) or not is_there(connection, ERASURES):
            return None
        digests = connection.execute("select digest, receipt from staging.suppressions").fetchall()
        receipts = connection.execute(
            "select receipt, asked, begun_at, finished_at, cast(rows as text), dirty"
            " from staging.erasures"
        ).fetchall()
        return Kept(suppression.secret(connection), digests, receipts) if digests else None


def erase_again(before: Kept | None, say: Callable[[str], None]) -> int:
    """Keep out whom the warehouse kept out `before`, and erase them from what has come back.

    Returns how many rows and records were theirs.
    """
    with erasure.loader() as connection:
        if before and before.secret != suppression.secret(connection):
            say(
                f"{len(before.receipts)} people who were erased here cannot be told in the backup, "
                "which is of another warehouse: erase each of them again"
            )
        elif before:
            _remember(connection, before)
        digests = suppression.known(connection)
        if digests is None:
            return 0
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


def _remember(connection: Connection[Any], before: Kept) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(
            "insert into staging.suppressions values (%s, %s) on conflict do nothing",
            before.digests,
        )
        cursor.executemany(
            "insert into staging.erasures (receipt, asked, begun_at, finished_at, rows, dirty)"
            " values (%s, %s, %s, %s, cast(%s as jsonb), %s) on conflict do nothing",
            before.receipts,
        )
