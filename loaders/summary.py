"""What a load says to the person who ran it, and what the ledger says of earlier ones."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from psycopg import Connection

from common.errors import UserError
from common.wording import counted
from loaders.contract.sources import DEFAULT_SOURCES
from loaders.input import Receipt
from loaders.store import LAKE, POSTGRES

NEXT = {POSTGRES: "dbt build", LAKE: "python -m refresh build --target spark"}
NEWEST = 5  # loads of a source that are shown one by one


def status(connection: Connection[Any], names: list[str]) -> Iterator[str]:
    """Yield a line for each of the newest active loads, and for a failed load run since."""
    width = max(map(len, names))
    for name in names:
        for line in [*_loads(connection, name), *_failed(connection, name)]:
            yield f"{name:<{width}}  {line}"


def _loads(connection: Connection[Any], name: str) -> Iterator[str]:
    rows = connection.execute(
        """
        select load_id, file, finished_at, rows_landed, rows_rejected, rows_suppressed
        from staging.loads
        where source = %s and is_active order by load_id
        """,
        [name],
    ).fetchall()
    before, newest = rows[:-NEWEST], rows[-NEWEST:]
    if not rows:
        yield "nothing landed yet"
    if before:
        became = _became(*map(sum, zip(*(row[3:] for row in before), strict=True)))
        yield f"{counted(len(before), 'load')} before: {became}"
    for load_id, file, at, *counts in newest:
        yield f"load {load_id}: {_became(*counts)} from {file}, {at:%Y-%m-%d %H:%M:%S %Z}"


def _became(landed: int, rejected: int, suppressed: int) -> str:
    said = f"{counted(landed, 'row')} landed, {rejected:,} rejected"
    return f"{said}, {suppressed:,} suppressed" if suppressed else said


def _failed(connection: Connection[Any], name: str) -> Iterator[str]:
    """Yield the last load run if it failed and nothing landed after it."""
    row = connection.execute(
        """
        select finished_at, message from staging.loads
        where source = %(name)s and status = 'failed' and load_id > (
            select coalesce(max(load_id), 0) from staging.loads
            where source = %(name)s and status = 'landed'
        )
        order by load_id desc limit 1
        """,
        {"name": name},
    ).fetchone()
    if row:
        yield f"failed {row[0]:%Y-%m-%d %H:%M:%S %Z}: {row[1]}"


def rejects(connection: Connection[Any], names: list[str], source: str | None) -> Iterator[str]:
    """Yield each record that an active load rejected: where, why, what to do, its text."""
    if source is not None and source not in names:
        raise UserError(f"there is no source `{source}`: choose one of {', '.join(names)}")
    found = False
    with connection.cursor("rejects") as cursor:
        cursor.execute(
            """
            select rejected_rows.file, line, record_number, reason, hint, raw
            from staging.rejected_rows
            inner join staging.loads using (load_id)
            where loads.is_active and loads.source = any(%s)
            order by load_id, record_number
            """,
            [[source] if source else names],
        )
        for file, line, record, reason, hint, raw in cursor:
            found = True
            yield f"{file} line {line}, record {record}: {reason}: {hint}"
            yield "    " + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in raw)
    if not found:
        yield "no records are rejected"


def landed(
    receipts: list[Receipt], contract: Path, others: str | None = None, place: str = POSTGRES
) -> list[str]:
    """Return a line for each file, one on what is no input, and what to do next.

    `contract` is the sources.yml in use, which the commands that a line names need too, `place`
    where the rows are kept.
    """
    option = "" if contract == DEFAULT_SOURCES else f" --sources {shlex.quote(str(contract))}"
    width = max(len(receipt.source.name) for receipt in receipts)
    told = [f"{receipt.source.name:<{width}}  {_line(receipt, option)}" for receipt in receipts]
    if others:
        told.append(others)
    if any(receipt.load_id is not None or receipt.dated for receipt in receipts):
        told.append(f"next: {NEXT[place]}")
    return told


def tidied(dropped: int, asked: bool) -> Iterator[str]:
    """Say how many loads lost their rows, if any did or it was asked for."""
    if dropped or asked:
        yield f"retention dropped the rows of {counted(dropped, 'superseded load')}"


def _line(receipt: Receipt, option: str) -> str:
    if receipt.load_id is None and receipt.source.database:
        return "unchanged: nothing is new since the last pull"
    if receipt.load_id is None:
        said = f"unchanged: {receipt.file} is landed already (load it again with --force)"
        if receipt.dated:
            said = f"{receipt.file} is landed already, its own day is now {receipt.dated}"
        return said + _newer(receipt)
    said = f"{counted(receipt.landed, 'row')} landed, own day {receipt.dated}"
    if receipt.rejected:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in receipt.reasons)
        said += (
            f", {receipt.rejected:,} rejected ({reasons}) — see "
            f"`python -m loaders rejects {receipt.source.name}{option}`"
        )
    if receipt.marks:
        said += f", {counted(len(set(receipt.marks)), 'column')} of marks"
    if receipt.suppressed:
        said += f", {receipt.suppressed:,} suppressed (of people who were erased)"
    if receipt.extra:
        said += f"; kept in _extra: {', '.join(receipt.extra)}"
    return said + _newer(receipt)


def _newer(receipt: Receipt) -> str:
    """Say that a load does not count, and how to make it count."""
    if not receipt.newer:
        return ""
    day = receipt.newer.rsplit(" ", 1)[1]
    return (
        f"; not used, because {receipt.newer} is newer: to use it all the same, load it alone with "
        f"`--as-of {day}` (make: AS_OF={day})"
    )
