"""Reads the figures of the first screen out of `marts.headline_figures`: all is decided there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg import Connection, errors
from psycopg.rows import dict_row

from common.errors import UserError
from verdict.rules import OLD

ALL = """
select
    figure, campus, month, day, is_current, part, whole, left_out, value, part_before,
    whole_before, value_before, value_year_before, change, judgement, change_size
from marts.headline_figures
where month > (select max(month) from marts.headline_figures) - interval '14 months'
order by month
"""
NEVER_CAME = """
select campus, count(*) from marts.call_list where is_new = 1 and never_came = 1 group by campus
"""
REACHED = "select campus, count(*) from marts.call_list where is_reached = 1 group by campus"
# Where most were lost, of each campus and month.
MOST_LOST = """
select distinct on (month, campus)
    month, campus, track, sum(people_lost)::int as lost, sum(people)::int as people
from marts.churn_by_month
group by month, campus, track
having sum(people_lost) > 0
order by month, campus, sum(people_lost) desc, track
"""
SILENT = """
select place, campus, last_marked_on, students from marts.silent_groups
order by students desc, place
"""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Figure:
    """A figure of the first screen, and its values by month, oldest first."""

    now: Row
    months: Sequence[tuple[date, float | None]]


@dataclass(frozen=True)
class Scope:
    """What the first screen tells of the whole school (`campus` is None) or of one campus."""

    campus: str | None
    figures: Mapping[str, Figure]
    never_came: int
    most_lost: Row | None
    silent: Sequence[Row]
    reached: int = 0


def read_scopes(connection: Connection[Any]) -> list[Scope]:
    """The whole school first, then its campuses; UserError where the marts are of before."""
    try:
        with connection.cursor(row_factory=dict_row) as cursor:
            rows, never, most, silent, reached = (
                cursor.execute(query.encode()).fetchall()
                for query in (ALL, NEVER_CAME, MOST_LOST, SILENT, REACHED)
            )
    except (errors.UndefinedTable, errors.UndefinedColumn):
        raise UserError(OLD) from None
    campuses = sorted({row["campus"] for row in rows if row["campus"] is not None})
    return [_scope(campus, rows, never, most, silent, reached) for campus in (None, *campuses)]


def _scope(
    campus: str | None,
    rows: Sequence[Row],
    never: Sequence[Row],
    most: Sequence[Row],
    silent: Sequence[Row],
    reached: Sequence[Row],
) -> Scope:
    mine = [row for row in rows if row["campus"] == campus]
    figures = {
        row["figure"]: Figure(
            row, [(each["month"], each["value"]) for each in mine if _is_until(each, row)]
        )
        for row in mine
        if row["is_current"]
    }
    lost = figures.get("lost")
    places = [
        row
        for row in most
        if lost and row["month"] == lost.now["month"] and campus in (None, row["campus"])
    ]
    return Scope(
        campus,
        figures,
        sum(row["count"] for row in never if campus in (None, row["campus"])),
        max(places, key=lambda row: row["lost"], default=None),
        [row for row in silent if campus in (None, row["campus"])],
        sum(row["count"] for row in reached if campus in (None, row["campus"])),
    )


def _is_until(row: Row, current: Row) -> bool:
    return bool(row["figure"] == current["figure"] and row["month"] <= current["month"])
