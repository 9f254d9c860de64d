"""Words that several commands print, and values as `assets/values.js` of the page writes them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any


def counted(number: int, thing: str) -> str:
    """Return how many of a thing there are, in words, such as `1 row` or `2,310 rows`."""
    return f"{number:,} {thing}{'s' * (number != 1)}"


def listed(things: Sequence[str]) -> str:
    """Return things as a sentence lists them, such as `a, b and c`."""
    return " and ".join([", ".join(things[:-1])] * (len(things) > 1) + list(things[-1:]))


def written(value: Any, kind: str, places: int = 0) -> str:
    """A value as the page writes it; a half is rounded up, as browsers do."""
    if value is None:
        return "–"  # noqa: RUF001 - the sign for nothing
    if kind == "Percent":
        return f"{value:.1%}"
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}" if kind == "Date" else f"{value:%b %Y}"
    if kind != "Number":
        return str(value)
    return f"{Decimal(str(value)).quantize(Decimal(10) ** -places, ROUND_HALF_UP):,}"


def moment(at: datetime) -> str:
    """A moment in UTC, as in `1 Mar 2026, 05:15 UTC`."""
    at = at.astimezone(UTC)
    return f"{written(at.date(), 'Date')}, {at:%H:%M} UTC"
