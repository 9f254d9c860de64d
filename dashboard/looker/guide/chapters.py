"""The generated part of looker_fields.md: every data source, page and chart, in order."""

from collections.abc import Iterator

from dashboard.looker.guide.chart_steps import MENU, advanced, chart_steps
from dashboard.looker.guide.dictionary import TYPE_MENU, Field, fields
from dashboard.looker.guide.query import custom_query
from dashboard.spec.fields import Marts
from dashboard.spec.report import DataSource, Page, Report


def guide(report: Report, marts: Marts) -> str:
    """Chapters "Data sources" and "Pages" as Markdown."""
    lines = [
        "## Data sources",
        *data_sources(report, marts),
        "## Pages",
        *controls(report),
        *pages(report),
    ]
    return "\n\n".join(lines)


def data_sources(report: Report, marts: Marts) -> Iterator[str]:
    """Yield the blocks of each data source: its grain, its query, its fields."""
    for number, source in enumerate(report.data_sources, start=1):
        yield f"### Data source {number} of {len(report.data_sources)}: `{source.name}`"
        yield marts[source.mart].grain
        yield f"Custom query:\n\n```sql\n{custom_query(source, marts)}\n```"
        listed = fields(source, marts)
        added = [*control_fields(source, report), *(field for field in listed if field.formula)]
        if added:
            yield "*Add a field*, one after the other:\n\n" + _table(
                ["name", "formula", "type", "Field ID"],
                [[f.label, f"`{f.formula}`", TYPE_MENU[f.type], _id(f)] for f in added],
            )
        yield "Then set the fields that came with the query:\n\n" + _table(
            ["field", "rename to", "type", "default aggregation"],
            [
                [f"`{f.name}`", _renamed(f), TYPE_MENU[f.type], f.aggregation]
                for f in listed
                if not f.formula
            ],
        )


def control_fields(source: DataSource, report: Report) -> Iterator[Field]:
    """Yield a field for each drop-down list that filters this source."""
    for control in report.controls:
        if control.field in source.dimensions:
            name = f"{control.label} filter"
            yield Field(f"{control.field}_filter", name, "Text", "None", control.field)


def controls(report: Report) -> Iterator[str]:
    """Yield the controls, which are on every page."""
    yield (
        "Before the charts, on page 1, from *Add a control*; then right-click each and choose "
        "*Make report-level*, and it is on every page:"
    )
    rows = [["Date range control", "", f"Advanced, {advanced(report.date_range_months)}"]]
    for control in report.controls:
        source = next(s for s in report.data_sources if control.field in s.dimensions)
        rows.append(
            ["Drop-down list", f"`{source.name}`", f"*Control field* {control.label} filter"]
        )
    yield _table(["*Add a control*", "data source", "set"], rows)


def pages(report: Report) -> Iterator[str]:
    """Yield the blocks of each page: its question, and its charts from top left to bottom right."""
    for number, page in enumerate(report.pages, start=1):
        yield f"### Page {number} of {len(report.pages)}: {page.name}"
        yield f"Headline, as a text box: *{page.question}*"
        yield _page(page, report)


def _page(page: Page, report: Report) -> str:
    rows = [
        [
            str(place),
            chart.title,
            MENU[chart.chart],
            f"`{chart.data_source}`",
            chart_steps(chart, report.source(chart.data_source)),
        ]
        for place, chart in enumerate(page.charts, start=1)
    ]
    return _table(["", "title", "*Add a chart*", "data source", "set"], rows)


def _renamed(field: Field) -> str:
    return "(leave)" if field.label == field.name else field.label


def _id(field: Field) -> str:
    return f"`{field.name}`" if field.name.endswith("_filter") else "(leave)"


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )
