"""Refuses attendance beside which a column that nobody declared may say who came."""

from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath

from loaders.batch import FileRefusedError, Layout
from loaders.contract.model import Source
from loaders.inspection.statuses import ABSENCES, lists_absences, looks_like
from loaders.store import Rows, Store

MOST = 10_000  # different texts of all such columns that are looked at


def held_by(rows: Rows, names: Iterable[str]) -> dict[str, Counter[str]]:
    """Return what undeclared columns hold, each text with its rows."""
    held: dict[str, Counter[str]] = {name: Counter() for name in names}
    for name, text, count in rows.undeclared(MOST):
        if name in held:
            held[name][text] = count
    return held


def check(store: Store, file: str, source: Source, rows: Rows, layout: Layout) -> None:
    """Refuse the load where a column looks like a status, a time or a role, and none said not.

    So is one without a status that by its name lists absences, or follows loads that have one.
    Beside the columns of a register nothing says who came to which session.
    """
    if source.name != "attendance" or source.register:
        return
    alone = "status" not in dict(layout.declared)
    if alone and lists_absences(f"{PurePath(file).name} {source.sheet or ''}"):
        raise FileRefusedError(f"{file}: {ABSENCES}")
    is_open = "status" in source.columns and "status" not in source.ignore
    if alone and is_open and store.says_who_came():
        raise FileRefusedError(
            f"{file}: no column says who came, and what was loaded before has one, so that "
            "each row would count as attended: export it with the column `status`, or put "
            f"`status` under `ignore` of source `{source.name}` in school.yml"
        )
    names = [name for name, _ in layout.extra if name not in source.ignore]
    for name, cells in held_by(rows, names).items():
        if kind := looks_like(name, cells, alone):
            raise FileRefusedError(
                f"{file}: column `{name}` looks like a {kind}, which may say who came: run `make "
                "inspect DATA=…` on its folder, which asks, or put it under `ignore` of source "
                f"`{source.name}` in school.yml"
            )
