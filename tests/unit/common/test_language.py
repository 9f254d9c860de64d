"""Every text of the pages that speak the school's language is in every catalogue."""

import csv
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from common.errors import UserError
from common.folders import REPOSITORY
from common.language import CATALOGUES, Language, language, school_language
from common.sayings import SAID, Sayings
from dashboard.preview.words import SAY
from dashboard.preview.words import messages as page_messages
from dashboard.spec.check import checked_report
from dashboard.spec.report_file import REPORT, read_report
from loaders.batch import HINTS
from loaders.contract.sources import read_sources
from verdict.last_build import GENERIC, OTHER, answers_of

KEYWORDS = {"text": None, "say": None, "plural": (1, 2)}
SPEAKING = ("dashboard", "refresh/notify", "serve", "verdict")
TEMPLATES = REPOSITORY / "serve" / "assets"
LANGUAGES = sorted(path.stem for path in CATALOGUES.glob("*.po"))
DAY = date(2026, 7, 6)
# The tests of the data; what tests a macro fails for a developer alone.
DATA_TESTS = ("guard", "invariants", "limits", "mappings")


def messages() -> Iterator[str | tuple[str, ...]]:
    """What the code, the page's assets and the report say, in English: a text, or one and many."""
    for folder in SPEAKING:
        found = extract_from_dir(REPOSITORY / folder, [("**.py", "python")], keywords=KEYWORDS)
        yield from (message for _, _, message, _, _ in found)
    yield from page_messages()
    yield from (
        each for path in TEMPLATES.glob("*.j2") for each in SAY.findall(path.read_text("utf-8"))
    )
    said: list[str] = []
    read_report(speak=Listening(said))
    yield from filter(None, said)


class Listening(Language):
    """Notes what it is asked for."""

    def __init__(self, said: list[str]) -> None:
        super().__init__(language().locale, {}, int, Sayings({}))
        object.__setattr__(self, "heard", said)

    def template(self, message: str) -> str:
        self.heard.append(message)  # type: ignore[attr-defined]
        return message


def data_texts() -> Iterator[str]:
    """The whole texts that seeds, tests of the data and the loader have for a reader."""
    with (REPOSITORY / "dbt_project/seeds/data_quality_rules.csv").open(encoding="utf-8") as file:
        for rule in csv.DictReader(file):
            yield from (rule["meaning"], rule["what_to_do"], rule["severity"])
    for folder in DATA_TESTS:
        for path in (REPOSITORY / "dbt_project/tests" / folder).glob("*.sql"):
            answers = answers_of(path.read_text("utf-8").replace("`", ""))
            yield f"{answers['What is this?']} {answers['When does it fail?']}"
            yield answers["What to do?"]
    yield from (source.name for source in read_sources())
    yield from HINTS.values()
    yield from (reason.replace("-", " ") for reason in HINTS)
    names = {"table": "marts.students", "column": "name", "test": "a test"}
    yield from (sentence.format(**names) for sentence in (*GENERIC.values(), OTHER))


