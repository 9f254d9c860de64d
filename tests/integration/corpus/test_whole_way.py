"""Each variant of the corpus ends right or refused: through inspect, loader and models."""

from pathlib import Path

import pytest

from tests.corpus.figures import Figures, right_figures
from tests.corpus.files import write
from tests.corpus.school import the_school
from tests.corpus.variants import Variant, to_try
from tests.corpus.warehouse import Statement, landed, settled, told

# What of the figures the files tell, by `told` of a variant.
ALL = ("students", "sessions", "attended", "missed", "excused", "subscriptions", "lost", "judged")
TOLD = {
    "all": (*ALL, "at_risk"),
    "marks": ("students", "sessions", "attended", "missed", "excused"),
    "pairs": ("students", "sessions", "attended", "subscriptions", "lost", "judged"),
}


@pytest.mark.parametrize("variant", to_try(refused=False))
def test_a_variant_ends_right(
    variant: Variant, tmp_path: Path, statements: list[Statement]
) -> None:
    write(variant.style, tmp_path)
    settled(tmp_path, dict(variant.answers))
    landed(tmp_path)
    found = told(statements)
    assert found.failed == []
    assert differences(found.figures, right_figures(the_school()), variant.told) == {}


def differences(found: Figures, right: Figures, what: str) -> dict[str, object]:
    """What is not right of a figure."""
    wrong: dict[str, object] = {}
    for name in TOLD[what]:
        one, other = getattr(found, name), getattr(right, name)
        if one != other:
            if isinstance(one, frozenset):
                one, other = sorted(one - other)[:5], sorted(other - one)[:5]
            wrong[name] = one, other
    return wrong
