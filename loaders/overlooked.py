"""Refuses attendance beside which a column that nobody declared may say who came."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from loaders.batch import FileRefusedError, Layout
from loaders.contract import Source
from loaders.inspection.statuses import looks_like

MOST = 10_000  # different texts of all such columns that are looked at
CELLS = SQL("""
select cells.key, cells.value, count(*)
from {partition}
cross join lateral jsonb_each_text(_extra) as cells
where cells.value is not null
group by cells.key, cells.value
limit %s
""")


def held_by(
    connection: Connection[Any], partition: Identifier, names: Iterable[str]
) -> dict[str, Counter[str]]:
    """Return what undeclared columns hold, each text with its rows."""
    held: dict[str, Counter[str]] = {name: Counter() for name in names}
    for name, text, count in connection.execute(CELLS.format(partition=partition), [MOST]):
        if name in held:
            held[name][text] = count
    return held


def check(
    connection: Connection[Any], file: str, source: Source, partition: Identifier, layout: Layout
) -> None:
    """Refuse the load where a column looks like a status, a time or a role, and none said not.

    Beside the columns of a register nothing says who came to which session.
    """
    names = [name for name, _ in layout.extra if name not in source.ignore]
    if source.name != "attendance" or source.register or not names:
        return
    for name, cells in held_by(connection, partition, names).items():
        if kind := looks_like(name, cells):
            raise FileRefusedError(
                f"{file}: column `{name}` looks like a {kind}, which may say who came: run `make "
                "inspect DATA=…` on its folder, which asks, or put it under `ignore` of source "
                f"`{source.name}` in school.yml"
            )
