"""A chart's figures as one query, without any filter set: what Looker Studio would ask."""

from collections.abc import Sequence
from typing import Any

from psycopg import Connection

from dashboard.preview.cubes import conditions, cube_of, expression_sql
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
    dimensions = [
        dimension_sql(source, name, marts).replace("%", "%%") for name in chart.dimensions
    ]
    metrics = [expression_sql(source.metrics[name].expression) for name in chart.metric]
    where = " and ".join(conditions(cube_of(chart, report, marts))) or "true"
    keys = ", ".join(str(i + 1) for i in range(len(dimensions)))
    query = f"select {', '.join([*dimensions, *metrics])} from marts.{source.mart} where {where}"
    if not keys:
        return query
    order = keys
    if chart.sort:
        place = [*chart.dimensions, *chart.metric].index(chart.sort.by) + 1
        direction = "desc" if chart.sort.order == "Descending" else "asc"
        order = f"{place} {direction} nulls last, {keys}"
    limit = f" limit {chart.rows}" if chart.rows else ""
    return f"{query} group by {keys} order by {order}{limit}"
