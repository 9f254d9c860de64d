"""Which small tables ("cubes") the preview carries, so that its filters can add up every figure.

A cube has a row for each combination of what its charts group by and what the controls filter by,
with the aggregated columns that the metrics are made of. Charts with the same needs share one. All
adding up of rows is done by PostgreSQL: however large a mart is, a cube stays small.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dashboard.spec.fields import Marts, dimension_sql, month_sql
from dashboard.spec.formulas import Aggregate, Expression, Operation, aggregates
from dashboard.spec.report import Chart, DataSource, Filter, Report

CONDITIONS = {"Equal to": "=", "Not equal to": "<>"}
# A list of rows (students, sessions) carries as many at the most, the first of each filter first.
MOST_ROWS = 2_000
OTHER = "Other"


@dataclass(frozen=True)
class Listing:
    """A list of rows instead of groups: the first `rows` of each combination of the controls."""

    order: str
    rows: int


@dataclass(frozen=True)
class Cube:
    """One query's worth of figures.

    `filter` and `dimensions` are SQL expressions. Of these `controls` (by field) filter, and
    `period` is the month the date range filters by; `months` is how far back it reaches.
    """

    mart: str
    filter: str | None
    dimensions: tuple[str, ...]
    controls: tuple[tuple[str, str], ...]
    period: str | None
    months: int
    aggregates: tuple[Aggregate, ...]
    listing: Listing | None = None

    @property
    def needs(self) -> "Cube":
        """The cube without its figures: charts that agree on it can share."""
        return replace(self, aggregates=())


def cube_of(chart: Chart, report: Report, marts: Marts) -> Cube:
    """The cube that a chart alone would need."""
    source = report.source(chart.data_source)
    period = month_sql(source.date_range_dimension) if source.date_range_dimension else None
    controls = tuple(
        (control.field, control.field)
        for control in report.controls
        if control.field in source.dimensions
    )
    shown = [dimension_sql(source, name, marts) for name in chart.dimensions]
    cells = [sql for _, sql in controls] + ([period] if period else [])
    expressions = [source.metrics[name].expression for name in chart.metric]
    found = [aggregate for expression in expressions for aggregate in aggregates(expression)]
    return Cube(
        mart=source.mart,
        filter=_filter(chart.filter, source, marts) if chart.filter else None,
        dimensions=tuple(dict.fromkeys([*cells, *shown])),
        controls=controls,
        period=period,
        months=_months(chart, report),
        aggregates=tuple(dict.fromkeys(found)),
        listing=_listing(chart, source, marts),
    )


def shared(cubes: Iterable[Cube]) -> list[Cube]:
    """Merge the cubes that differ in their figures only."""
    merged: dict[Cube, dict[Aggregate, None]] = {}
    for cube in cubes:
        merged.setdefault(cube.needs, {}).update(dict.fromkeys(cube.aggregates))
    return [replace(cube, aggregates=tuple(found)) for cube, found in merged.items()]


def cube_sql(cube: Cube) -> str:
    """The query of a cube; its parameters are `end`, a month, and a list per control's field."""
    fields = {sql: name for name, sql in cube.controls}
    dimensions = [
        # Beyond the listed ones, countries and modules are too many to choose from.
        f"case when {sql} <> all(%({fields[sql]})s) then '{OTHER}' else {sql} end"
        if sql in fields
        else sql.replace("%", "%%")
        for sql in cube.dimensions
    ]
    columns = [f"{sql} as d{i}" for i, sql in enumerate(dimensions)]
    columns += [f"{aggregate.sql} as a{i}" for i, aggregate in enumerate(cube.aggregates)]
    where = " and ".join(conditions(cube)) or "true"
    keys = ", ".join(str(i + 1) for i in range(len(dimensions)))
    query = f"select {', '.join(columns)} from marts.{cube.mart} where {where}"
    query += f" group by {keys}" if keys else ""
    if cube.listing is None:
        return f"{query} order by {keys}" if keys else query
    cells = [i for i, sql in enumerate(cube.dimensions) if sql in fields or sql == cube.period]
    partition = f"partition by {', '.join(f'd{i}' for i in cells)}" if cells else ""
    every = ", ".join(f"d{i}" for i in range(len(dimensions)))
    names = ", ".join([every, *(f"a{i}" for i in range(len(cube.aggregates)))])
    order = f"{_in_result(cube.listing.order, cube)}, {every}"
    return (
        f"select {names} from (select *, row_number() over ({partition} order by {order}) as place "
        f"from ({query}) as grouped) as placed "
        f"where place <= {cube.listing.rows} order by place limit {MOST_ROWS}"
    )


def expression_sql(expression: Expression) -> str:
    """A metric as SQL, over the rows of a mart; nothing ÷ 0 is nothing."""
    if isinstance(expression, Aggregate):
        return expression.sql
    if isinstance(expression, Operation):
        left, right = expression_sql(expression.left), expression_sql(expression.right)
        right = f"nullif({right}, 0)" if expression.operator == "/" else right
        return f"({left} {expression.operator} {right})"
    return str(expression)


def conditions(cube: Cube) -> list[str]:
    """Which rows of the mart a cube looks at; the parameter `end` is a month."""
    found = []
    if cube.filter:
        found.append(cube.filter.replace("%", "%%"))
    if cube.period:
        first = f"%(end)s - interval '{cube.months - 1} months'"
        found.append(f"{cube.period} between {first} and %(end)s")
    return found


def _filter(wanted: Filter, source: DataSource, marts: Marts) -> str:
    literal = "'" + wanted.value.replace("'", "''") + "'"
    sql = dimension_sql(source, wanted.include, marts)
    return f"({sql}) {CONDITIONS[wanted.condition]} {literal}"


def _listing(chart: Chart, source: DataSource, marts: Marts) -> Listing | None:
    # A row of a list (a student, a session) lies in one country, module and month.
    if chart.chart != "Table" or len(chart.dimension) < 2 or not chart.sort or not chart.rows:
        return None
    by = chart.sort.by
    order = (
        dimension_sql(source, by, marts)
        if by in source.dimensions
        else expression_sql(source.metrics[by].expression)
    )
    direction = "asc" if chart.sort.order == "Ascending" else "desc"
    return Listing(f"{order} {direction} nulls last", chart.rows)


def _in_result(order: str, cube: Cube) -> str:
    """The order with the result's own names instead of the mart's."""
    for i, aggregate in enumerate(cube.aggregates):
        order = order.replace(aggregate.sql, f"a{i}")
    for i, sql in enumerate(cube.dimensions):
        if order.startswith(f"{sql} "):
            order = order.replace(sql, f"d{i}", 1)
    return order


def _months(chart: Chart, report: Report) -> int:
    words = (chart.date_range or "").split()
    asked = int(words[1]) if len(words) == 3 and words[1].isdigit() else report.date_range_months
    return min(asked, report.date_range_months)
