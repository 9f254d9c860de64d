"""Keeps back bars that tell a small group together with those of another chart.

A campus lies within its country: the country less its other campuses is that campus. So bars of
two charts that count the same people are looked at together: no bars of one, less bars of the
other that lie within them, may leave one to four people.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.preview.few import KEPT_BACK, Counts, hidden, is_few

Key = Hashable
# How many people are in each pair of a bar of one chart and a bar of the other.
Joint = Mapping[tuple[Any, Any], Counts]
Told = tuple[set[Key], set[Key]]
# So many sets of bars are tried; where that is not enough, one bar more is kept back.
MOST_SETS = 2_000
REST = "\0rest"  # what is hidden of a chart is known as a sum


@dataclass
class Bars:
    """One chart's groups: their keys and counts of people, and which are not shown, and why.

    `lines` are as `few.hidden` has them.
    """

    keys: Sequence[Key]
    people: Sequence[Counts]
    lines: Sequence[Sequence[int]]
    marks: dict[int, str]


def keep_back(charts: Sequence[Bars], joints: Mapping[tuple[int, int], Joint]) -> None:
    """Mark bars of charts as kept back until no two charts tell a small group.

    `joints` are by the places of the two charts.
    """
    settled = False
    while not settled:
        settled = True
        for (one, other), joint in joints.items():
            told = _told(charts[one], charts[other], joint)
            if told and _hide_smallest(charts[one], charts[other], told):
                settled = False


def _hide_smallest(one: Bars, other: Bars, told: Told) -> bool:
    """Keep back the smallest of the bars within, else of those that hold them, else of all.

    Returns whether there was one to keep back.
    """
    choices = [(other, told[1]), (one, told[0]), (other, set(other.keys)), (one, set(one.keys))]
    for bars, keys in choices:
        shown = [
            (sum(bars.people[place]), str(key), place)
            for place, key in enumerate(bars.keys)
            if place not in bars.marks and key in keys
        ]
        if shown:
            marks = {**bars.marks, min(shown)[2]: KEPT_BACK}
            bars.marks = hidden(bars.people, bars.lines, marks)
            return True
    return False


def _told(one: Bars, other: Bars, joint: Joint) -> Told | None:
    """Bars of the two charts that tell a small group."""
    names = [
        {key: REST if place in bars.marks else key for place, key in enumerate(bars.keys)}
        for bars in (one, other)
    ]
    for at in range(len(next(iter(joint.values()), ()))):
        table: dict[Key, dict[Key, int]] = defaultdict(lambda: defaultdict(int))
        for (x, y), counts in joint.items():
            if counts[at]:
                table[names[0][x]][names[1][y]] += counts[at]
        if told := told_by(table):
            return told
    return None


def told_by(table: Mapping[Key, Mapping[Key, int]]) -> Told | None:
    """Rows and columns of a table where the columns lie within the rows but for one to four people.

    None where there are no such, whichever rows are put together. A cell of five and more is not
    what is left, so its column is one of those within, and all rows of the column are taken, too.
    """
    rows_of: dict[Key, set[Key]] = defaultdict(set)
    for row, cells in table.items():
        for column in cells:
            rows_of[column].add(row)
    seen: set[frozenset[Key]] = set()
    waiting = [frozenset({row}) for row in table]
    while waiting:
        taken = _with_large_cells(waiting.pop(), table, rows_of)
        if taken in seen:
            continue
        seen.add(taken)
        inside = {column for column, rows in rows_of.items() if rows <= taken}
        left = [
            (column, count)
            for row in taken
            for column, count in table[row].items()
            if column not in inside
        ]
        if is_few(sum(count for _, count in left)) or len(seen) > MOST_SETS:
            return set(taken), inside
        waiting += [taken | rows_of[column] for column, _ in left]
    return None


def _with_large_cells(
    rows: frozenset[Key],
    table: Mapping[Key, Mapping[Key, int]],
    rows_of: Mapping[Key, set[Key]],
) -> frozenset[Key]:
    taken, waiting = set(rows), list(rows)
    while waiting:
        for column, count in table[waiting.pop()].items():
            if count and not is_few(count):
                waiting += rows_of[column] - taken
                taken |= rows_of[column]
    return frozenset(taken)
