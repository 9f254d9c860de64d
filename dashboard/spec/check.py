"""Holds report.yml against itself and against the marts' contracts."""

from collections.abc import Iterator, Mapping

from common.errors import UserError
from common.language import Language
from dashboard.spec.fields import field_columns
from dashboard.spec.formulas import FormulaError, aggregates, dimension_columns
from dashboard.spec.marts import Mart, read_marts
from dashboard.spec.report import Chart, DataSource, Report
from dashboard.spec.report_file import read_report

# What a chart of each kind shows: fewest and most dimensions, fewest and most metrics.
SHAPES = {
    "Scorecard": (0, 0, 1, 1),
    "Time series chart": (1, 1, 1, 1),
    "Bar chart": (1, 1, 1, 1),
    "Table": (1, 10, 1, 20),
    "Pivot table": (2, 2, 1, 1),
}
# What Looker Studio has a type for: no arrays, no json, no ranges.
TYPES = ("text", "integer", "bigint", "numeric", "double precision", "date", "timestamp", "boolean")


def checked_report(speak: Language | None = None) -> Report:
    """Read report.yml in a language; raise UserError naming everything the marts do not hold."""
    report = read_report(speak=speak)
    found = problems(report, read_marts())
    if found:
        raise UserError(f"report.yml: {'; '.join(found)}")
    return report


def problems(report: Report, marts: Mapping[str, Mart]) -> list[str]:
    """Say of every wrong field where it is and what is wrong with it."""
    found = _twice("data source", [source.name for source in report.data_sources])
    found += _twice("page", [page.name for page in report.pages])
    for source in report.data_sources:
        texts = (*_source(source, marts), *_unfiltered(source, report))
        found += [f"data source `{source.name}`: {text}" for text in texts]
    if found:
        return found
    for page in report.pages:
        found += _twice(f"page `{page.name}`: chart", [chart.title for chart in page.charts])
        for chart in page.charts:
            place = f"page `{page.name}`, chart `{chart.title}`"
            found += [f"{place}: {text}" for text in _chart(chart, report, marts)]
    return found


def _twice(kind: str, names: list[str]) -> list[str]:
    return [
        f"{kind} `{name}` is there twice" for name in sorted(set(names)) if names.count(name) > 1
    ]


def _source(source: DataSource, marts: Mapping[str, Mart]) -> Iterator[str]:
    if source.mart not in marts:
        yield f"there is no mart `{source.mart}`"
        return
    columns = marts[source.mart].columns
    try:
        for dimension in source.dimensions.values():
            dimension_columns(dimension.formula or "any")
        summed = [
            aggregate.column
            for metric in source.metrics.values()
            for aggregate in aggregates(metric.expression)
            if aggregate.function == "SUM"
        ]
        people = [a.column for formula in source.counts_of_people for a in aggregates(formula)]
    except FormulaError as error:
        yield str(error)
        return
    for name in field_columns(source):
        if name not in columns:
            yield f"the mart has no column `{name}`"
        elif columns[name].personal:
            yield f"`{name}` is personal data, which the reporter does not see"
        elif not columns[name].data_type.startswith(TYPES) or "[]" in columns[name].data_type:
            yield f"Looker Studio has no type for `{name}` ({columns[name].data_type})"
        elif name in summed and not columns[name].numeric:
            yield f"`{name}` is no number and cannot be added up"
    for name in dict.fromkeys(people):
        if name not in columns:
            yield f"people: the mart has no column `{name}`"
    day = columns.get(source.date_range_dimension or "")
    if day and day.data_type != "date":
        yield f"date_range_dimension `{day.name}` is no date"
    elif day and day.name not in source.dimensions:
        yield f"date_range_dimension `{day.name}` is no dimension"
    for name in sorted(set(source.dimensions) & set(source.metrics)):
        yield f"`{name}` is both a dimension and a metric"
    # Looker Studio tells the fields of a data source apart by the name they are given.
    labels = [dimension.label for dimension in source.dimensions.values()]
    labels += [metric.label for metric in source.metrics.values()]
    yield from _twice("label", labels)


def _unfiltered(source: DataSource, report: Report) -> Iterator[str]:
    fields = [control.field for control in report.controls]
    lacking = [field for field in fields if field not in source.dimensions]
    lacking += [] if source.date_range_dimension else ["month"]
    if bool(lacking) != bool(source.unfiltered):
        yield f"unfiltered says why a source has no {', '.join(lacking) or 'field of a control'}"


def _chart(chart: Chart, report: Report, marts: Mapping[str, Mart]) -> Iterator[str]:
    try:
        source = report.source(chart.data_source)
    except KeyError:
        yield f"there is no data source `{chart.data_source}`"
        return
    columns = marts[source.mart].columns
    for name in (*chart.dimensions, *((chart.filter.include,) if chart.filter else ())):
        if name not in source.dimensions:
            yield f"data source `{source.name}` has no dimension `{name}`"
    for name in chart.metrics:
        if name not in source.metrics:
            yield f"data source `{source.name}` has no metric `{name}`"
    fewest, most, least, last = SHAPES[chart.chart]
    if not fewest <= len(chart.dimensions) <= most or not least <= len(chart.metric) <= last:
        takes = f"{_count(fewest, most)} dimension(s), {_count(least, last)} metric(s)"
        yield f"a {chart.chart} takes {takes}"
    if bool(chart.column_dimension) != (chart.chart == "Pivot table"):
        yield "column_dimension belongs to a pivot table, and to each"
    if (chart.sort is None or chart.rows is None) == (chart.chart in ("Bar chart", "Table")):
        yield "a bar chart or table has sort and rows, no other chart has"
    elif chart.sort and chart.sort.by not in (*chart.dimensions, *chart.metric):
        yield f"sort: `{chart.sort.by}` is not shown"
    if chart.chart == "Time series chart" and chart.dimension:
        name = chart.dimension[0]
        if name in columns and columns[name].data_type != "date":
            yield f"a time series runs over a date, and `{name}` is none"
    if chart.date_range and not source.date_range_dimension:
        yield f"date_range needs a date_range_dimension of data source `{source.name}`"
    if chart.left_out and chart.chart != "Scorecard":
        yield "only a scorecard says how many it leaves out"
    if chart.comparison and chart.date_range != "last full month":
        yield "a comparison needs date_range: last full month"


def _count(fewest: int, most: int) -> str:
    return str(fewest) if fewest == most else f"{fewest} to {most}"
