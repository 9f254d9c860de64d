"""What the shared page is told: each chart answered by PostgreSQL, without any small group.

It has no filters: each combination of them would be one more total to work a small group out from.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from psycopg import Connection

from common.language import Language, language
from dashboard.preview.across import Bars, keep_back
from dashboard.preview.cubes import cube_of
from dashboard.preview.few import (
    KEPT_BACK,
    Total,
    hidden,
    hidden_words,
    is_few,
    told_by_difference,
)
from dashboard.preview.figures import Status, Value, read_status
from dashboard.preview.frame import framed
from dashboard.preview.groups import Group, read_groups, read_joints
from dashboard.preview.model import chart_model, sayers
from dashboard.spec.fields import Marts, dimension_type
from dashboard.spec.report import Chart, Report
from verdict.last_build import Build
from verdict.rules import judge, read_rules

# A chart, the months that it looks at, and its groups in each.
Asked = tuple[Chart, Sequence[date], Sequence[Sequence[Group]]]


def shared_model(
    connection: Connection[Any],
    report: Report,
    marts: Marts,
    build: Build | None = None,
    speak: Language | None = None,
) -> dict[str, Any]:
    """Read everything the page shows; raise UserError where the marts are not there.

    `speak` is the language that the report was read in, else English.
    """
    speak = speak or language()
    say, words = sayers(report, marts, speak), hidden_words(speak)
    status = read_status(connection)
    asked: list[Asked] = [
        (
            chart,
            (months := _months(chart, status)),
            [read_groups(connection, chart, report, marts, month, say) for month in months],
        )
        for page in report.pages
        for chart in page.charts
        if not chart.private
    ]
    # All pages are one file.
    alone = told_by_difference(_totals(report, asked))
    bars = [[_bars(chart, report, marts, groups) for groups in found] for chart, _, found in asked]
    charts = [chart for chart, _, _ in asked]
    keep_back(
        [first for first, *_ in bars], read_joints(connection, charts, report, marts, status, say)
    )
    shown = iter(
        chart_model(chart, report, marts, [cube_of(chart, report, marts)], speak)
        | {"answer": _answer(chart, report, months, found, each, place in alone, words)}
        for place, ((chart, months, found), each) in enumerate(zip(asked, bars, strict=True))
    )
    pages = [
        (page, [next(shown) for chart in page.charts if not chart.private]) for page in report.pages
    ]
    verdict = judge(read_rules(connection), build, speak=speak)
    footer = speak.text(
        "This page is made to be shared. A group of fewer than five people shows as “fewer than "
        "5”; “not shown” is one from which such a group could be worked out. The private page has "
        "no such gaps."
    )
    return framed(report, status, verdict, pages, speak) | {"footer": footer}


def _months(chart: Chart, status: Status) -> list[date]:
    """The last month that a chart looks at, and the one that it compares with."""
    if chart.date_range != "last full month":
        return [status.as_of.replace(day=1)]
    last = status.last_full_month
    return [last, date.fromordinal(last.toordinal() - 1).replace(day=1)]


def _totals(report: Report, asked: Sequence[Asked]) -> dict[int, Total]:
    """How many people the big numbers of a page count, and the bars of a chart together."""
    found = {}
    for place, (chart, _, (groups, *_)) in enumerate(asked):
        source = report.source(chart.data_source)
        is_number = not chart.dimensions and not chart.date_range
        metric = source.metrics[chart.metric[0]].expression
        if not groups or not groups[0].people:
            continue
        if not is_number and any(is_few(count) for group in groups for count in group.people):
            continue  # bars of which some are not shown add up to nothing
        everybody = source.counts_of_people[0]
        if metric in source.counts_of_people and (is_number or not source.date_range_dimension):
            count = sum(int(group.metrics[0] or 0) for group in groups)
        elif is_number:
            count = max(groups[0].people)
        else:
            continue
        is_everybody = not chart.filter and metric == everybody
        found[place] = Total(everybody, source.name, count, is_number, is_everybody)
    return found


def _answer(
    chart: Chart,
    report: Report,
    months: Sequence[date],
    groups: Sequence[Sequence[Group]],
    bars: Sequence[Bars],
    is_given_away: bool,
    words: Mapping[str, str],
) -> dict[str, Any]:
    """The rows that the page shows, and those of the month before where it compares."""
    rows = [
        _shown(chart, report, found, each.marks, is_given_away, words)
        for found, each in zip(groups, bars, strict=True)
    ]
    if chart.date_range != "last full month":
        return {"rows": rows[0]}
    spans = {"months": [months[0].isoformat()] * 2, "earlier": months[1].isoformat()}
    return {"rows": rows[0], "before": rows[1], **spans}


def _shown(
    chart: Chart,
    report: Report,
    groups: Sequence[Group],
    hidden_bars: Mapping[int, str],
    is_given_away: bool,
    words: Mapping[str, str],
) -> list[dict[str, Any]]:
    marks = {**({0: KEPT_BACK} if is_given_away else {}), **hidden_bars}
    source = report.source(chart.data_source)
    shares = [source.metrics[name].type == "Percent" for name in chart.metric]
    places = 2 if chart.chart == "Pivot table" else 3
    rows = []
    for place, group in enumerate(groups):
        word = words[marks[place]] if place in marks else None
        metrics = [
            word or (round(value, places) if share and isinstance(value, float) else value)
            for value, share in zip(group.metrics, shares, strict=True)
        ]
        is_left_out = isinstance(group.left_out, int) and is_few(group.left_out)
        rows.append(
            {
                "keys": group.keys,
                "metrics": metrics,
                "base": None if word else group.base,
                "left_out": None if word or is_left_out else group.left_out,
            }
        )
    return (
        sorted(rows, key=_last_if_hidden) if chart.sort and chart.sort.by in chart.metric else rows
    )


def _last_if_hidden(row: dict[str, Any]) -> tuple[bool, str]:
    """Their own order would tell how hidden groups compare."""
    is_hidden = isinstance(row["metrics"][0], str)
    return is_hidden, str(row["keys"]) if is_hidden else ""


def _bars(chart: Chart, report: Report, marts: Marts, groups: Sequence[Group]) -> Bars:
    lines, people = _lines(chart, report, marts, groups), [group.people for group in groups]
    return Bars([tuple(group.keys) for group in groups], people, lines, hidden(people, lines))


def _lines(chart: Chart, report: Report, marts: Marts, groups: Sequence[Group]) -> list[list[int]]:
    """The groups that add up to a total: of a pivot table each row and each column.

    Of what runs over time the oldest is kept back first, else the smallest.
    """
    places: list[int] = list(range(len(groups)))
    runs = chart.dimensions and dimension_type(
        report.source(chart.data_source), chart.dimensions[0], marts
    ) in ("Date", "Year Month")
    if not runs or chart.chart == "Pivot table":
        places.sort(key=lambda place: (sum(groups[place].people), str(groups[place].keys)))
    if chart.chart != "Pivot table":
        return [places]
    lines: dict[tuple[int, Value], list[int]] = {}
    for place in places:
        for at, key in enumerate(groups[place].keys):
            lines.setdefault((at, key), []).append(place)
    return list(lines.values())
