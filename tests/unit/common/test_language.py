"""Every text of the pages that speak the school's language is in every catalogue."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from common.errors import UserError
from common.language import CATALOGUES, language, school_language
from dashboard.spec.report_file import read_report

KEYWORDS = {"text": None, "plural": (1, 2)}
LANGUAGES = sorted(path.stem for path in CATALOGUES.glob("*.po"))
DAY = date(2026, 7, 6)


def messages() -> Iterator[str | tuple[str, ...]]:
    """What the code says, in English: a text, or one and many."""
    found = extract_from_dir("dashboard", [("**.py", "python")], keywords=KEYWORDS)
    for _, _, message, _, _ in found:
        yield message
    yield "Who needs a call?"
    for page in read_report().pages:
        yield from (page.name, page.question)


def braces(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def catalogue(code: str) -> Iterator[tuple[Any, list[str], Message]]:
    """Each message of a catalogue: what is said in English, its forms, and the message."""
    with (CATALOGUES / f"{code}.po").open("rb") as file:
        for message in read_po(file, code):
            if message.id:
                forms = [message.string] if isinstance(message.string, str) else message.string
                yield message.id, [str(form) for form in forms or ()], message


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_text_is_missing_in_a_catalogue_and_none_is_left_over(code: str) -> None:
    wanted, said = set(messages()), list(catalogue(code))
    assert len(wanted) > 50
    assert {key for key, _, _ in said} == wanted
    assert [key for key, forms, message in said if not all(forms) or message.fuzzy] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_has_the_places_of_the_original(code: str) -> None:
    for key, forms, _ in catalogue(code):
        # One and two may be words of their own in Arabic.
        free = set() if isinstance(key, str) else {"count"}
        original = braces(key if isinstance(key, str) else key[1])
        for form in forms:
            assert original - free <= braces(form) <= original, key


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", ("74.9%", "2,310", "6 July", "ltr")),
        ("fr", ("74,9\u00a0%", "2\u202f310", "6 juillet", "ltr")),
        ("ar", ("74.9%", "2,310", "6 يوليو", "rtl")),
        ("ar_TN", ("74,9%", "2.310", "6 جويلية", "rtl")),
    ],
)
def test_numbers_and_days_are_written_as_people_do(code: str, expected: tuple[str, ...]) -> None:
    speak = language(code)
    said = (speak.percent(0.749), speak.number(2310), speak.day(DAY), speak.direction)
    assert said == expected


def test_a_count_takes_the_form_that_its_language_has_for_it() -> None:
    needs = ("{count} needs a call.", "{count} need a call.")
    assert [language("en").plural(*needs, count) for count in (1, 2)] == [
        "1 needs a call.",
        "2 need a call.",
    ]
    assert language("fr").plural(*needs, 1) == "1 personne est à appeler."
    arabic = language("ar")
    assert (
        len({arabic.plural(*needs, count).replace(str(count), "") for count in (1, 2, 3, 11)}) == 4
    )


def test_a_language_without_a_catalogue_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    assert school_language().code == "en-GB"
    (tmp_path / "school.yml").write_text("language: de\n")
    with pytest.raises(UserError, match="`language` is `de`: write one of en, ar, fr"):
        school_language()
