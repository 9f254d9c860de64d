"""Whether 0,97 is 97 % is decided for a column, by all of it, or asked."""

from collections import Counter

import pytest

from loaders.inspection.scales import scale_of


@pytest.mark.parametrize(
    ("cells", "scale"),
    [
        (["0,97", "1", "0", "0.5"], "fraction"),
        (["97", "100", "0", "1"], "percent"),
        (["97.5", "100", "0.4", *["50"] * 30], "percent"),
        (["97 %", "1%", "0.5%"], None),  # each cell says it itself
        (["95.04%", "0.5"], "fraction"),
        (["", "  "], None),
        (["0", "0"], None),
    ],
)
def test_what_a_column_proves(cells: list[str], scale: str | None) -> None:
    found = scale_of(Counter(cells))
    assert (found.scale, found.proved) == (scale, True)


@pytest.mark.parametrize("cells", [["0", "1"], ["0.97", "97", "0.4", "40"]])
def test_what_it_does_not_prove_is_a_question(cells: list[str]) -> None:
    found = scale_of(Counter(cells))
    assert (found.scale, found.choices) == (None, ("fraction", "percent"))


def test_small_numbers_may_be_marks() -> None:
    found = scale_of(Counter(["13", "9", "16,5", "20", "0"]))
    assert (found.scale, found.choices) == (None, ("percent",))


def test_what_cannot_be_read_is_counted() -> None:
    found = scale_of(Counter({"soon": 3, "0,5": 2, "%": 1, "n/a": 5, "-": 1}))
    assert (found.unreadable, found.decimals_up_to_1, found.example) == (4, 2, "0,5")
