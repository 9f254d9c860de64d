"""Values as a variant writes them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from tests.corpus.style import Style
from tests.corpus.words import MONTHS, STATUSES, YES_NO

Value = str | date | Decimal | bool | int | None

WEEKDAYS = ["lundi", "Mar.", "mercredi", "jeu.", "الجمعة", "Sat", "Sunday,"]
DATES: dict[str, Callable[[date, str], str]] = {
    "iso": lambda day, _: day.isoformat(),
    "iso with time": lambda day, _: f"{day.isoformat()} 00:00:00",
    "iso slashes": lambda day, _: f"{day.year}/{day.month:02}/{day.day:02}",
    "day first": lambda day, _: f"{day.day:02}/{day.month:02}/{day.year}",
    "day first dots": lambda day, _: f"{day.day}.{day.month}.{day.year}",
    "day first dashes": lambda day, _: f"{day.day:02}-{day.month:02}-{day.year}",
    "day first short": lambda day, _: f"{day.day:02}/{day.month:02}/{day.year % 100:02}",
    "day first with time": lambda day, _: f"{day.day:02}/{day.month:02}/{day.year} 09:00",
    "month first": lambda day, _: f"{day.month}/{day.day}/{day.year}",
    "month first short": lambda day, _: f"{day.month}/{day.day}/{day.year % 100:02}",
    "month first with time": lambda day, _: f"{day.month}/{day.day}/{day.year} 9:00 AM",
    "month name": lambda day, words: f"{day.day} {MONTHS[words].split()[day.month - 1]} {day.year}",
    "month name first": lambda day, words: (
        f"{MONTHS[words].split()[day.month - 1]} {day.day}, {day.year}"
    ),
    "weekday before": lambda day, _: (
        f"{WEEKDAYS[day.weekday()]} {day.day:02}/{day.month:02}/{day.year}"
    ),
    "eight digits": lambda day, _: f"{day.year}{day.month:02}{day.day:02}",
    "serial": lambda day, _: str((day - date(1899, 12, 30)).days),
    "arabic digits": lambda day, _: f"{day.day:02}/{day.month:02}/{day.year}".translate(
        str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    ),
}
PROGRESS: dict[str, Callable[[Decimal], str]] = {
    "percent": lambda share: f"{share * 100:.2f}%",
    "percent with comma": lambda share: f"{share * 100:.2f} %".replace(".", ","),
    "fraction": lambda share: f"{share.normalize():f}",
    "fraction with comma": lambda share: f"{share.normalize():f}".replace(".", ","),
    "whole": lambda share: f"{share * 100:.2f}",
    "zeros and ones": lambda share: str(int(share)),
}
DURATIONS: dict[str, Callable[[int], str]] = {
    "minutes": str,
    "words": lambda minutes: f"{minutes} min",
    "hours": lambda minutes: f"{minutes // 60}h{minutes % 60:02}",
    "clock": lambda minutes: f"{minutes // 60}:{minutes % 60:02}",
}


def spelled(column: str, value: Value, style: Style) -> str:
    """Write a value of a column down."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES_NO[style.words][not value]
    if isinstance(value, date):
        if style.few_days:
            value = value.replace(day=(value.day - 1) % 12 + 1)
        return DATES[style.dates](value, style.words)
    if isinstance(value, Decimal):
        return PROGRESS[style.progress](value)
    if column == "status":
        return STATUSES[style.statuses][str(value)]
    if isinstance(value, int):
        return DURATIONS[style.durations](value)
    return value
