"""Refuses a load whose dates contradict the order in which they would be read."""

from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier, Literal

from loaders.batch import FileRefusedError, Layout
from loaders.contract import Source
from loaders.meaning import DATES

HANDFUL = 5  # dates against the order that may be typing errors
# Without a declared order, dates with slashes and four digits of the year are read month first.
COUNTS = SQL("""
select
    count(*),
    count(*) filter (where first > 12 and second <= 12),
    count(*) filter (where first <= 12 and second > 12),
    count(*) filter (where not undeclared)
from (
    select
        (regexp_match({column}, '([0-9]+)[-/. ][0-9]+'))[1]::integer as first,
        (regexp_match({column}, '[0-9]+[-/. ]([0-9]+)'))[1]::integer as second,
        {column} ~ '^\\s*[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{4}}' as undeclared
    from {partition}
    where {column} ~ {pattern}
) as dates
""")
NUMERIC = r"^\s*[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ]([0-9]{4}|[0-9]{2})([ T,].*)?\s*$"
READ = {"day_first": "day first", "month_first": "month first", "iso": "month first"}


def check(
    connection: Connection[Any], file: str, source: Source, partition: Identifier, layout: Layout
) -> None:
    """Refuse the load where more than a handful of a column's dates can only be the other way."""
    present = {column for column, _ in layout.declared}
    for column in DATES.get(source.name, ()):
        if column not in present:
            continue
        statement = COUNTS.format(
            column=Identifier(column), partition=partition, pattern=Literal(NUMERIC)
        )
        row = connection.execute(statement).fetchone()
        dates, days_first, months_first, unread = row or (0, 0, 0, 0)
        order = _order(source, column)
        if order == "iso" and _many(unread, dates):
            raise FileRefusedError(
                f"{file}: {unread:,} dates of `{column}` are written like 24.07.2026, in an order "
                f"that nobody declared: {_advice(source, 'day_first')} or `month_first`"
            )
        against = months_first if order == "day_first" else days_first
        if _many(against, dates):
            other = "month_first" if order == "day_first" else "day_first"
            raise FileRefusedError(
                f"{file}: {against:,} of {dates:,} dates of `{column}` can only be {READ[other]}, "
                f"and they would be read {READ[order]}: {_advice(source, other)}"
            )


def _order(source: Source, column: str) -> str:
    order = source.date_order
    return order if isinstance(order, str) else order.get(column, "iso")


def _many(count: int, dates: int) -> bool:
    return count > min(HANDFUL, dates // 20)


def _advice(source: Source, order: str) -> str:
    return (
        f"run `make inspect DATA=…` on its folder, or set `date_order: {order}` for source "
        f"`{source.name}` in school.yml"
    )
