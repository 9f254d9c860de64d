"""How a cell that holds a date becomes a day, as staging reads it."""

import re
from datetime import date, timedelta
from functools import cache

from loaders.contract.vocabulary import folded, vocabulary
from loaders.inspection.cells import cleaned

ISO, DAY_FIRST, MONTH_FIRST, COMPACT = "iso", "day_first", "month_first", "compact"
EXCEL_DAY_0 = date(1899, 12, 30)
LEAP = 2024  # a year that has every day
SERIALS = range(20_000, 80_000)  # the years 1954 to 2119
TIME = r"(?:[ T,]+\d{1,2}[:h]\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]\.?m\.?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
YEAR_FIRST = re.compile(rf"(\d{{4}})[-/. ](\d{{1,2}})[-/. ](\d{{1,2}}){TIME}", re.IGNORECASE)
NUMERIC = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){TIME}", re.IGNORECASE)
DIGITS = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")  # dates where a column has nothing else
SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
DAY_AND_NAME = re.compile(
    rf"(?:\D+ )?(\d{{1,2}})(?:er|st|nd|rd|th)?[-/. ]+(\D+?)[-/., ]+(\d{{4}}|\d{{2}}){TIME}"
)
NAME_AND_DAY = re.compile(
    rf"(\D+?)[-/. ]+(\d{{1,2}})(?:st|nd|rd|th)?[-/., ]+(\d{{4}}|\d{{2}}){TIME}"
)


def named_date(text: str) -> date | None:
    """Read a date whose month is a word, such as `5 mai 2026` or `May 5, 2026`."""
    match = DAY_AND_NAME.fullmatch(text)
    day, name, year = match.groups() if match else ("", "", "")
    if not match and (match := NAME_AND_DAY.fullmatch(text)):
        name, day, year = match.groups()
    month = vocabulary().months.get(folded(re.sub(r"^.* ", "", name)) if name else "")
    if not match or month is None:
        return None
    full = int(year) + 2000 * (len(year) == 2)
    return date(full, month, int(day)) if is_day(full, month, int(day)) else None


def without_year(text: str) -> tuple[int, int] | None:
    """Return month and day of a date that names no year, such as `04 mai`."""
    leap = named_date(f"{text} {LEAP}") if named_date(text) is None else None
    return (leap.month, leap.day) if leap else None


def read_date(text: str, order: str) -> date | None:
    """Read a cell under an order, as staging does."""
    text = without_weekday(cleaned(text))
    digits = DIGITS.fullmatch(text) if order == COMPACT else None
    if match := digits or YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := NUMERIC.fullmatch(text):
        first, second, year = (int(part) for part in match.groups())
        year += 2000 * (len(match[3]) == 2)
        day, month = (second, first) if order == MONTH_FIRST else (first, second)
        if order in (ISO, COMPACT) and day != month:
            return None
    elif SERIAL.fullmatch(text) and int(text[:5]) in SERIALS:
        return EXCEL_DAY_0 + timedelta(days=int(text[:5]))
    else:
        return named_date(text)
    return date(year, month, day) if is_day(year, month, day) else None


def without_weekday(text: str) -> str:
    """Return a date in numbers without the day of the week before it."""
    return _weekday().sub("", text)


@cache
def _weekday() -> re.Pattern[str]:
    names = "|".join(sorted(vocabulary().weekdays, key=len, reverse=True))
    numbers = r"(?=\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4})"
    return re.compile(rf"^(?:يوم )?(?:{names})[.,]* *{numbers}", re.IGNORECASE)


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has this day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
