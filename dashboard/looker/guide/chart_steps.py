"""What to choose, set and tick for one chart, in Looker Studio's words."""

from collections.abc import Iterator

from dashboard.spec.report import Chart, DataSource, Filter

# What to choose in Looker Studio's list of charts.
MENU = {
    "Scorecard": "Scorecard",
    "Time series chart": "Time series → Time series chart",
    "Bar chart": "Bar → Bar chart (horizontal)",
    "Table": "Table → Table",
    "Pivot table": "Pivot table → Pivot table with heatmap",
}
STYLE = {
    "Time series chart": "*Style:* tick *Show points*; axis from 0",
    "Bar chart": "*Style:* tick *Show data labels*",
    "Table": "*Style:* untick *Row numbers*, tick *Wrap text*",
    "Pivot table": '*Style:* *Missing data* shows "" (blank)',
}
# There is no "not equal": what is equal is left out instead.
CONDITIONS = {
    "Equal to": ("Include", "Equal to (=)"),
    "Not equal to": ("Exclude", "Equal to (=)"),
}


def chart_steps(chart: Chart, source: DataSource) -> str:
    """Everything to set on its tabs, in their order there, a line each."""

    def label(name: str) -> str:
        known = source.dimensions.get(name) or source.metrics[name]
        return known.label

    words = "Row dimension" if chart.column_dimension else "Dimension"
    dated = source.date_range_dimension
    parts = [f"*Date range dimension* {label(dated) if dated else 'none: remove any'}"]
    if chart.dimension:
        parts.append(f"*{words}* {', '.join(map(label, chart.dimension))}")
    if chart.column_dimension:
        parts.append(f"*Column dimension* {label(chart.column_dimension)}")
    parts.append(f"*Metric* {', '.join(map(label, chart.metric))}")
    if chart.filter:
        parts.append(f"*Add a filter:* {_filter(chart.filter, source)}")
    if chart.sort:
        parts.append(f"*Sort* {label(chart.sort.by)}, {chart.sort.order}")
    elif chart.dimension:
        parts.append(f"*Sort* {label(chart.dimension[0])}, Ascending")
    if chart.rows:
        parts.append(
            f"*{'Number of bars' if chart.chart == 'Bar chart' else 'Rows per page'}* {chart.rows}"
        )
    parts += _dates(chart)
    if chart.chart in STYLE:
        parts.append(STYLE[chart.chart])
    if chart.note:
        parts.append(f"note below: “{chart.note}”")
    return "<br>".join(parts)


def advanced(months: int) -> str:
    """The last so many months, the running one included, as an advanced date range."""
    return f"start Today minus {months} months, end Today"


def _filter(wanted: Filter, source: DataSource) -> str:
    way, words = CONDITIONS[wanted.condition]
    return f"{way}, {source.dimensions[wanted.include].label}, {words}, {wanted.value}"


def _dates(chart: Chart) -> Iterator[str]:
    if chart.date_range == "last full month":
        yield "*Default date range* Custom: Last month"
    elif chart.date_range:
        months = int(chart.date_range.split()[1])
        yield f"*Default date range* Custom: Advanced, {advanced(months)}"
    if chart.comparison:
        yield "*Comparison date range* Previous period"
