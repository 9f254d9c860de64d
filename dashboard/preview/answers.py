"""A chart's figures without any filter set: what Looker Studio would ask for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from psycopg import Connection

from dashboard.preview.cubes import DIRECTIONS, cube_of, grouped_sql, value_sql
from dashboard.preview.figures import Status
from dashboard.spec.fields import Marts, dimension_sql
from dashboard.spec.formulas import Expression, aggregates
from dashboard.spec.report import Chart, Report


def answer(
    connection: Connection[Any], chart: Chart, report: Report, marts: Marts, status: Status
) -> Sequence[tuple[Any, ...]]:
    """The chart's rows, sorted and cut as it shows them: its dimensions, then its metrics."""
    query = answer_sql(chart, report, marts)
    if chart.rows:
        query += f" limit {chart.rows}"
    parameters = {"end": status.as_of.replace(day=1)}
    return connection.execute(query.encode(), parameters).fetchall()


def month_answer(
    connection: Connection[Any],
    chart: Chart,
    report: Report,
    marts: Marts,
    month: date,
    also: Sequence[Expression],
) -> Sequence[tuple[Any, ...]]:
    """All rows of a chart, and more formulas; one of the last full month looks at `month` alone."""
    months = 1 if chart.date_range == "last full month" else None
    query = answer_sql(chart, report, marts, also, months)
    return connection.execute(query.encode(), {"end": month}).fetchall()


def answer_sql(
    chart: Chart,
    report: Report,
    marts: Marts,
    also: Sequence[Expression] = (),
    months: int | None = None,
) -> str:
    """The query, `also` behind the metrics; its parameter `end` is the last of the months."""
    source = report.source(chart.data_source)
    shown = [dimension_sql(source, name, marts) for name in chart.dimensions]
    alone = cube_of(chart, report, marts)
    needed = [*alone.aggregates, *(found for formula in also for found in aggregates(formula))]
    # The chart's own groups: nothing to filter by beside them.
    cube = replace(
        alone,
        dimensions=tuple(shown),
        controls=(),
        months=months or alone.months,
        aggregates=tuple(dict.fromkeys(needed)),
    )
    values = [*shown, *(source.metrics[name].expression for name in chart.metric), *also]
    columns = ", ".join(value_sql(value, cube) for value in values)
    keys = ", ".join(str(i + 1) for i in range(len(shown)))
    order = f" order by {keys}" if keys else ""
    if chart.sort:
        place = [*chart.dimensions, *chart.metric].index(chart.sort.by) + 1
        way = f"{DIRECTIONS[chart.sort.order]} nulls {chart.sort.unknown}"
        order = f" order by {place} {way}, {keys}"
    return f"select {columns} from ({grouped_sql(cube)}) as grouped{order}"
