"""Reads the ledger back: which loads count, and which records they set aside."""

from typing import Any

from psycopg import Connection

from services.errors import UserError

COUNTS = "status = 'landed' and superseded_at is null"


def status(connection: Connection[Any], names: list[str]) -> list[str]:
    """Return a line per source: its loads that count, and the last attempt if that failed."""
    width = max(map(len, names))
    told = []
    for name in names:
        rows = connection.execute(
            f"""
            select load_id, file, finished_at, rows_landed, rows_rejected from staging.loads
            where source = %s and {COUNTS} order by load_id
            """,
            [name],
        ).fetchall()
        if not rows:
            told.append(f"{name:<{width}}  nothing landed yet")
        for load_id, file, at, landed, rejected in rows:
            told.append(
                f"{name:<{width}}  load {load_id}: {landed:,} rows landed, {rejected:,} set aside "
                f"from {file}, {at:%Y-%m-%d %H:%M:%S %Z}"
            )
        failed = connection.execute(
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
        if failed:
            told.append(f"{'':<{width}}  failed {failed[0]:%Y-%m-%d %H:%M:%S %Z}: {failed[1]}")
    return told


def rejects(connection: Connection[Any], names: list[str], source: str | None) -> list[str]:
    """Return each record set aside by a load that counts: where, why, what to do, its text."""
    if source is not None and source not in names:
        raise UserError(f"there is no source `{source}`: choose one of {', '.join(names)}")
    rows = connection.execute(
        f"""
        select rejected_rows.file, line, record_number, reason, hint, raw
        from staging.rejected_rows
        inner join staging.loads using (load_id)
        where loads.{COUNTS} and loads.source = any(%s)
        order by load_id, record_number
        """,
        [[source] if source else names],
    ).fetchall()
    if not rows:
        return ["no records are set aside"]
    told = []
    for file, line, record, reason, hint, raw in rows:
        told.append(f"{file} line {line}, record {record}: {reason}: {hint}")
        told.append("    " + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in raw))
    return told
