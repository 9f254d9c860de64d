"""The order of a date is what its column proves; what it does not prove is asked or refused."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.inspection.dates import order_of
from loaders.inspection.written_dates import named_date, read_date

DAYS = [date(2026, 5, 4) + timedelta(days=3 * step) for step in range(20)]


def written(pattern: str, days: list[date] = DAYS) -> Counter[str]:
    return Counter(day.strftime(pattern) for day in days)


@pytest.mark.parametrize(
    ("pattern", "order"),
    [
        ("%Y-%m-%d", "iso"),
        ("%Y/%m/%d", "iso"),
        ("%Y-%m-%d %H:%M:%S", "iso"),
        ("%Y-%m-%dT%H:%M:%SZ", "iso"),
        ("%d/%m/%Y", "day_first"),
        ("%d.%m.%Y", "day_first"),
        ("%d-%m-%y", "day_first"),
        ("%d/%m/%Y %H:%M", "day_first"),
        ("%m/%d/%Y", "month_first"),
        ("%m/%d/%y", "month_first"),
        ("%m/%d/%Y 9:30 AM", "month_first"),
        ("%d %B %Y", "iso"),
        ("%A, %B %d, %Y", "iso"),
        ("%d-%b-%y", "iso"),
        ("\u200f%d/%m/%Y\u00a0", "day_first"),
        ("lundi %d/%m/%Y", "day_first"),
        ("%A, %m/%d/%y", "month_first"),
        ("%a. %Y-%m-%d", "iso"),
        ("يوم الأحد %d/%m/%Y", "day_first"),
        ("%Y%m%d", "compact"),
    ],
)
def test_what_a_column_proves(pattern: str, order: str) -> None:
    found = order_of(written(pattern))
    assert (found.order, found.proved, found.dates, found.refusal) == (order, True, 20, "")
    assert {read_date(text, order) for text in written(pattern)} == set(DAYS)


def test_arabic_digits_and_french_months_are_read() -> None:
    assert order_of(Counter(["٢٥/٠٥/٢٠٢٦"])).order == "day_first"
    assert read_date("٢٥/٠٥/٢٠٢٦", "day_first") == date(2026, 5, 25)
    assert [named_date(text) for text in ("lundi 4 mai 2026", "1er août 2026", "4-févr-26")] == [
        *(date(2026, 5, 4), date(2026, 8, 1), date(2026, 2, 4)),
    ]
    assert named_date("31 June 2026") is named_date("4 Blursday 2026") is None


def test_eight_digits_are_dates_only_where_the_column_has_no_others() -> None:
    digits = written("%Y%m%d")
    assert (order_of(digits + Counter(["TBD"])).order, order_of(digits).dates) == ("compact", 20)
    mixed = order_of(digits + written("%Y-%m-%d"))
    assert (mixed.order, mixed.dates, mixed.unreadable, mixed.unread) == (
        *("iso", 20, 20),
        max(digits),
    )
    assert order_of(Counter(["20261301", "20260231"])).dates == 0
    mostly_words = order_of(Counter({"20260504": 1, "TBD": 3}))
    assert (mostly_words.dates, mostly_words.unreadable) == (0, 4)
    assert read_date("20260504", "iso") is None


def test_days_up_to_12_prove_nothing() -> None:
    found = order_of(Counter({"05/06/2026": 7, "12/11/2026": 2}))
    assert (found.proved, found.choices) == (False, ("day_first", "month_first"))
    assert (found.undecided, found.example) == (9, "12/11/2026")
    assert order_of(Counter(["5/5/2026", "1/1/1900"])).proved, "the same day either way"


def test_a_few_typing_errors_do_not_undo_the_proof() -> None:
    found = order_of(written("%d/%m/%Y", DAYS * 5) + Counter(["05/25/2026"]))
    assert (found.order, found.proved, found.months_above_12) == ("day_first", True, 1)


def test_two_orders_in_one_column_are_refused() -> None:
    half = len(DAYS) // 2
    found = order_of(written("%d/%m/%Y", DAYS[:half]) + written("%m/%d/%Y", DAYS[half:]))
    assert "mixes two orders" in found.refusal


def test_a_column_that_a_spreadsheet_turned_half_is_refused() -> None:
    turned = Counter(
        f"{day:%Y-%d-%m}" if day.day <= 12 else f"{day:%d/%m/%Y}" for day in DAYS
    )  # 5 June became the real date 6 May
    found = order_of(turned)
    assert "turned half" in found.refusal
    assert not found.proved


def test_real_dates_of_any_day_beside_texts_are_no_damage() -> None:
    assert order_of(Counter(["2026-05-25", "2026-05-04", "13/06/2026"])).order == "day_first"


def test_excel_day_numbers_are_dates() -> None:
    found = order_of(Counter({"46146": 3, "46147.5": 1}))
    assert (found.serials, found.order, found.proved) == (4, "iso", True)
    assert read_date("46146", "iso") == date(2026, 5, 4)
    assert read_date("46147.5", "day_first") == date(2026, 5, 5)


def test_a_year_of_two_digits_may_come_first_and_is_then_asked() -> None:
    assert order_of(written("%y-%m-%d")).proved is False


def test_what_is_no_date_is_counted() -> None:
    found = order_of(Counter({"31/02/2026": 2, "soon": 1, "2026-13-01": 1, "": 9, "20/05/2026": 1}))
    assert (found.unreadable, found.dates, found.order) == (4, 1, "day_first")
    assert order_of(Counter({"": 9})).order is None


@given(st.lists(st.dates(date(1950, 1, 1), date(2050, 12, 31)), min_size=1), st.booleans())
def test_a_proof_is_never_wrong(days: list[date], day_first: bool) -> None:
    pattern = "{0.day}/{0.month}/{0.year}" if day_first else "{0.month}/{0.day}/{0.year}"
    found = order_of(Counter(pattern.format(day) for day in days))
    wanted = "day_first" if day_first else "month_first"
    assert found.order in (wanted, None)
    alike = all(day.day == day.month for day in days)
    assert found.proved == (alike or any(day.day > 12 for day in days))
    assert {read_date(pattern.format(day), found.order or "iso") for day in days} == set(days) or (
        not found.proved
    )
