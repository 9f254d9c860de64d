"""What marts and inspections say, in a language: the message for it with what is in its braces."""

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from common.sayings import (
    DAYS,
    LISTS,
    MESSAGES,
    NAMES,
    NUMBERS,
    TALLY,
    day_of,
    filled,
    parts,
)

if TYPE_CHECKING:
    from common.language import Language

EMPTY = "(empty)"  # is among the school's words where a cell holds none
GROUPED = re.compile(r"(?<= )\d{1,3}(?:,\d{3})+\b")  # a number above 999 in English
BETWEEN = {"   ": " · ", "; ": " · "}
RIGHT_TO_LEFT, UNTIL_HERE = "\u2067", "\u2069"


def spoken(speak: "Language", text: str, depth: int = 0) -> str:
    """The text in a language; as it is, where the catalogue has no such.

    `depth` tells how many messages it is in.
    """
    found = speak.sayings.find(text, depth)
    if found is None:
        return text
    forms, values = found
    form = speak.form(_whole(values.get("count", "1"))) if len(forms) > 1 else 0
    named = {name: _value(speak, name, said, depth + 1) for name, said in values.items()}
    message = filled(forms[form], speak.apart(named))
    return _together(speak, message) if depth else message


def _together(speak: "Language", message: str) -> str:
    """A message inside of another, which runs as its language does though it begins with a name."""
    return f"{RIGHT_TO_LEFT}{message}{UNTIL_HERE}" if speak.direction == "rtl" else message


def _value(speak: "Language", name: str, said: str, depth: int) -> str:
    if name in NUMBERS:
        return speak.number(_whole(said))
    if name in DAYS:
        with suppress(ValueError):  # as of the 31st of June
            return speak.short_day(day_of(said))
    if name in LISTS:
        each = parts(name, said)
        members = {str(at): spoken(speak, part, depth) for at, part in enumerate(each[::2])}
        each[::2] = [str(member) for member in speak.apart(members).values()]
        each[1::2] = [_between(speak, two) for two in each[1::2]]
        return _together(speak, "".join(each))
    if name == TALLY:
        said = said.replace(EMPTY, spoken(speak, EMPTY))
        return GROUPED.sub(lambda number: speak.number(_whole(number[0])), said)
    return spoken(speak, said, depth) if name in (*NAMES, *MESSAGES) else said


def _between(speak: "Language", two: str) -> str:
    """What is between two members of a list."""
    if two == ", " and speak.direction == "rtl":
        return "\N{ARABIC COMMA} "
    return speak.text(two) if two == " and " else BETWEEN.get(two, two)


def _whole(number: str) -> int:
    return int(number.replace(",", ""))
