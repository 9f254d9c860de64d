"""Who has to be linked and unlinked, and how that is cut into transactions."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_sync import apply
from graph_sync.compare import difference
from graph_sync.plan import LinkChange

KEYS = st.lists(st.sampled_from("abcdef"), max_size=9)


@given(st.sets(st.sampled_from("abcdef")), KEYS)
def test_unlinking_then_linking_gives_each_key_once(mart: set[str], graph: list[str]) -> None:
    added, removed = difference(sorted(mart), graph)

    left = Counter(key for key in graph if key not in removed) + Counter(added)

    assert left == Counter(mart)


def test_a_key_that_is_no_text_is_left_to_its_node() -> None:
    assert difference(["a"], ["a", None, 4]) == ([], [])


@given(st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), max_size=6))
def test_pieces_fit_a_transaction_and_lose_nothing(sizes: list[tuple[int, int]]) -> None:
    changes = [
        LinkChange(f"c{i}", [f"a{n}" for n in range(added)], [f"r{n}" for n in range(removed)])
        for i, (added, removed) in enumerate(sizes)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apply, "LINKS_PER_BATCH", 10)
        groups = list(apply.grouped(apply.split(changes)))

    pieces = [piece for group in groups for piece in group]
    for change in changes:
        mine = [piece for piece in pieces if piece.session_id == change.session_id]
        assert [key for piece in mine for key in piece.added] == change.added
        assert [key for piece in mine for key in piece.removed] == change.removed
    for group in groups:
        work = sum(len(piece.added) + len(piece.removed) for piece in group)
        assert work <= 10
