"""Refuses a load whose dates contradict the order in which they would be read."""

from loaders.batch import FileRefusedError, Layout
from loaders.contract.meaning import DATES
from loaders.contract.model import Source
from loaders.store import Rows

HANDFUL = 5  # dates against the order that may be typing errors; in a large file 0.5 % of them
READ = {"day_first": "day first", "month_first": "month first"}


def check(file: str, source: Source, rows: Rows, layout: Layout) -> None:
    """Refuse the load where more than a handful of a column's dates can only be the other way.

    Or where they do not begin with the year, and nobody said in which order they are; 5/5/2026 is
    the same day either way.
    """
    present = {column for column, _ in layout.declared}
    for column in DATES.get(source.name, ()):
        if column not in present:
            continue
        dates, days_first, months_first, real, filled = rows.dates(column)
        order = source.order_of(column)
        if order in ("iso", "compact"):
            if _many(real, filled):
                other = "day_first" if days_first >= months_first else "month_first"
                raise FileRefusedError(
                    f"{file}: {real:,} dates of `{column}` do not begin with the year, and nobody "
                    f"declared whether day or month is first ({days_first:,} can only be day "
                    f"first, {months_first:,} month first): {_advice(source, other)}"
                )
            continue
        against = months_first if order == "day_first" else days_first
        if _many(against, dates):
            other = "month_first" if order == "day_first" else "day_first"
            raise FileRefusedError(
                f"{file}: {against:,} of {dates:,} dates of `{column}` can only be {READ[other]}, "
                f"and they would be read {READ[order]}: {_advice(source, other)}"
            )


def _many(count: int, dates: int) -> bool:
    return count > max(min(HANDFUL, dates // 20), dates // 200)


def _advice(source: Source, order: str) -> str:
    return (
        f"run `make inspect DATA=…` on its folder, or set `date_order: {order}` for source "
        f"`{source.name}` in school.yml"
    )
