"""What a folder comes to with some of its questions answered, wherever that was."""

from dataclasses import replace
from pathlib import Path

import pytest

from common import school
from loaders.contract.sources import DEFAULT_SOURCES
from loaders.inspection.answers import Understood, understand
from tests.corpus.files import write
from tests.corpus.variants import FRENCH

SESSIONS = "sessions: sessions date_order"
SUBSCRIPTIONS = "subscriptions: subscriptions date_order"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A school of which no date has a day above 12."""
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    write(replace(FRENCH, few_days=True), tmp_path / "exports")
    return tmp_path / "exports"


def seen(folder: Path, **answers: str) -> Understood:
    given = {f"{name}: {name} date_order": order for name, order in answers.items()}
    return understand(folder, DEFAULT_SOURCES, given)


def test_a_question_shows_values_that_it_is_about(folder: Path) -> None:
    found = seen(folder)
    assert [asked.key for asked in found.open] == [SESSIONS, SUBSCRIPTIONS]
    text = (folder / "séances.csv").read_text("utf-8")
    assert len(found.open[0].examples) == 3
    assert all(example in text for example in found.open[0].examples)
    assert found.proposal.until == {}, "which day is the last hangs on the answer"


def test_an_answer_settles_its_question_alone_and_says_until_when_the_data_are(
    folder: Path,
) -> None:
    found = seen(folder, sessions="day_first")
    assert [asked.key for asked in found.open] == [SUBSCRIPTIONS]
    assert [(asked.key, choice.name) for asked, choice in found.answered] == [
        (SESSIONS, "day_first")
    ]
    assert found.settings["sessions"]["date_order"] == "day_first"
    by_day = found.proposal.until["sessions"]
    assert seen(folder, sessions="month_first").proposal.until["sessions"] != by_day


def test_nothing_is_kept_before_somebody_says_yes(folder: Path) -> None:
    found = seen(folder, sessions="day_first", subscriptions="day_first")
    assert found.open == []
    assert school.own_settings() == {}
    found.keep(folder)
    assert school.own_settings()["sessions"]["date_order"] == "day_first"
    assert understand(folder, DEFAULT_SOURCES, {}).count == 0


def test_an_answer_that_is_none_of_the_choices_leaves_the_question_open(folder: Path) -> None:
    assert len(seen(folder, sessions="year first", students="x").open) == 2
