"""What the page is told: the report's charts, and the figures they are drawn from, as plain JSON.

Texts that repeat are written once: a dimension is a list of its `values` and, per row, a number
that says which one (`codes`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from psycopg import Connection

from common.language import Language, language
from dashboard.preview.cubes import Cube, cube_of, shared
from dashboard.preview.figures import (
    Choices,
    Table,
    Value,
    read_choices,
    read_status,
    read_table,
)
from dashboard.preview.frame import framed
from dashboard.preview.plots import plot
from dashboard.spec.fields import Marts, dimension_sql, dimension_type
from dashboard.spec.formulas import Aggregate, Expression, Operation
from dashboard.spec.report import Chart, Control, DataSource, Report
from verdict.last_build import Build
from verdict.rules import judge, read_rules

# By the mart and the SQL of a dimension.
Sayers: TypeAlias = Mapping[tuple[str, str], Callable[[str], str]]


def page_model(
    connection: Connection[Any],
    report: Report,
    marts: Marts,
    build: Build | None = None,
    speak: Language | None = None,
    choices: Choices | None = None,
    campus: str | None = None,
) -> dict[str, Any]:
    """Read everything the page shows; raise UserError where the marts are not there.

    `build` is dbt's last one, whose tests that failed are told. `speak` is the language that the
    report was read in, else English. `choices` are those of the filters, where they are known.
    The verdict is that of `campus`, or of the whole school.
    """
    speak = speak or language()
    status = read_status(connection)
    choices = choices or read_choices(connection, report, marts)
    charts = [chart for page in report.pages for chart in page.charts]
    cubes = shared(cube_of(chart, report, marts) for chart in charts)
    verdict = judge(read_rules(connection, campus), build, speak=speak)
    other = speak.text("Other")
    tables = [read_table(connection, cube, status, choices, other) for cube in cubes]
    say = sayers(report, marts, speak)
    pages = [
        (page, [chart_model(chart, report, marts, cubes, speak) for chart in page.charts])
        for page in report.pages
    ]
    return {
        **framed(report, status, verdict, pages, speak),
        "footer": speak.text(
            "“–” means that nothing is known. Rates are the sums divided, never an average of "  # noqa: RUF001
            "rates."
        ),
        "months": report.date_range_months,
        "controls": [
            {
                **control.model_dump(),
                "choices": sorted(map(_control_sayer(control, report, marts, say), found)),
            }
            for control in report.controls
            # One choice alone filters nothing.
            if len(found := choices.get(control.field, ())) > 1
        ],
        "other": other,
        "cubes": [cube_model(*pair, say) for pair in zip(cubes, tables, strict=True)],
    }


def sayers(report: Report, marts: Marts, speak: Language) -> Sayers:
    """How the values of a mart's column are said that are words of this project, or countries."""
    found: dict[tuple[str, str], Callable[[str], str]] = {}
    for source in report.data_sources:
        for name, dimension in source.dimensions.items():
            key = (source.mart, dimension_sql(source, name, marts))
            if dimension.said:
                found[key] = speak.known
            elif dimension_type(source, name, marts) == "Country":
                found[key] = speak.country
    return found


def _control_sayer(
    control: Control, report: Report, marts: Marts, say: Sayers
) -> Callable[[str], str]:
    keys = (
        (source.mart, dimension_sql(source, control.field, marts))
        for source in report.data_sources
        if control.field in source.dimensions
    )
    return next((say[key] for key in keys if key in say), str)


def cube_model(cube: Cube, table: Table, say: Sayers) -> dict[str, Any]:
    """A cube's rows, by column."""
    return {
        "controls": {field: cube.dimensions.index(sql) for field, sql in cube.controls},
        "period": cube.dimensions.index(cube.period) if cube.period else None,
        "size": len(table.aggregates[0]),
        "dimensions": [
            encoded([said(value, say.get((cube.mart, sql), str)) for value in values])
            for sql, values in zip(cube.dimensions, table.dimensions, strict=True)
        ],
        "functions": [aggregate.function for aggregate in cube.aggregates],
        "aggregates": table.aggregates,
        "there": table.there,
    }


def chart_model(
    chart: Chart, report: Report, marts: Marts, cubes: list[Cube], speak: Language
) -> dict[str, Any]:
    """A chart, and where its figures are in the cubes."""
    source = report.source(chart.data_source)
    needs = cube_of(chart, report, marts).needs
    place, cube = next((i, cube) for i, cube in enumerate(cubes) if cube.needs == needs)
    return {
        "title": chart.title,
        "kind": chart.chart,
        "note": chart.note,
        "unfiltered": source.unfiltered,
        "cube": place,
        "months": cube.months,
        "last_full_month": chart.date_range == "last full month",
        "compared": chart.comparison is not None,
        "dimensions": [
            {
                "name": name,
                "label": source.dimensions[name].label,
                "type": dimension_type(source, name, marts),
                "at": cube.dimensions.index(dimension_sql(source, name, marts)),
            }
            for name in chart.dimensions
        ],
        "metrics": [metric_model(source, name, cube) for name in chart.metric],
        "left_out": metric_model(source, chart.left_out, cube) if chart.left_out else None,
        "sort": chart.sort.model_dump() if chart.sort else None,
        "rows": chart.rows,
        "listed": cube.listing is not None,
        "plot": plot(chart, report, speak.direction),
    }


def said(value: Value, say: Callable[[str], str]) -> Value:
    """A value as a reader is told it: a text in the language, all else as it is."""
    return say(value) if isinstance(value, str) else value


def metric_model(source: DataSource, name: str, cube: Cube) -> dict[str, Any]:
    """A metric, and how it is worked out of a cube's aggregates."""
    metric = source.metrics[name]
    return {
        "name": name,
        "label": metric.label,
        "type": metric.type,
        "places": metric.places,
        "formula": expression_model(metric.expression, cube.aggregates),
    }


def expression_model(
    expression: Expression, places: Sequence[Aggregate]
) -> float | dict[str, int] | list[Any]:
    """A formula as `[operator, left, right]`, a number, or the place of an aggregate."""
    if isinstance(expression, Aggregate):
        return {"at": places.index(expression)}
    if isinstance(expression, Operation):
        both = (expression_model(side, places) for side in (expression.left, expression.right))
        return [expression.operator, *both]
    return expression


def encoded(values: Sequence[Value]) -> dict[str, Any]:
    """Write each different value once, and which one each row has; nothing known comes last."""
    known: list[Value] = sorted(
        {value for value in values if value is not None},
        key=lambda value: (str(type(value)), value),
    )
    different = [*known, None] if None in values else known
    codes = {value: i for i, value in enumerate(different)}
    return {"values": different, "codes": [codes[value] for value in values]}
