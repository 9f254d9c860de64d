"""In which order a column writes day, month and year, by what its cells prove."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from loaders.inspection.cells import Cells, filled
from loaders.inspection.written_dates import (
    COMPACT,
    DAY_FIRST,
    DIGITS,
    ISO,
    MONTH_FIRST,
    NUMERIC,
    SERIAL,
    SERIALS,
    YEAR_FIRST,
    is_day,
    named_date,
    without_weekday,
    without_year,
)

HANDFUL = 5  # dates that contradict the others and may be typing errors
REAL = re.compile(r"\d{4}-\d{2}-\d{2}(?: 00:00:00)?")
KINDS = {(True, False): "day", (False, True): "month", (True, True): "either"}


@dataclass(frozen=True)
class DateOrder:
    """How a column writes dates; all counts are of rows.

    `order` is None where there is nothing to order or it is not proved; `choices` are then those
    that remain. `refusal` says what is wrong with a column that no order makes right.
    """

    order: str | None
    proved: bool
    dates: int = 0
    iso: int = 0
    days_above_12: int = 0
    months_above_12: int = 0
    undecided: int = 0
    example: str = ""
    named: int = 0
    serials: int = 0
    short_years: int = 0
    unreadable: int = 0
    unread: str = ""  # one of those
    yearless: int = 0
    days: frozenset[tuple[int, int]] = frozenset()  # month and day of these
    yearless_text: str = ""
    choices: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def others(self) -> str:
        """What is there besides dates in numbers, in words."""
        counts = (
            (self.serials, "are Excel day numbers"),
            (self.named, "name the month"),
            (self.yearless, "name no year"),
            (self.unreadable, "cannot be read"),
        )
        return ", ".join(f"{count:,} {words}" for count, words in counts if count)


@dataclass
class _Counts:
    """What was met in the cells, in rows."""

    by: Counter[str] = field(default_factory=Counter)
    real_days: set[int] = field(default_factory=set)  # of dates as a spreadsheet's cells show them
    firsts: set[int] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    days: set[tuple[int, int]] = field(default_factory=set)  # of dates without a year
    yearless: str = ""  # one of these
    unread: str = ""
    example: str = ""  # of a date that no number above 12 decides


def order_of(cells: Cells) -> DateOrder:
    """Judge a column of dates."""
    counts = _Counts()
    for text, count in filled(cells).items():
        _count(without_weekday(text), count, counts)
    by = counts.by
    if by["compact"] > by["unreadable"] and not set(by) - {"compact", "unreadable"}:
        return DateOrder(
            *(COMPACT, True), dates=by["compact"], unreadable=by["unreadable"], unread=counts.unread
        )
    by["unreadable"] += by["compact"]
    found = DateOrder(
        None,
        True,
        dates=sum(
            by[kind] for kind in ("iso", "day", "month", "either", "same", "named", "serial")
        ),
        iso=by["iso"],
        days_above_12=by["day"],
        months_above_12=by["month"],
        undecided=by["either"],
        example=counts.example,
        named=by["named"],
        serials=by["serial"],
        short_years=by["short"],
        unreadable=by["unreadable"],
        unread=counts.unread,
        yearless=by["yearless"],
        days=frozenset(counts.days),
        yearless_text=counts.yearless,
    )
    return _judged(found, counts)


def _count(text: str, count: int, counts: _Counts) -> None:
    """Add a cell's rows to what it speaks for."""
    by = counts.by
    if match := YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
        kind = "iso" if is_day(year, month, day) else "unreadable"
        if REAL.fullmatch(text) and kind == "iso":
            by["real"] += count
            counts.real_days.add(day)
    elif match := NUMERIC.fullmatch(text):
        first, second, year = (int(part) for part in match.groups())
        long_year = year if len(match[3]) == 4 else 2000 + year
        as_day, as_month = is_day(long_year, second, first), is_day(long_year, first, second)
        kind = KINDS.get((as_day, as_month), "unreadable")
        if kind == "either" and first == second:
            kind = "same"  # 5/5 is the same day either way
        if kind == "either":
            counts.example = text
        if len(match[3]) == 2:
            by["short"] += count
            counts.firsts.add(first)
            counts.years.add(year)
    elif match := DIGITS.fullmatch(text):
        kind = "compact" if is_day(*map(int, match.groups())) else "unreadable"
        counts.unread = text
    elif SERIAL.fullmatch(text):
        kind = "serial" if int(text[:5]) in SERIALS else "unreadable"
    elif month_and_day := without_year(text):
        kind = "yearless"
        counts.days.add(month_and_day)
        counts.yearless = text
    else:
        kind = "named" if named_date(text) else "unreadable"
    if kind == "unreadable":
        counts.unread = text
    by[kind] += count


def _judged(found: DateOrder, counts: _Counts) -> DateOrder:
    """Add the order, and whether it is proved."""
    by_text = found.days_above_12 + found.months_above_12
    one_sided = (found.days_above_12 == 0) != (found.months_above_12 == 0)
    if one_sided and not found.undecided and max(counts.real_days, default=31) <= 12:
        return replace(
            found,
            proved=False,
            refusal=f"was turned half by a spreadsheet: its {counts.by['real']:,} real dates "
            f"all have days up to 12, its {by_text:,} texts all days above: export it again, and "
            "do not open it there",
        )
    if found.short_years and _year_may_be_first(counts):
        return replace(found, proved=False, choices=(DAY_FIRST, MONTH_FIRST))
    few, many = sorted([found.days_above_12, found.months_above_12])
    if few > min(HANDFUL, many // 20):
        return replace(
            found,
            proved=False,
            refusal=f"mixes two orders: {found.days_above_12:,} dates have a first number above 12 "
            f"and {found.months_above_12:,} a second one: write all dates as 2026-07-24",
        )
    if many:
        order = DAY_FIRST if many == found.days_above_12 else MONTH_FIRST
        return replace(found, order=order)
    if found.undecided:
        return replace(found, proved=False, choices=(DAY_FIRST, MONTH_FIRST))
    others = found.iso or found.named or found.serials or found.yearless
    return replace(found, order=ISO if others else None)


def _year_may_be_first(counts: _Counts) -> bool:
    """Whether `26-05-04` may be the year 2026: what varies most is hardly the year."""
    return len(counts.years) > len(counts.firsts) or (
        max(counts.years) <= 31 and len(counts.firsts) <= 3 < len(counts.years)
    )
