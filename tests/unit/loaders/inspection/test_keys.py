"""What a spreadsheet did to ids is found, and nobody becomes somebody else by it."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.inspection.keys import damage_of, is_total, near_keys


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        (["1.23E+11", "1,5e+12"], "scientific"),
        (["#REF!", "#VALUE!"], "error"),
        (["'0042"], "apostrophe"),
        (["\u200b0042", "0043\u00a0"], "blank"),
        (["S1a", "S1A"], "case"),
        (["42.0", "43,0"], "decimal"),
        (["Total", "TOTAL :", "Moyenne", "المجموع", "Total 212"], "total"),
        (["Student ID"], "header"),
    ],
)
def test_each_damage_has_its_rule(cells: list[str], rule: str) -> None:
    [found] = damage_of(Counter(cells), "student_id")
    assert (found.rule, found.rows) == (rule, len(cells))
    assert found.words


def test_sound_ids_have_none() -> None:
    assert (
        damage_of(
            Counter(["0042", "S-17", "E5", "1E5X", "", " 7 ", "Totalis", "NULL", "null"]), "id"
        )
        == []
    )


@pytest.mark.parametrize(
    "text",
    [
        *("Somme", "Grand total:", "sous-total 3", "الإجمالي", "34 étudiants", "(34 rows)"),
        *("Nombre de lignes : 34", "NB D'ÉTUDIANTS = 34", "عدد الطلاب: ٣٤", "Nombre de cours : 24"),
        *("Total présents", "Nombre d'absents : 3", "Total excused"),
    ],
)
def test_a_line_that_sums_up_is_nobody(text: str) -> None:
    assert is_total(text)


@pytest.mark.parametrize("text", ["34", "Étudiants", "Student 12", "Cours 12", "NB12", "S34"])
def test_a_name_or_an_id_sums_nothing_up(text: str) -> None:
    assert not is_total(text)


def test_ids_that_lost_their_zeros_are_paired_with_the_one_they_mean() -> None:
    found = near_keys(Counter({"42": 6, "0043": 1, "44.0": 1, "9": 1}), {"0042", "0043", "0044"})
    assert found.pairs == (("42", "0042"), ("44.0", "0044"))
    assert found.rows == 7


def test_zeros_that_two_ids_differ_by_are_not_joined() -> None:
    assert near_keys(Counter(["7"]), {"07", "007"}).pairs == ()
    assert near_keys(Counter(["S7"]), {"S07"}).pairs == ()
    assert near_keys(Counter(["s7"]), {"S7"}).pairs == (("s7", "S7"),)
    assert near_keys(Counter(["s7"]), {"S7", "\u017f7"}).pairs == ()


@given(st.sets(st.from_regex(r"0{0,3}[1-9][0-9]{0,2}", fullmatch=True), min_size=1), st.data())
def test_no_id_is_paired_with_two_or_away_from_itself(known: set[str], data: st.DataObject) -> None:
    written = data.draw(st.sampled_from(sorted(known)))
    assert near_keys(Counter([written]), known).pairs == ()
    pairs = near_keys(Counter([written.lstrip("0")]), known).pairs
    assert all(meant in known and meant.lstrip("0") == bare for bare, meant in pairs)
