"""The corpus holds what it says: many variants of one school, the same each time."""

from collections import Counter

import pytest

from tests.corpus.figures import right_figures
from tests.corpus.files import files_of
from tests.corpus.school import the_school
from tests.corpus.variants import Variant, variants


def test_there_are_enough_variants_and_most_need_one_yes() -> None:
    names = [variant.name for variant in variants()]
    assert len(names) == len(set(names)) >= 60
    plain = sum(variant.right_with_one_yes for variant in variants())
    assert plain / len(names) >= 0.85


@pytest.mark.parametrize("variant", variants(), ids=lambda variant: variant.name)
def test_a_variant_is_the_same_each_time(variant: Variant) -> None:
    def texts() -> dict[str, bytes]:
        files = files_of(variant.style)
        return {name: data for name, data in files.items() if not name.endswith(".xlsx")}

    assert texts() == texts()


def test_no_two_variants_are_the_same_files() -> None:
    seen = Counter(
        tuple(sorted(files_of(variant.style).items()))
        for variant in variants()
        if not variant.style.workbooks
    )
    assert max(seen.values()) == 1


def test_the_figures_of_the_school() -> None:
    figures = right_figures(the_school())
    assert (figures.students, figures.sessions) == (34, 32)
    assert len(figures.attended) + len(figures.missed) + len(figures.excused) == 24 * 16
    assert figures.subscriptions == {
        **{"active": 24, "renewed": 4, "churned": 3, "completed": 3, "unknown": 1},
        **{"invalid": 1, "upcoming": 1, "in_grace": 1},
    }
    assert (figures.lost, figures.judged) == (3, 35)
    assert figures.at_risk == {"0004", "0006", "0009", "0016", "0018", "0021"}
