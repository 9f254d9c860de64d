"""The year of dates that name none is proved, or asked; it is never assumed."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from loaders.contract.sources import DEFAULT_SOURCES
from loaders.inspection.proposal import Proposal
from loaders.inspection.propose import propose

HEADER = "session_id,date,duration,module\n"


def proposal(
    folder: Path, days: str, own: dict[str, Any] | None = None, on: str = "2026-06-30"
) -> Proposal:
    path = folder / "sessions.csv"
    rows = (f"S{n},{day},90,SQL\n" for n, day in enumerate(days.split("; ")))
    path.write_text(HEADER + "".join(rows))
    moment = datetime.fromisoformat(f"{on}T12:00").timestamp()
    os.utime(path, (moment, moment))
    return propose(folder, DEFAULT_SOURCES, {"sessions": own or {}})


def test_days_that_are_the_same_in_any_year_are_read(tmp_path: Path) -> None:
    found = proposal(tmp_path, "02 mars; lundi 04 mai; 26 juin")
    assert [*found.questions, *found.refusals] == []
    assert found.settings["sessions"]["dates_from"] == date(2025, 7, 1)
    assert (
        "date: 3 name no year, such as `26 juin`: 2 March 2026 to 26 June 2026"
        in found.lines["sessions"]
    )


def test_days_that_may_be_to_come_are_asked(tmp_path: Path) -> None:
    [question] = proposal(tmp_path, "12 sept.; 4 May; 26 juin", on="2026-05-30").questions
    assert [(one.words, one.settings["dates_from"]) for one in question.choices] == [
        ("26 June 2025 to 4 May 2026", date(2025, 6, 1)),
        ("12 September 2025 to 26 June 2026", date(2025, 9, 1)),
        ("4 May 2026 to 12 September 2026", date(2026, 1, 1)),
    ]


def test_attendance_lies_in_the_past(tmp_path: Path) -> None:
    path = tmp_path / "attendance.csv"
    path.write_text("student_id,session_date\n1,12 sept.\n1,4 May\n")
    moment = datetime.fromisoformat("2026-06-30T12:00").timestamp()
    os.utime(path, (moment, moment))
    found = propose(tmp_path, DEFAULT_SOURCES, {})
    assert not found.questions
    assert found.settings["attendance"]["dates_from"] == date(2025, 7, 1)


@pytest.mark.parametrize(("on", "asked"), [("2026-08-31", 0), ("2026-09-01", 1)])
def test_what_was_said_holds_for_twelve_months(tmp_path: Path, on: str, asked: int) -> None:
    found = proposal(tmp_path, "12 sept.; 4 mai; 30 nov.", {"dates_from": date(2025, 9, 1)}, on)
    assert len(found.questions) == asked
    assert found.settings.get("sessions", {}).get("dates_from") is None


def test_the_29_of_february_is_in_a_leap_year_only(tmp_path: Path) -> None:
    found = proposal(tmp_path, "29 févr.; 4 mai", on="2024-06-30")
    assert found.settings["sessions"]["dates_from"] == date(2023, 7, 1)


def test_a_subscription_without_years_is_refused(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(
        "StudentId,SubscriptionStartDate,SubscriptionEndDate\n1,4 mai,2026-09-01\n"
    )
    [refusal] = propose(tmp_path, DEFAULT_SOURCES, {}).refusals
    assert refusal == (
        "subscriptions.csv: SubscriptionStartDate: 1 name no year, such as `4 mai`: export them "
        "with it"
    )