def braces(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def catalogue(code: str, context: str | None = None) -> Iterator[tuple[Any, list[str], Message]]:
    """Each message of a catalogue: what is said in English, its forms, and the message."""
    with (CATALOGUES / f"{code}.po").open("rb") as file:
        for message in read_po(file, code):
            if message.id and message.context == context:
                forms = [message.string] if isinstance(message.string, str) else message.string
                yield message.id, [str(form) for form in forms or ()], message


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_text_is_missing_in_a_catalogue_and_none_is_left_over(code: str) -> None:
    wanted, said = set(messages()), list(catalogue(code))
    assert len(wanted) > 250
    assert {key for key, _, _ in said} == wanted
    assert [key for key, forms, message in said if not all(forms) or message.fuzzy] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_report_holds_in_each_language(code: str) -> None:
    """Two labels that one language has a single word for cannot be told apart."""
    assert len(checked_report(language(code)).pages) == len(checked_report().pages)


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_seeds_tests_and_the_loader_say_is_known(code: str) -> None:
    texts, speak = list(data_texts()), language(code)
    assert len(texts) > 150
    assert [text for text in texts if speak.sayings.find(text) is None] == []


def test_the_catalogues_know_the_same_sayings_and_the_project_says_each_of_them() -> None:
    known = {code: {key for key, _, _ in catalogue(code, SAID)} for code in LANGUAGES}
    assert len({frozenset(keys) for keys in known.values()}) == 1
    sources = "".join(
        " ".join(path.read_text("utf-8").replace("' || '", "").split()).replace('""', '"')
        for folder, pattern in (
            ("dbt_project", "**/*"),
            *((f, "**/*") for f in ("graph_sync", "loaders", "refresh", "serve", "verdict")),
            ("common", "machine.py"),
            ("common/servers", "*.py"),
        )
        for path in (REPOSITORY / folder).glob(pattern)
        if path.suffix in (".sql", ".csv", ".yml", ".py")
    ) + REPORT.read_text("utf-8")
    # A text may be in several strings of Python, one after the other.
    plain = re.sub(r"[^a-z]+", "", re.sub(r'" f?"', "", sources).lower())
    for key in known[LANGUAGES[0]]:
        # What is between two braces is in one piece; a long text may be written on several lines.
        for piece in re.split(r"{\w+}", key if isinstance(key, str) else key[0]):
            letters = re.sub(r"[^a-z]+", "", piece.lower())
            assert letters[-18:] in plain, key


def test_a_text_of_the_marts_is_said_with_its_names_numbers_and_days() -> None:
    french = language("fr")
    said = {
        "5 of 1,200 rows of students are used": "étudiants\u00a0: 5 lignes utilisées sur 1\u202f200",  # noqa: E501
        "Cairo: attendance stops on 12 June 2026": "Cairo\u00a0: les présences s’arrêtent au 12 juin 2026",  # noqa: RUF001, E501
        "missed in a row": "absences de suite",
        "nobody says {this}": "nobody says {this}",
    }
    assert {text: french.known(text) for text in said} == said
    key = "(accepted: {progress: 2030-12-31} in school.yml)"
    asked = f"Whoever exports subscriptions: add the progress; where nobody has it, accept that until a day {key}"  # noqa: E501
    assert "(accepted: {progress: 2030-12-31} dans school.yml)" in french.known(asked)
    assert language("ar").known("Cairo: attendance stops on 12 June 2026").startswith("\u2068Cairo")


@pytest.mark.parametrize("context", [None, SAID])
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_has_the_places_of_the_original(code: str, context: str | None) -> None:
    for key, forms, _ in catalogue(code, context):
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


def test_a_moment_is_told_in_utc() -> None:
    late_in_tunis = datetime(2026, 3, 2, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert language().moment(late_in_tunis) == "1 Mar 2026, 23:30 UTC"


def test_a_moment_has_the_comma_of_its_language() -> None:
    at = datetime(2026, 7, 6, 5, 15, tzinfo=UTC)
    said = [language(code).moment(at) for code in ("fr", "ar")]
    assert said == ["6 juil. 2026, 05:15 UTC", "6 يوليو 2026، 05:15 UTC"]


def test_the_first_of_a_month_is_the_first_in_french() -> None:
    first, eleventh = DAY.replace(day=1), DAY.replace(day=11)
    french = language("fr")
    assert french.weekday(first) == "mercredi 1er juillet 2026"
    assert (french.day(first), french.short_day(first)) == ("1er juillet", "1er juil. 2026")
    assert french.day(eleventh) == "11 juillet"
    assert language("en").day(first) == "1 July"


def test_no_line_of_french_begins_with_a_colon() -> None:
    french = language("fr")
    said = [*french.words.values(), tuple(french.known(text) for text in data_texts())]
    assert not [text for forms in said for text in forms if re.search(r" [:;!?»]|« ", text)]


def test_a_count_takes_the_form_that_its_language_has_for_it() -> None:
    needs = ("{count} needs a call.", "{count} need a call.")
    assert [language("en").plural(*needs, count) for count in (1, 2)] == [
        "1 needs a call.",
        "2 need a call.",
    ]
    assert language("fr").plural(*needs, 1) == "1 personne est à appeler."
    arabic = language("ar")
    points = ("{count} point", "{count} points")
    written = [language(code).plural(*points, 1.4) for code in ("en", "fr", "ar")]
    assert written == ["1.4 points", "1,4 point", "1.4 نقطة"]
    assert language("fr").plural(*points, 2.5) == "2,5 points"
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
