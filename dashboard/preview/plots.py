"""The charts' looks, as Vega-Lite made by Altair: one place for colours, type and formats.

A plot names its data `rows` and gets them in the page, from the filters. A row has a `label` (what
it is about), a `value`, a `text` (the value as it is written) and `running` (whether its month or
week is not over); one of a bar may be `thin` (a share of few). `longest` is where the scale of bars
ends.
"""

from collections.abc import Mapping
from typing import Any

import altair as alt

from dashboard.spec.report import Chart, Report

INK, QUIET, LINE = "#1c2733", "#52606d", "#dde3ea"
BLUE, PALE, GREY = "#1f5f99", "#a9c8e4", "#a3adb8"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', 'DejaVu Sans', sans-serif"
LONGEST = alt.ExprRef("longest")
BAR_STEP, TREND_HEIGHT = 28, 220
# The first and the last day below a drawing may be this many pixels wider than it.
BEYOND = 24


def plot(chart: Chart, report: Report, direction: str = "ltr") -> dict[str, Any] | None:
    """The Vega-Lite specification of a chart that is drawn; None for one that is written.

    For what is read from right to left (`rtl`) it begins at the right.
    """
    metric = report.source(chart.data_source).metrics[chart.metric[0]]
    share = metric.type == "Percent"
    if chart.chart == "Time series chart":
        drawn = share_over_time() if share else number_over_time()
    elif chart.chart == "Bar chart":
        drawn = bars().add_params(alt.param(name="longest", value=1))
    else:
        return None
    spec: dict[str, Any] = drawn.configure(**theme(direction)).to_dict()
    dimension = report.source(chart.data_source).dimensions[chart.dimension[0]]
    _name_tooltips(spec, {"label": dimension.label, "text": metric.label})
    if chart.chart == "Time series chart":
        end = "left" if direction == "rtl" else "right"
        spec["padding"] = {**spec["config"]["padding"], end: BEYOND}
    # Only the width is given; the height follows from the number of bars.
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    return spec


def number_over_time() -> alt.Chart:
    """Bars by month or week; the running one is pale."""
    drawn: alt.Chart = (
        alt.Chart(alt.NamedData(name="rows"))
        .mark_bar(cornerRadiusEnd=2, width={"band": 0.72})
        .encode(
            x=_days(),
            y=alt.Y("value:Q", title=None, axis=alt.Axis(format=",~r", tickCount=4)),
            color=alt.condition("datum.running", alt.value(PALE), alt.value(BLUE)),
            tooltip=_tooltip(),
        )
        .properties(width="container", height=TREND_HEIGHT)
    )
    return drawn


def share_over_time() -> alt.LayerChart:
    """A line from 0 to 100 %; the running month's point is hollow."""
    base = alt.Chart(alt.NamedData(name="rows")).encode(
        x=_days(),
        y=alt.Y(
            "value:Q",
            title=None,
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format=".0%", tickCount=4),
        ),
    )
    points = base.mark_point(size=60, filled=False, strokeWidth=2, opacity=1, stroke=BLUE).encode(
        fill=alt.condition("datum.running", alt.value("white"), alt.value(BLUE)),
        tooltip=_tooltip(),
    )
    line = base.mark_line(color=BLUE, strokeWidth=2)
    drawn: alt.LayerChart = (line + points).properties(width="container", height=TREND_HEIGHT)
    return drawn


def bars() -> alt.LayerChart:
    """Horizontal bars in the order of the rows, each with its value."""
    base = alt.Chart(alt.NamedData(name="rows")).encode(
        y=alt.Y(
            "label:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=150, ticks=False, domain=False, labelPadding=8, grid=False),
        ),
        x=alt.X("value:Q", title=None, axis=None, scale=alt.Scale(domain=[0, LONGEST], nice=False)),
    )
    drawn_bars = base.mark_bar(cornerRadiusEnd=2, height={"band": 0.68}).encode(
        color=alt.condition("datum.thin", alt.value(GREY), alt.value(BLUE)), tooltip=_tooltip()
    )
    words = base.mark_text(color=INK).encode(text="text:N")
    drawn: alt.LayerChart = (drawn_bars + words).properties(
        width="container", height={"step": BAR_STEP}
    )
    return drawn


def theme(direction: str = "ltr") -> dict[str, Any]:
    """What all plots have in common."""
    is_mirrored = direction == "rtl"
    return {
        "scale": {"xReverse": is_mirrored},
        "background": "transparent",
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            # The drawing's own description says it, in the reader's language.
            "aria": False,
            "labelColor": QUIET,
            "labelFontSize": 12,
            "gridColor": LINE,
            "domainColor": LINE,
            "tickColor": LINE,
        },
        "axisY": {
            "domain": False,
            "ticks": False,
            "labelPadding": 6,
            "orient": "right" if is_mirrored else "left",
        },
        "axisX": {"grid": False, "labelPadding": 8},
        "text": {
            "fontSize": 12,
            "align": "right" if is_mirrored else "left",
            "dx": -6 if is_mirrored else 6,
        },
        "padding": {"left": 2, "right": 2, "top": 6, "bottom": 2},
    }


def _days() -> alt.X:
    axis = alt.Axis(
        labelAngle=0, labelOverlap="greedy", labelSeparation=12, labelBound=BEYOND, ticks=False
    )
    return alt.X("label:O", sort=None, title=None, axis=axis)


def _name_tooltips(spec: Any, labels: Mapping[str, str]) -> None:
    """Say in each tooltip of a drawing what its lines are."""
    for part in [spec, *spec.get("layer", [])]:
        for line in part.get("encoding", {}).get("tooltip", []):
            line["title"] = labels[line["field"]]


def _tooltip() -> list[alt.Tooltip]:
    return [alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title="  ")]
