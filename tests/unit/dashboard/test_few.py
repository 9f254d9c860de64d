"""Nobody works out a group of fewer than five people from what a shared page shows."""

from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.preview.few import FEW, FEWEST, KEPT_BACK, Total, hidden, told_by_difference

COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 400))


def one_line(*counts: int) -> dict[int, str]:
    """The groups of one chart, the smallest first, as they are kept back."""
    order = sorted(range(len(counts)), key=lambda place: counts[place])
    return hidden([(count,) for count in counts], [order])


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((30, 20, 12), {}),
        ((30, 0, 12), {}),  # nobody is no group
        ((30, 20, 4), {2: FEW, 1: KEPT_BACK}),  # else all less the other two is 4
        ((30, 20, 3, 2), {2: FEW, 3: FEW}),  # 5 are 1 and 4, or 2 and 3
        ((30, 20, 1, 1), {2: FEW, 3: FEW, 1: KEPT_BACK}),  # 2 are 1 and 1
        ((30, 20, 4, 4), {2: FEW, 3: FEW, 1: KEPT_BACK}),  # 8 of two small groups are 4 and 4
        ((3, 1), {0: FEW, 1: FEW}),  # where there are no others, there is no total to take from
    ],
)
def test_a_small_group_is_hidden_and_with_it_what_gives_it_away(
    counts: tuple[int, ...], expected: dict[int, str]
) -> None:
    assert one_line(*counts) == expected


def test_the_part_that_is_not_counted_is_a_group_too() -> None:
    """97 of 100 lost: three were not."""
    assert hidden([(100, 97, 3), (50, 20, 30), (60, 25, 35)], [[1, 2, 0]]) == {
        0: FEW,
        1: KEPT_BACK,
    }


EVERYBODY = Total("students", "engagement", 300, is_number=True, is_everybody=True)
ENROLLED = replace(EVERYBODY, count=298, is_everybody=False)
LOST = replace(ENROLLED, source="churn", is_number=False)


@pytest.mark.parametrize(
    ("totals", "kept_back"),
    [
        ([EVERYBODY, ENROLLED], {1}),  # the smaller number of two
        ([EVERYBODY, replace(ENROLLED, count=295), EVERYBODY], set()),
        ([ENROLLED, replace(ENROLLED, count=296)], {1}),
        ([EVERYBODY, replace(ENROLLED, source="churn")], {1}),
        ([EVERYBODY, LOST], {0}),  # bars cannot be kept back
        ([EVERYBODY, replace(LOST, whose="subscriptions")], set()),
        ([replace(ENROLLED, count=300), LOST], set()),  # neither is within the other
        ([replace(LOST, count=300), LOST], set()),
    ],
)
def test_no_number_of_the_file_less_another_is_a_small_group(
    totals: list[Total], kept_back: set[int]
) -> None:
    assert told_by_difference(dict(enumerate(totals))) == kept_back


@given(st.lists(st.lists(COUNTS, min_size=4, max_size=4), min_size=2, max_size=5))
def test_no_total_of_a_table_less_what_it_shows_is_a_small_group(table: list[list[int]]) -> None:
    width = len(table[0])
    counts = list(chain(*table))
    rows = [list(range(at, at + width)) for at in range(0, len(counts), width)]
    lines = [*rows, *(list(column) for column in zip(*rows, strict=True))]
    marks = hidden([(count,) for count in counts], lines)
    assert all(count == 0 or count >= FEWEST for i, count in enumerate(counts) if i not in marks)
    for line in lines:
        inside = [counts[place] for place in line if place in marks]
        shown = [counts[place] for place in line if place not in marks]
        if inside and any(shown):
            assert len(inside) > 1
            assert not 0 < sum(inside) < FEWEST
