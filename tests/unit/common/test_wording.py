"""A figure is written alike in the page and in the pictures."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from common.wording import moment, written


@pytest.mark.parametrize(
    ("value", "kind", "places", "text"),
    [
        (26228.5, "Number", 0, "26,229"),
        (37.65, "Number", 1, "37.7"),
        (4.0, "Number", 1, "4.0"),
        (7, "Number", 0, "7"),
        (0.7905, "Percent", 0, "79.0%"),
        (date(2026, 3, 1), "Year Month", 0, "Mar 2026"),
        (date(2026, 3, 1), "Date", 0, "1 Mar 2026"),
        (None, "Number", 0, "–"),  # noqa: RUF001 - the sign for nothing
        ("Nairobi", "Text", 0, "Nairobi"),
    ],
)
def test_written(value: Any, kind: str, places: int, text: str) -> None:
    assert written(value, kind, places) == text


def test_a_moment_is_told_in_utc() -> None:
    late_in_tunis = datetime(2026, 3, 2, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert moment(late_in_tunis) == "1 Mar 2026, 23:30 UTC"
