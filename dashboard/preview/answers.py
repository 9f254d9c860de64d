"""A chart's figures without any filter set: what Looker Studio would ask for."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from psycopg import Connection

from dashboard.preview.cubes import DIRECTIONS, cube_of, grouped_sql, value_sql
from dashboard.preview.figures import Status
from dashboard.spec.fields import Marts, dimension_sql
from dashboard.spec.report import Chart, Report


def answer(
    connection: Connection[Any], chart: Chart, report: Report, marts: Marts, status: Status
) -> Sequence[tuple[Any, ...]]:
    """The chart's rows, sorted and cut as it shows them: its dimensions, then its metrics."""
    parameters = {"end": status.as_of.replace(day=1)}
    return connection.execute(answer_sql(chart, report, marts).encode(), parameters).fetchall()


def answer_sql(chart: Chart, report: Report, marts: Marts) -> str:
    """The query; its parameter `end` is the month of the as-of day."""
    source = report.source(chart.data_source)
    shown = [dimension_sql(source, name, marts) for name in chart.dimensions]
    # The chart's own groups: nothing to filter by beside them.
    cube = replace(cube_of(chart, report, marts), dimensions=tuple(shown), controls=())
    values = [*shown, *(source.metrics[name].expression for name in chart.metric)]
    columns = ", ".join(value_sql(value, cube) for value in values)
    keys = ", ".join(str(i + 1) for i in range(len(shown)))
    order = f" order by {keys}" if keys else ""
    if chart.sort:
        place = [*chart.dimensions, *chart.metric].index(chart.sort.by) + 1
        way = f"{DIRECTIONS[chart.sort.order]} nulls {chart.sort.unknown}"
        order = f" order by {place} {way}, {keys}"
    limit = f" limit {chart.rows}" if chart.rows else ""
    return f"select {columns} from ({grouped_sql(cube)}) as grouped{order}{limit}"
