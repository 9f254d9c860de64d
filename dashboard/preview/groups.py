"""A chart's groups, each with the counts of people that its figures rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import Any

from psycopg import Connection

from dashboard.preview.across import Joint
from dashboard.preview.answers import month_answer
from dashboard.preview.figures import Status, Value, plain
from dashboard.preview.model import Sayers, said
from dashboard.spec.fields import Marts, dimension_sql
from dashboard.spec.formulas import Expression, Operation, aggregates
from dashboard.spec.report import Chart, Report


@dataclass(frozen=True)
class Group:
    """One group of a chart: what is shown of it, and the counts of people that this rests on."""

    keys: list[Value]
    metrics: list[Value]
    base: list[Value] | None
    left_out: Value
    people: tuple[int, ...]


def read_groups(
    connection: Connection[Any],
    chart: Chart,
    report: Report,
    marts: Marts,
    month: date,
    say: Sayers,
) -> list[Group]:
    """A chart's groups of one month, or up to it, each key as `say` has it."""
    source = report.source(chart.data_source)
    formula = source.metrics[chart.metric[0]].expression
    parts = _sides(formula)
    left_out = [source.metrics[chart.left_out].expression] if chart.left_out else []
    also = [*parts, *left_out, *_people(chart, report)]
    speakers = [
        say.get((source.mart, dimension_sql(source, name, marts)), str) for name in chart.dimensions
    ]
    at = [len(chart.dimensions), len(chart.metric), len(parts), len(left_out)]
    groups = []
    for row in month_answer(connection, chart, report, marts, month, also):
        values = [plain(value) for value in row]
        cuts = [sum(at[: i + 1]) for i in range(len(at))]
        groups.append(
            Group(
                keys=[said(*pair) for pair in zip(values[: cuts[0]], speakers, strict=True)],
                metrics=values[cuts[0] : cuts[1]],
                base=values[cuts[1] : cuts[2]] or None,
                left_out=next(iter(values[cuts[2] : cuts[3]]), None),
                people=tuple(int(count or 0) for count in row[cuts[3] :]),
            )
        )
    return groups


def read_joints(
    connection: Connection[Any],
    charts: Sequence[Chart],
    report: Report,
    marts: Marts,
    status: Status,
    say: Sayers,
) -> dict[tuple[int, int], Joint]:
    """How many people are in each pair of bars of two charts that count the same people.

    By the places of the two charts, both ways round, and by the keys of both bars.
    """
    counting = [place for place, chart in enumerate(charts) if _counts_people(chart, report)]
    found: dict[tuple[int, int], Joint] = {}
    for one, other in permutations(counting, 2):
        if (other, one) in found:
            found[one, other] = {(y, x): people for (x, y), people in found[other, one].items()}
            continue
        first, second = charts[one], charts[other]
        if (first.data_source, first.filter) != (second.data_source, second.filter):
            continue
        names = first.dimension + second.dimension
        if len(set(names)) == 2:
            both = first.model_copy(
                update={
                    "dimension": names,
                    "metric": first.metric + second.metric,
                    "sort": None,
                }
            )
            groups = read_groups(connection, both, report, marts, status.as_of.replace(day=1), say)
            found[one, other] = {
                ((group.keys[0],), (group.keys[1],)): group.people for group in groups
            }
    return found


def _counts_people(chart: Chart, report: Report) -> bool:
    """Whether its bars add up to people: no time, and each of them in one bar alone."""
    source = report.source(chart.data_source)
    parts = {each for formula in source.counts_of_people for each in aggregates(formula)}
    adds_up = bool(parts) and all(each.function in ("SUM", "COUNT") for each in parts)
    return adds_up and len(chart.dimensions) == 1 and not chart.date_range


def _sides(formula: Expression) -> list[Expression]:
    """What a share is a share of: the part and the whole."""
    is_share = isinstance(formula, Operation) and formula.operator == "/"
    return [formula.left, formula.right] if is_share else []  # type: ignore[union-attr]


def _people(chart: Chart, report: Report) -> list[Expression]:
    """The counts of people that its figures rest on: the group, and those its metrics count."""
    source = report.source(chart.data_source)
    used = {
        aggregate
        for name in chart.metrics
        for aggregate in aggregates(source.metrics[name].expression)
    }
    first, others = source.counts_of_people[:1], source.counts_of_people[1:]
    return [*first, *(each for each in others if used.issuperset(aggregates(each)))]
