"""Finds what names the sessions of attendance that has no session id: headers, titles."""

from collections.abc import Mapping
from datetime import date
from pathlib import PurePath

from loaders.batch import FileRefusedError, Stream
from loaders.contract.model import Source
from loaders.inspection.headings import headings, marked_until, session_columns, turned
from loaders.overlooked import held_by
from loaders.store import Rows

# Setting, column, value: as staging.load_settings has them.
Settings = list[tuple[str, str | None, str]]
TITLE = 1000  # characters


def of_sessions(file: str, source: Source, rows: Rows, stream: Stream, own_day: date) -> Settings:
    """Return what heads each of a register's columns of marks, and the title of what has dates.

    `FileRefusedError`: a register has no such column, or its date is written in another order.
    """
    written = f"{PurePath(file).stem} {stream.title}"[:TITLE]
    title = ("title", None, "".join(c for c in written if c.isprintable() or c.isspace()))
    if not source.register:
        return [title] if "session_date" in dict(stream.layout.declared) else []
    names = [name for name, _ in stream.layout.extra if name not in source.ignore]
    if source.register == "session":
        cells: Mapping[str, Mapping[str, int]] = held_by(rows, names)
        found: Settings = [
            ("mark_session", name, name) for name in session_columns(cells, source.statuses)
        ]
    else:
        found = _dated(file, source, names, marked_until(file, own_day))
    if not found:
        raise FileRefusedError(
            f"{file}: no column is headed by a {source.register}, and school.yml says `register: "
            f"{source.register}`: run `make inspect DATA=…` on its folder, or correct that setting"
        )
    return [title, *found]


def _dated(file: str, source: Source, names: list[str], until: date) -> Settings:
    found = headings(names)
    order = source.order_of("session_date")
    if wrong := turned(found.values(), order):
        raise FileRefusedError(
            f"{file}: {len(wrong):,} of {len(found):,} columns are headed by a date such as "
            f"`{wrong[0].written}`, which is none under `date_order: {order}`: run `make inspect "
            "DATA=…` on its folder, or correct that setting"
        )
    rows: Settings = []
    for name, one in found.items():
        day = one.day(order, until)
        rows.append(("mark_date", name, day.isoformat() if day else ""))
        if one.rest:
            rows.append(("mark_name", name, one.rest))
    return rows
