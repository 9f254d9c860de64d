"""What a digest says of people, in each language."""

from common.language import language
from dashboard.first.wording import Voice
from refresh.notify.digest import _changed, _to_call

PERSON = {
    "student_id": "0000017",
    "student_name": "Ada Byron",
    "campus": "Tunis Lac",
    "at_risk_reason": "missed_in_a_row",
    "sessions_missed_in_a_row": 3,
}


def test_a_line_of_arabic_begins_at_the_right_although_a_name_is_latin() -> None:
    """A mail takes a line's direction from its first letter outside of what is kept together."""
    _, line = _to_call([PERSON], language("ar")).splitlines()
    assert line == "- \u2068Ada Byron, Tunis Lac\u2069: فاتته 3 حصص متتالية."


def test_who_has_no_campus_is_named_alone() -> None:
    _, line = _to_call([PERSON | {"campus": None}], language("fr")).splitlines()
    assert line == "- Ada Byron\u00a0: A manqué 3 séances de suite."


def test_what_changed_is_counted_as_the_language_does() -> None:
    changed = {"newly_churned": 1234, "came_back": 0}
    french, arabic = (
        _changed(changed, Voice(language(code), is_shared=False)).splitlines()[1:]
        for code in ("fr", "ar")
    )
    assert french == ["- Perdus depuis\u00a0: 1\u202f234"]
    assert arabic == ["- منقطعون جدد: 1,234"]
