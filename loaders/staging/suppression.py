"""Keeps out who was erased: their rows and rejected records are dropped as they land.

`staging.suppressions` holds digests only: nobody can be read out of it, and who knows the school's
key can tell whether somebody is in it.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Composed, Identifier, Literal

from loaders.contract.model import Source
from loaders.staging import ledger, tables
from loaders.staging.people import (
    digest,
    expression,
    has_people,
    is_of_them,
    sought_writings,
)
from loaders.staging.rejected_people import sought_records
from loaders.store import Digests, Rows, Sent

SUPPRESSIONS = """
create table if not exists staging.suppressions (
    digest bytea primary key,
    receipt text not null
)"""
ERASURES = """
create table if not exists staging.erasures (
    receipt text primary key,
    asked bytea not null unique,
    begun_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    rows jsonb not null,
    dirty text [] not null
)"""


def prepare(connection: Connection[Any]) -> None:
    """Create the tables of who was erased: digests, and receipts of the erasures."""
    connection.execute(SUPPRESSIONS.encode())
    connection.execute(ERASURES.encode())


def known(connection: Connection[Any]) -> Digests | None:
    """Return the digests of all who were erased; None where nobody was."""
    rows = connection.execute("select digest from staging.suppressions").fetchall()
    return Digests(secret(connection), tuple(digest for (digest,) in rows)) if rows else None


def remember(connection: Connection[Any], receipt: str, digests: Iterable[bytes]) -> None:
    """Keep out from now on whose digests these are."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into staging.suppressions values (%s, %s)"
            " on conflict (digest) do update set receipt = excluded.receipt",
            [(digest, receipt) for digest in digests],
        )


def digests(connection: Connection[Any], keys: Iterable[tuple[str, str]]) -> list[bytes]:
    """Return the digests of values, each with its kind."""
    secret_key = secret(connection)
    made = []
    for kind, value in keys:
        text = Literal(value).as_string(connection)
        [(one,)] = connection.execute(
            SQL("select {}").format(digest(secret_key, kind, text))
        ).fetchall()
        made.append(bytes(one))
    return made


def secret(connection: Connection[Any]) -> bytes:
    """Return the school's key for digests of people."""
    [(key,)] = connection.execute("select secret from staging.suppression_key").fetchall()
    return bytes(key)


def keep_out(
    connection: Connection[Any], load_id: int, source: Source, file: str, sent: Sent, rows: Rows
) -> None:
    """Record a load's rejected records; leave out of them, and of its rows, who was erased.

    The rows must not be kept yet. Where they hold some they are written again, so that nothing of
    them is left.
    """
    digests = known(connection) if has_people(source) else None
    if digests is None:
        ledger.reject(connection, load_id, source, file, sent)
        return
    dropped = rows.leave_out(digests)
    sent.landed -= dropped
    sent.suppressed += dropped
    if sent.rejected:
        _keep_out_rejects(connection, load_id, source, file, sent, digests)


def keep_out_rows(
    connection: Connection[Any], load_id: int, source: Source, digests: Digests
) -> int:
    """Leave out of a partition, which is not attached yet, who was erased; returns how many."""
    name = f"{source.table}_{load_id}"
    partition, whole = Identifier("staging", name), Identifier("staging", f"whole_{name}")
    sought = sought_writings(connection, source, partition, digests)
    [(dropped,)] = connection.execute(
        of_them(connection, source, partition, sought, "select count(*)")
    ).fetchall()
    if not dropped:
        return 0
    connection.execute(
        SQL("alter table {} rename to {}").format(partition, Identifier(f"whole_{name}"))
    )
    tables.create(connection, source, partition, [load_id])
    sought = sought_writings(connection, source, whole, digests)
    rest = of_them(connection, source, whole, sought, "select landed.*", is_theirs=False)
    connection.execute(SQL("insert into {} {}").format(partition, rest))
    connection.execute(SQL("drop table {}").format(whole))
    return int(dropped)


def _keep_out_rejects(
    connection: Connection[Any],
    load_id: int,
    source: Source,
    file: str,
    sent: Sent,
    digests: Digests,
) -> None:
    whole = Identifier("staging", f"whole_rejected_rows_{load_id}")
    connection.execute(SQL("create table {} (like {})").format(whole, ledger.REJECTED))
    ledger.reject(connection, load_id, source, file, sent, into=whole)
    kept = connection.execute(
        SQL(
            "with sought as ({}), kept as (insert into {} select * from {} as landed"
            " where record_number not in (select record_number from sought) returning reason)"
            " select reason, count(*) from kept group by reason"
        ).format(sought_records(whole, digests), ledger.REJECTED, whole)
    ).fetchall()
    connection.execute(SQL("drop table {}").format(whole))
    rejected = sent.reasons.total()
    sent.reasons = Counter(dict(kept))
    sent.suppressed += rejected - sent.reasons.total()


def of_them(
    connection: Connection[Any],
    source: Source,
    table: Identifier,
    sought: Composed,
    verb: str,
    is_theirs: bool = True,
) -> Composed:
    """Return `verb` (`select …`, `delete`) for the rows `landed` of a table that are theirs.

    `sought` is a query of their writings, as `sought_writings` has it.
    """
    return SQL("with sought as materialized ({}) {} from {} as landed where {} = {}").format(
        sought,
        expression(verb),
        table,
        is_of_them(connection, source, table),
        is_theirs,
    )
