"""Draws the README's pictures: the same pages and figures without any browser.

A picture shows a page's scorecards and plots; tables of single students are left out of what goes
into the repository.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert
from psycopg import Connection

from common.folders import REPOSITORY
from common.texts import for_plot
from common.wording import written
from dashboard.preview.answers import answer
from dashboard.preview.figures import Status, read_status
from dashboard.preview.plots import INK, QUIET, bars, number_over_time, share_over_time, theme
from dashboard.spec.fields import Marts
from dashboard.spec.report import Chart, Page, Report

IMAGES = REPOSITORY / "images"
# Pixels of the picture at scale 1: a row holds what runs over time, two plots of horizontal bars
# or up to five scorecards; bars begin behind names, and other plots behind numbers, of one width.
WIDTH, GAP, SCALE = 1120, 32, 1.2
NAMES, NUMBERS = 150, 40
HALF = (WIDTH - GAP) // 2 - NAMES


def draw_pages(
    connection: Connection[Any], report: Report, marts: Marts, folder: Path = IMAGES
) -> list[Path]:
    """Draw every page that has plots into `dashboard_<page>.png`; return the files."""
    status = read_status(connection)
    paths = []
    for page in report.pages:
        if any(chart.chart in ("Time series chart", "Bar chart") for chart in page.charts):
            spec = picture(connection, page, report, marts, status)
            path = folder / f"dashboard_{page.slug}.png"
            path.write_bytes(vl_convert.vegalite_to_png(spec, vl_version="6.4", scale=SCALE))
            paths.append(path)
    return paths


def picture(
    connection: Connection[Any], page: Page, report: Report, marts: Marts, status: Status
) -> dict[str, Any]:
    """One page as a Vega-Lite specification with its figures in it."""
    scores: list[tuple[Chart, Any]] = []
    plots: list[tuple[Chart, Sequence[tuple[Any, ...]]]] = []
    for chart in page.charts:
        if chart.chart == "Scorecard" and chart.comparison is None:
            rows = answer(connection, chart, report, marts, status)
            scores.append((chart, rows[0][-1] if rows else None))
        elif chart.chart in ("Time series chart", "Bar chart"):
            rows = answer(connection, chart, report, marts, status)
            plots.append((chart, rows))
    as_of = written(status.as_of, "Date")
    title = alt.TitleParams(
        text=f"{report.name}: {page.name}",
        subtitle=f"{page.question}  As of {as_of}, {status.rows_set_aside:,} rows not used.",
        anchor="start",
        fontSize=24,
        subtitleFontSize=14,
        color=INK,
        subtitleColor=QUIET,
        offset=20,
    )
    # The plots of all rows begin at one place, behind the widest labels.
    indent = NAMES if any(chart.chart == "Bar chart" for chart, _ in plots) else NUMBERS
    drawn_plots = [(chart, _plot(chart, rows, report, status, indent)) for chart, rows in plots]
    drawn = alt.vconcat(
        _scores(scores, report, indent), *_rows(drawn_plots), spacing=GAP, title=title
    )
    looks = {**theme(), "background": "white", "padding": 28}
    spec: dict[str, Any] = drawn.resolve_scale(color="independent").configure(**looks).to_dict()
    return spec


def _scores(scores: list[tuple[Chart, Any]], report: Report, indent: int) -> alt.LayerChart:
    """Big readable numbers side by side."""
    rows = []
    for place, (chart, value) in enumerate(scores):
        metric = report.source(chart.data_source).metrics[chart.metric[0]]
        rows.append(
            {"x": place, "title": chart.title, "value": written(value, metric.type, metric.places)}
        )
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, max(len(rows), 3)], nice=False))
    )
    titles = base.mark_text(align="left", fontSize=15, dx=-indent, dy=-22, color=QUIET)
    values = base.mark_text(
        align="left", fontSize=32, fontWeight="bold", dx=-indent, dy=10, color=INK
    )
    both = titles.encode(text="title:N") + values.encode(text="value:N")
    drawn: alt.LayerChart = both.properties(width=WIDTH - indent, height=80)
    return drawn


def _rows(plots: list[tuple[Chart, alt.Chart | alt.LayerChart]]) -> Iterator[alt.HConcatChart]:
    """Two plots of horizontal bars that follow each other side by side, any other alone."""
    waiting = list(plots)
    while waiting:
        horizontal = [chart.chart == "Bar chart" for chart, _ in waiting[:2]]
        if horizontal == [True, True]:
            (_, left), (_, right) = waiting[:2]
            yield alt.hconcat(
                left.properties(width=HALF), right.properties(width=HALF), spacing=GAP
            )
        else:
            yield alt.hconcat(waiting[0][1])
        waiting = waiting[2 if horizontal == [True, True] else 1 :]


def _plot(
    chart: Chart, rows: Sequence[tuple[Any, ...]], report: Report, status: Status, indent: int
) -> alt.Chart | alt.LayerChart:
    """One plot with its figures."""
    source = report.source(chart.data_source)
    metric = source.metrics[chart.metric[0]]
    horizontal = chart.chart == "Bar chart"
    kind = "Text" if horizontal else ("Date" if "week" in chart.dimension[0] else "Year Month")
    values = [
        {
            "label": "not known" if key is None else for_plot(written(key, kind)),
            "value": None if value is None else float(value),
            "text": written(value, metric.type, metric.places),
            "running": not horizontal and _still_runs(key, kind, status),
        }
        for key, value in rows
    ]
    most = max((float(value or 0) for _, value in rows), default=0.0)
    drawn: alt.Chart | alt.LayerChart
    if horizontal:
        drawn = bars(1.2 * most or 1, NAMES)
    else:
        drawn = share_over_time() if metric.type == "Percent" else number_over_time()
    titled: alt.Chart | alt.LayerChart = drawn.properties(
        width=WIDTH - indent,
        title=alt.TitleParams(
            text=chart.title,
            anchor="start",
            frame="group",
            dx=-indent,
            fontSize=15,
            color=INK,
            offset=12,
        ),
        data=alt.InlineData(values=values),
    )
    return titled


def _still_runs(first: date, kind: str, status: Status) -> bool:
    """Whether a month or week, by its first day, is not over on the as-of day."""
    if kind == "Date":
        return first + timedelta(days=6) > status.as_of
    return first > status.last_full_month
