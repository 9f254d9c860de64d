"""Two sorted sequences, joined by key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_sync.compare import merge_join
from graph_sync.errors import GraphError, MartError

KEYS = st.sets(st.text(max_size=3), max_size=8)


@given(KEYS, KEYS)
def test_every_key_comes_once_with_what_each_side_has(mart: set[str], graph: set[str]) -> None:
    pairs = list(
        merge_join([(key, 1) for key in sorted(mart)], [(key, 2) for key in sorted(graph)])
    )

    assert [left[0] for left, _ in pairs if left] == sorted(mart)
    assert [right[0] for _, right in pairs if right] == sorted(graph)
    assert {left[0] for left, right in pairs if left and right} == mart & graph


@pytest.mark.parametrize("rows", [[("a",), ("a",)], [("b",), ("a",)], [(None,)]])
def test_rows_that_do_not_ascend_are_refused(rows: list[tuple[str]]) -> None:
    with pytest.raises(MartError):
        list(merge_join(rows, []))
    with pytest.raises(GraphError):
        list(merge_join([], rows))
