"""The kinds of values that a setting of the contract may have, checked one by one."""

import codecs
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StrictInt

IDENTIFIER_BYTES = 63  # PostgreSQL cuts a longer name without an error
# A table cannot have a column of one of these names: PostgreSQL keeps them, or the loader does.
RESERVED = frozenset(
    ["tableoid", "ctid", "xmin", "xmax", "cmin", "cmax", "_extra", "_load_id", "_source_row"]
)
NO_ENCODINGS = frozenset(["idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"])
ORDERS = ("iso", "day_first", "month_first", "compact")


class MistakeError(ValueError):
    """What is wrong, and with which setting where that is not the part that is checked."""

    def __init__(self, message: str, key: str = ""):
        super().__init__(message)
        self.key = key


def _texts(value: Any) -> Any:
    """Return a single text as a list of one."""
    return (
        (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value
    )


def _share(value: Any) -> Any:
    if value is None:
        return 1.0
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise MistakeError("must be a fraction from 0 to 1 (5 % is 0.05)")
    return float(value)


def _encoding(value: Any) -> Any:
    """Take any text encoding that Python knows, less those that no file is in."""
    known = True
    try:
        known = codecs.lookup(str(value)).name.replace("_", "-") not in NO_ENCODINGS
        b"x".decode(str(value))  # not every codec is one of text
    except UnicodeError:
        pass  # a single byte is too short for it
    except (LookupError, ValueError):
        known = False
    if not known:
        raise MistakeError(
            "must be an encoding that Python knows, e.g. utf-8, utf-16, windows-1252, windows-1256"
        )
    return value


def _order(value: Any) -> Any:
    """Check one order of dates for a source, or one for each of its columns."""
    for order in value.values() if isinstance(value, Mapping) else [value]:
        if order not in ORDERS:
            raise MistakeError(f"is `{order}`; allowed: {', '.join(ORDERS)}")
    return value


def _day(value: Any) -> Any:
    """Take a day as YAML has it."""
    if type(value) is not date:
        raise MistakeError("accepted must be days, as 2027-06-30, by what is lacking", "accepted")
    return value


def _first(value: Any) -> Any:
    """Take the first day of a month."""
    if type(value) is not date or value.day != 1:
        raise MistakeError("must be the first day of a month, as 2026-09-01")
    return value


Count = Annotated[StrictInt, Field(ge=0)]
Day = Annotated[date, BeforeValidator(_day)]
First = Annotated[date, BeforeValidator(_first)]
Encoding = Annotated[str, BeforeValidator(_encoding)]
Order = Annotated[str | dict[str, str], BeforeValidator(_order)]
Share = Annotated[float, BeforeValidator(_share)]  # null is no limit: all of it
Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]


def wrong_column(name: str) -> str:
    """Say what is wrong with the name of a column, or nothing."""
    if not name.strip() or name != name.strip() or "\0" in name:
        return "is blank or has blanks around it"
    if any("\ud800" <= character <= "\udfff" for character in name):
        return "is written with half characters: write them whole, e.g. 🙂 or \\U0001F642"
    if len(name.encode()) > IDENTIFIER_BYTES:
        return f"is longer than {IDENTIFIER_BYTES} bytes"
    return "has a name that the raw table keeps for itself" if name.lower() in RESERVED else ""
