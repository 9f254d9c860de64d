"""Dates that can only be read another way than they would be refuse their load."""

from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.batch import FileRefusedError
from loaders.contract.model import Source
from tests.integration.loaders.conftest import Load, Rows

Query = Callable[[str], Rows]
Contract = Callable[[str], tuple[Source, ...]]

SOURCES = """
sources:
  sessions:
    files: "*sessions*.csv"
    columns: [session_id, date]
    date_order: ORDER
"""
DAYS_FIRST = [f"{day}/07/2026" for day in range(7, 19)]  # six of them have a day above 12
MONTHS_FIRST = [f"7/{day}/2026" for day in range(7, 19)]
UNDECIDED = [f"{day:02}/{day % 5 + 1:02}/2026" for day in range(1, 13)]


@pytest.fixture
def landed(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> Callable[[str, list[str]], Rows]:
    """Load sessions with these dates under an order; return how many rows are there."""

    def land(order: str, dates: list[str]) -> Rows:
        rows = "".join(f"{n},{date}\n" for n, date in enumerate(dates))
        (inbox / "sessions.csv").write_text(f"session_id,date\n{rows}")
        load(contract(SOURCES.replace("ORDER", order)))
        return query("select count(*) from staging.raw_sessions")

    return land


@pytest.mark.parametrize(
    ("order", "dates"),
    [
        ("iso", ["2026-07-24"] * 12),
        ("month_first", MONTHS_FIRST),
        ("day_first", DAYS_FIRST),
        ("day_first", [*UNDECIDED, "24.07.26", "24-7-2026 10:30"]),
        ("{date: day_first}", DAYS_FIRST),
        # A handful among many may be typing errors.
        ("month_first", [*MONTHS_FIRST * 9, *["24/07/2026"] * 5]),
        ("month_first", [*MONTHS_FIRST * 200, *["24/07/2026"] * 12]),
        ("iso", ["TBD", "", "99/99/2026"] * 4),
        ("iso", [*["2026-07-24"] * 100, *["03/04/2026"] * 5]),
        ("compact", ["20260724", "20260713", "2026-07-24"]),
        ("day_first", ["lundi 13/07/2026"]),
        ("iso", ["5/5/2026", "05.05.2026", "1/1/1900 00:00"]),
        ("iso", ["31/02/2026", "04-31-2026", "0/5/2026", "31.09.26"]),  # days of no calendar
    ],
)
def test_dates_in_their_order_are_landed(
    landed: Callable[[str, list[str]], Rows], order: str, dates: list[str]
) -> None:
    assert landed(order, dates) == [(len(dates),)]


@pytest.mark.parametrize(
    ("order", "dates", "told"),
    [
        ("iso", DAYS_FIRST, r"\(6 can only be day first, 0 month first\): .*date_order: day_first"),
        ("iso", MONTHS_FIRST, r"\(0 can only be day first, 6 month first\): .*: month_first"),
        ("iso", UNDECIDED, "nobody declared whether day or month is first"),
        ("iso", [*["2026-07-24"] * 100, *["03/04/2026"] * 6], "6 dates of `date` do not begin"),
        ("iso", ["24/07/2026"], "1 dates of `date` do not begin with the year"),
        ("month_first", DAYS_FIRST, "set `date_order: day_first` for source `sessions`"),
        ("day_first", MONTHS_FIRST, "can only be month first, and they would be read day first"),
        ("{date: day_first}", MONTHS_FIRST, "run `make inspect"),
        ("month_first", [*MONTHS_FIRST * 9, *["24/07/2026"] * 6], "6 of 114 dates"),
        ("month_first", [*MONTHS_FIRST * 200, *["24/07/2026"] * 13], "13 of 2,413 dates"),
        ("iso", ["lundi 13/07/2026"], "1 dates of `date` do not begin with the year"),
        ("month_first", ["Lun. 13/07/2026"], "1 of 1 dates of `date` can only be day first"),
        ("iso", ["24.07.2026"], "1 dates of `date` do not begin with the year"),
        ("iso", ["5/5/26"], "1 dates of `date` do not begin with the year"),
        ("iso", ["1/2/03"] * 9, "nobody declared whether day or month is first"),
    ],
)
def test_dates_against_their_order_refuse_the_load(
    landed: Callable[[str, list[str]], Rows],
    query: Query,
    order: str,
    dates: list[str],
    told: str,
) -> None:
    with pytest.raises(FileRefusedError, match=told):
        landed(order, dates)
    assert query("select status from staging.loads") == [("failed",)]
    assert query("select count(*) from staging.raw_sessions") == [(0,)]
