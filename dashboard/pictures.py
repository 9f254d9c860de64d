"""Draws the README's pictures: the same pages and figures without any browser.

A picture shows a page's scorecards and plots; tables of single students are left out of what goes
into the repository.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert
from psycopg import Connection

from dashboard.answers import answer, written
from dashboard.fields import Marts
from dashboard.figures import Status, read_status
from dashboard.plots import INK, QUIET, bars, number_over_time, share_over_time, theme
from dashboard.report import Chart, Page, Report
from services.folders import REPOSITORY

IMAGES = REPOSITORY / "images"
# Pixels of the picture at scale 1; a row holds two plots or up to five scorecards.
WIDTH, GAP, SCALE = 1120, 32, 1.2
HALF = (WIDTH - GAP) // 2 - 120


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
    scores, plots = [], []
    for chart in page.charts:
        if chart.chart == "Scorecard" and chart.comparison is None:
            rows = answer(connection, chart, report, marts, status)
            scores.append((chart, rows[0][-1] if rows else None))
        elif chart.chart in ("Time series chart", "Bar chart"):
            plots.append(
                _plot(chart, answer(connection, chart, report, marts, status), report, status)
            )
    if len(plots) % 2:
        plots[-1] = plots[-1].properties(width=WIDTH - 120)
    pairs = [alt.hconcat(*plots[i : i + 2], spacing=GAP) for i in range(0, len(plots), 2)]
    as_of = written(status.as_of, "Date")
    title = alt.TitleParams(
        text=f"{report.name}: {page.name}",
        subtitle=f"{page.question}  As of {as_of}, {status.rows_set_aside:,} rows set aside.",
        anchor="start",
        fontSize=24,
        subtitleFontSize=14,
        color=INK,
        subtitleColor=QUIET,
        offset=20,
    )
    drawn = alt.vconcat(_scores(scores, report), *pairs, spacing=GAP, title=title)
    looks = {**theme(), "background": "white", "padding": 28}
    spec: dict[str, Any] = drawn.resolve_scale(color="independent").configure(**looks).to_dict()
    return spec


def _scores(scores: list[tuple[Chart, Any]], report: Report) -> alt.LayerChart:
    """Big readable numbers side by side."""
    rows = []
    for place, (chart, value) in enumerate(scores):
        metric = report.source(chart.data_source).metrics[chart.metric[0]]
        rows.append({"x": place, "title": chart.title, "value": written(value, metric.type)})
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, max(len(rows), 3)], nice=False))
    )
    titles = base.mark_text(align="left", fontSize=15, dy=-22, color=QUIET)
    values = base.mark_text(align="left", fontSize=32, fontWeight="bold", dy=10, color=INK)
    both = titles.encode(text="title:N") + values.encode(text="value:N")
    drawn: alt.LayerChart = both.properties(width=WIDTH - 40, height=80)
    return drawn


def _plot(
    chart: Chart, rows: Sequence[tuple[Any, ...]], report: Report, status: Status
) -> alt.Chart | alt.LayerChart:
    """One plot with its figures."""
    source = report.source(chart.data_source)
    metric = source.metrics[chart.metric[0]]
    lying = chart.chart == "Bar chart"
    kind = "Text" if lying else ("Date" if "week" in chart.dimension[0] else "Year Month")
    values = [
        {
            "label": "not known" if key is None else written(key, kind),
            "value": None if value is None else float(value),
            "text": written(value, metric.type),
            "running": not lying and key > status.last_full_month,
        }
        for key, value in rows
    ]
    most = max((float(value or 0) for _, value in rows), default=0.0)
    drawn: alt.Chart | alt.LayerChart
    if lying:
        drawn = bars(1.2 * most or 1)
    else:
        drawn = share_over_time() if metric.type == "Percent" else number_over_time()
    titled: alt.Chart | alt.LayerChart = drawn.properties(
        width=HALF,
        title=alt.TitleParams(text=chart.title, anchor="start", fontSize=15, color=INK, offset=12),
        data=alt.InlineData(values=values),
    )
    return titled
