"""How values are written in pictures and in sentences: as `assets/values.js` writes them."""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any


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
