"""A watermark that lies in the future would hide all rows before it from later pulls."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from loaders.databases.pull import is_future
from loaders.databases.reader import digest, is_new


def after_now(hours: int) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat(sep=" ")


@pytest.mark.parametrize(
    "mark", ["2175-01-01", "2175-01-01 00:00:00", "infinity", "12025-01-01 00:00:00"]
)
def test_what_is_still_to_come(mark: str) -> None:
    assert is_future(mark)


@pytest.mark.parametrize(
    "mark", ["2026-01-01", "2026-13-45", "-infinity", "99999", "21750101", "abc"]
)
def test_what_is_not(mark: str) -> None:
    assert not is_future(mark)


def test_clocks_and_time_zones_may_differ_by_a_day() -> None:
    assert is_future(after_now(48))
    assert not is_future(after_now(12))
    assert not is_future(after_now(12).partition("+")[0])


def test_rows_at_a_watermark_are_told_apart_by_all_they_hold() -> None:
    rows: list[dict[str, str | None]] = [
        {"a": "x", "b": None},
        {"a": "x", "b": ""},
        {"a": "", "b": "x"},
        {"a": "x", "c": "x"},
        {"a": "xb", "b": "x"},
    ]
    assert len({digest(row) for row in rows}) == len(rows)
    assert digest({"a": "x"}) == digest({"b": None, "a": "x"})


def test_a_landed_row_hides_one_like_it_and_no_more() -> None:
    landed = Counter({digest({"a": "x"}): 2})
    assert [is_new({"a": "x"}, landed) for _ in range(3)] == [False, False, True]
    assert is_new({"a": "y"}, landed)
