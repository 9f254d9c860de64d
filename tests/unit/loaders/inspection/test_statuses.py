"""A status word counts as what the list or the school says; all others are asked."""

from collections import Counter

from loaders.inspection.statuses import BLANK, statuses_of


def test_words_of_three_languages_are_known_whichever_way_they_are_written() -> None:
    cells = Counter({"PRESENT": 3, "présent ": 2, "Absence justifiée": 1, "غائبة": 1, "late": 1})
    found = statuses_of(cells, "attendance", {})
    assert found.proved
    assert found.known == (
        ("PRESENT", 5, "attended"),
        ("Absence justifiée", 1, "excused"),
        ("late", 1, "attended"),
        ("غائبة", 1, "missed"),
    )


def test_letters_digits_signs_and_blanks_are_always_asked() -> None:
    cells = Counter({"P": 9, "a": 4, "0": 2, "1": 3, "X": 1, "": 5, "✓": 2, "✗": 1})
    found = statuses_of(cells, "attendance", {})
    assert not found.known
    assert dict(found.asked) == {
        **{"P": 9, "a": 4, "0": 2, "1": 3, "X": 1, BLANK: 5, "✓": 2, "✗": 1},
    }


def test_an_unknown_word_is_no_absence() -> None:
    found = statuses_of(Counter({"Abs?": 6, "Présent": 1}), "attendance", {})
    assert found.unknown == (("Abs?", 6),)
    assert not found.proved


def test_the_school_s_own_words_come_first() -> None:
    cells = Counter({"P": 9, "Late": 2, "": 1, "✓": 1})
    own = {"p": "attended", "late": "missed", BLANK: "missed", "✓": "attended"}
    found = statuses_of(cells, "attendance", own)
    assert found.proved
    assert [meaning for _, _, meaning in found.known] == [
        *("attended", "missed", "missed", "attended"),
    ]


def test_sessions_and_subscriptions_have_words_of_their_own() -> None:
    assert statuses_of(Counter(["", "NULL"]), "subscriptions", {}).proved
    assert statuses_of(Counter(["Annulée", ""]), "sessions", {}).known == (
        ("Annulée", 1, "cancelled"),
    )
    assert statuses_of(Counter(["No-show"]), "subscriptions", {}).known == (
        *(("No-show", 1, "no show"),),
    )
