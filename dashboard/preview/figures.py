"""Fetches the preview's figures: a few small queries, everything added up by PostgreSQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from psycopg import Connection, errors

from common.errors import UserError
from dashboard.preview.cubes import Cube, cube_sql
from dashboard.spec.fields import Marts, dimension_sql
from dashboard.spec.report import Report

# A drop-down list with more than these is no help; the smaller ones become "Other".
MOST_CHOICES = 40

Value = str | float | None
# What each control can be set to, by its field.
Choices = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Status:
    """How fresh and complete the data is."""

    as_of: date
    newest_load: date | None
    rows_in_files: int
    rows_set_aside: int
    rows_worth_a_look: int

    @property
    def last_full_month(self) -> date:
        """First day of the newest month that is over on the as-of day."""
        tomorrow = date.fromordinal(self.as_of.toordinal() + 1)
        year, month = (
            (tomorrow.year, tomorrow.month - 1)
            if tomorrow.month > 1
            else (
                tomorrow.year - 1,
                12,
            )
        )
        return date(year, month, 1)


@dataclass(frozen=True)
class Table:
    """A cube's rows: per dimension its values, per aggregate its numbers; columns side by side.

    `there` is of a list how many rows each one's combination of controls has.
    """

    dimensions: Sequence[Sequence[Value]]
    aggregates: Sequence[Sequence[Value]]
    there: Sequence[Value] | None = None


def read_status(connection: Connection[Any]) -> Status:
    """Read how fresh the marts are; raise UserError where there are none."""
    try:
        rows = connection.execute(
            """
            select
                max(as_of_date),
                max(newest_load_on),
                coalesce(sum(rows_in_files), 0),
                coalesce(sum(rows_rejected + rows_set_aside), 0),
                (
                    select count(distinct (load_id, source_row)) from marts.data_quality_issues
                    where outcome = 'kept' and severity <> 'info'
                )
            from marts.data_status
            """
        ).fetchall()
    except (errors.UndefinedTable, errors.InvalidSchemaName):
        raise UserError("there are no marts yet: run `make load`, then `dbt build`") from None
    except errors.InsufficientPrivilege:
        raise UserError(
            "the reporter may not read marts.data_status yet: run `dbt build`, which grants it"
        ) from None
    as_of, newest_load, *counts = rows[0]
    if as_of is None:
        raise UserError("marts.data_status is empty: run `dbt build`")
    return Status(as_of, newest_load, *map(int, counts))


def read_choices(connection: Connection[Any], report: Report, marts: Marts) -> Choices:
    """Read what each control can be set to, in order of the alphabet."""
    choices = {}
    for control in report.controls:
        places = {
            (dimension_sql(source, control.field, marts), source.mart, source.where or "true")
            for source in report.data_sources
            if control.field in source.dimensions
        }
        if not places:
            continue
        counts = " union all ".join(
            f"select {sql} as choice, count(*) as rows from marts.{mart} where {where} group by 1"
            for sql, mart, where in sorted(places)
        )
        rows = connection.execute(
            f"""
            select choice from ({counts}) as counted where choice is not null
            group by choice order by sum(rows) desc, choice limit {MOST_CHOICES}
            """.encode()
        ).fetchall()
        choices[control.field] = sorted(str(choice) for (choice,) in rows)
    return choices


def read_table(
    connection: Connection[Any],
    cube: Cube,
    status: Status,
    choices: Choices,
    other: str = "Other",
) -> Table:
    """Run a cube's query; `other` is what is said of those that are no choice."""
    parameters = {**choices, "end": status.as_of.replace(day=1), "other": other}
    try:
        rows = connection.execute(cube_sql(cube).encode(), parameters).fetchall()
    except (errors.UndefinedTable, errors.UndefinedColumn):
        raise UserError(
            f"marts.{cube.mart} is not what report.yml needs: run `dbt build` once more"
        ) from None
    columns = [[plain(value) for value in column] for column in zip(*rows, strict=True)]
    count = len(cube.dimensions)
    numbers = count + len(cube.aggregates)
    columns = columns or [[] for _ in range(numbers + 1)]
    there = columns[numbers] if cube.listing else None
    return Table(columns[:count], columns[count:numbers], there)


def plain(value: Any) -> Value:
    """A value as JSON has it; whole numbers without a point."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, int | float | Decimal):
        number = float(value)
        return int(number) if number.is_integer() else number
    return str(value)
