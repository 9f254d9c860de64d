"""No bars of one chart, less bars of another, tell of fewer than five people."""

from collections.abc import Iterator, Mapping
from itertools import chain, combinations

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from dashboard.preview.across import REST, Bars, keep_back, told_by
from dashboard.preview.few import FEW, FEWEST, hidden, is_few

Table = list[list[int]]  # people by bar of one chart, and of the other
COUNTS = st.one_of(st.just(0), st.integers(0, 8), st.integers(0, 60))
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(COUNTS, min_size=width, max_size=width), min_size=1, max_size=5)
)


def charts_of(table: Table) -> tuple[Bars, Bars]:
    """Two charts of the same people, each as it is shown when nobody looks at the other one."""
    sums = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    return tuple(_bars(name, counts) for name, counts in zip("xy", sums, strict=True))  # type: ignore[return-value]


def _bars(name: str, counts: list[int]) -> Bars:
    people = [(count,) for count in counts]
    lines = [sorted(range(len(counts)), key=lambda place: counts[place])]
    keys = [f"{name}{place}" for place in range(len(counts))]
    return Bars(keys, people, lines, hidden(people, lines))


def looked_at_together(table: Table) -> tuple[Bars, Bars]:
    one, other = charts_of(table)
    cells = {
        (f"x{x}", f"y{y}"): (count,) for x, row in enumerate(table) for y, count in enumerate(row)
    }
    turned = {(y, x): counts for (x, y), counts in cells.items()}
    keep_back([one, other], {(0, 1): cells, (1, 0): turned})
    return one, other


def told(table: Table, one: Bars, other: Bars) -> set[int]:
    """Every count of people that some bars less others within them have, by trying all of them.

    What is hidden of a chart is known as a sum.
    """
    known: list[list[set[int]]] = []
    for bars in (one, other):
        rest = {place for place in range(len(bars.keys)) if place in bars.marks}
        known.append([{place} for place in range(len(bars.keys)) if place not in rest])
        known[-1] += [rest] if rest else []
    found = set()
    for rows in _sums(known[0]):
        for columns in _sums(known[1]):
            outside = sum(table[x][y] for y in columns for x in range(len(table)) if x not in rows)
            if not outside:
                found.add(
                    sum(table[x][y] for x in rows for y in range(len(table[0])) if y not in columns)
                )
    return found


def _sums(bars: list[set[int]]) -> Iterator[set[int]]:
    sets = chain.from_iterable(combinations(bars, size) for size in range(len(bars) + 1))
    return (set().union(*each) for each in sets)


def shown(bars: Bars) -> Mapping[str, int]:
    return {
        str(key): bars.people[place][0]
        for place, key in enumerate(bars.keys)
        if place not in bars.marks
    }


def test_a_campus_is_not_told_by_its_country() -> None:
    """Côte d'Ivoire has 43, and Plateau 40 of them: Yopougon, with 3, is not shown by itself."""
    one, other = looked_at_together([[40, 3, 0, 0], [0, 0, 20, 12]])
    assert charts_of([[40, 3, 0, 0], [0, 0, 20, 12]])[1].marks[1] == FEW
    assert not any(map(is_few, told([[40, 3, 0, 0], [0, 0, 20, 12]], one, other)))
    assert shown(one) == {"x0": 43, "x1": 32}
    assert shown(other) == {"y2": 20}


def test_charts_that_tell_nothing_stay_as_they_are() -> None:
    table = [[20, 1, 9], [7, 30, 2], [3, 5, 25]]
    one, other = looked_at_together(table)
    assert (one.marks, other.marks) == ({}, {})


def test_what_is_hidden_is_known_as_a_sum() -> None:
    assert told_by({"a": {REST: 9, "c": 2}, "b": {"c": 8}}) == ({"a"}, {REST})


@settings(max_examples=400)
@given(TABLES)
@example([[40, 3, 0, 0], [0, 0, 20, 12]])
def test_no_bars_less_others_are_a_small_group(table: Table) -> None:
    assume(sum(map(sum, table)) >= FEWEST)  # else the school itself is a small group
    one, other = looked_at_together(table)
    assert not any(map(is_few, told(table, one, other) | told(_turned(table), other, one)))


def _turned(table: Table) -> Table:
    return [list(column) for column in zip(*table, strict=True)]
