"""Which small tables ("cubes") the preview carries, so that its filters can add up every figure.

A cube has a row for each combination of what its charts group by and what the controls filter by,
with the aggregated columns that the metrics are made of. Charts with the same needs share one. All
adding up of rows is done by PostgreSQL: however large a mart is, a cube stays small.

A metric's formula is evaluated over a cube's aggregates, in SQL where the database sorts by it or
answers without any filter (`value_sql`), in the page where a reader filters (`worth`, figures.js).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dashboard.spec.fields import Marts, dimension_sql, month_sql
from dashboard.spec.formulas import Aggregate, Expression, Operation, aggregates
from dashboard.spec.report import Chart, DataSource, Filter, Report

DIRECTIONS = {"Ascending": "asc", "Descending": "desc"}
CONDITIONS = {"Equal to": "=", "Not equal to": "<>"}
# A list of rows (students, sessions) carries as many at the most, the first of each filter first.
MOST_ROWS = 6_000


@dataclass(frozen=True)
class Listing:
    """A list of rows instead of groups: the first `rows` of each combination of the controls.

    They come in the order of `by`, a dimension's SQL or a formula, and in the `direction` of SQL.
    The last column of the query is how many there are in the combination.
    """

    by: str | Expression
    direction: str
    rows: int
    unknown: str = "last"


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
        (control.field, dimension_sql(source, control.field, marts))
        for control in report.controls
        if control.field in source.dimensions
    )
    shown = [dimension_sql(source, name, marts) for name in chart.dimensions]
    cells = [sql for _, sql in controls] + ([period] if period else [])
    expressions = [source.metrics[name].expression for name in chart.metrics]
    found = [aggregate for expression in expressions for aggregate in aggregates(expression)]
    return Cube(
        mart=source.mart,
        filter=" and ".join(_filters(chart, source, marts)) or None,
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
    """The query of a cube.

    Its parameters are `end`, a month, a list per control's field, and `other`, what is said of
    those that are not listed.
    """
    query, count = grouped_sql(cube), len(cube.dimensions)
    every = ", ".join(f"d{i}" for i in range(count))
    if cube.listing is None:
        return f"{query} order by {every}" if count else query
    filtered = {*(sql for _, sql in cube.controls), cube.period}
    cells = [f"d{i}" for i, sql in enumerate(cube.dimensions) if sql in filtered]
    partition = f"partition by {', '.join(cells)}" if cells else ""
    names = ", ".join([every, *(f"a{i}" for i in range(len(cube.aggregates)))])
    listing = cube.listing
    order = f"{value_sql(listing.by, cube)} {listing.direction} nulls {listing.unknown}, {every}"
    return (
        f"select {names}, there from (select *, "
        f"row_number() over ({partition} order by {order}) as place, "
        f"count(*) over ({partition}) as there from ({query}) as grouped) as placed "
        f"where place <= {listing.rows} order by place, {order} limit {MOST_ROWS}"
    )


def grouped_sql(cube: Cube) -> str:
    """The rows of a mart by the cube's dimensions `d0`, `d1`, …, with its aggregates `a0`, …."""
    fields = {sql: name for name, sql in cube.controls}
    dimensions = [
        # Beyond the listed ones, countries and modules are too many to choose from.
        f"case when {sql} <> all(%({fields[sql]})s) then %(other)s else {sql} end"
        if sql in fields
        else sql.replace("%", "%%")
        for sql in cube.dimensions
    ]
    columns = [f"{sql} as d{i}" for i, sql in enumerate(dimensions)]
    columns += [f"{aggregate.sql} as a{i}" for i, aggregate in enumerate(cube.aggregates)]
    where = " and ".join(_conditions(cube)) or "true"
    keys = ", ".join(str(i + 1) for i in range(len(dimensions)))
    query = f"select {', '.join(columns)} from marts.{cube.mart} where {where}"
    return f"{query} group by {keys}" if keys else query


def value_sql(value: str | Expression, cube: Cube) -> str:
    """A dimension or a formula as SQL over the columns of `grouped_sql`; nothing ÷ 0 is nothing."""
    if isinstance(value, str):
        return f"d{cube.dimensions.index(value)}"
    if isinstance(value, Aggregate):
        return f"a{cube.aggregates.index(value)}"
    if isinstance(value, Operation):
        left, right = value_sql(value.left, cube), value_sql(value.right, cube)
        right = f"nullif({right}, 0)" if value.operator == "/" else right
        return f"({left} {value.operator} {right})"
    return str(value)


def _conditions(cube: Cube) -> list[str]:
    """Which rows of the mart a cube looks at; the parameter `end` is a month."""
    found = []
    if cube.filter:
        found.append(cube.filter.replace("%", "%%"))
    if cube.period:
        first = f"%(end)s - interval '{cube.months - 1} months'"
        found.append(f"{cube.period} between {first} and %(end)s")
    return found


def _filters(chart: Chart, source: DataSource, marts: Marts) -> Iterator[str]:
    """What a row must be for the chart to count it."""
    if source.where:
        yield source.where
    if chart.filter:
        yield _filter(chart.filter, source, marts)


def _filter(wanted: Filter, source: DataSource, marts: Marts) -> str:
    literal = "'" + wanted.value.replace("'", "''") + "'"
    sql = dimension_sql(source, wanted.include, marts)
    return f"({sql}) {CONDITIONS[wanted.condition]} {literal}"


def _listing(chart: Chart, source: DataSource, marts: Marts) -> Listing | None:
    # A row of a list (a student, a session) lies in one country, module and month.
    if chart.chart != "Table" or len(chart.dimension) < 2 or not chart.sort or not chart.rows:
        return None
    by = chart.sort.by
    value = (
        dimension_sql(source, by, marts)
        if by in source.dimensions
        else source.metrics[by].expression
    )
    return Listing(value, DIRECTIONS[chart.sort.order], chart.rows, chart.sort.unknown)


def _months(chart: Chart, report: Report) -> int:
    words = (chart.date_range or "").split()
    asked = int(words[1]) if len(words) == 3 and words[1].isdigit() else report.date_range_months
    return min(asked, report.date_range_months)
