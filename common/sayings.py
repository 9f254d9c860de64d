"""What marts, seeds, tests and inspections say in English, found again in a catalogue.

A message may have {braces} for what differs from row to row: `{count} of {all} rows of {source} are
used` is found in `5 of 10 rows of students are used`. Of several that fit, the one with the most
words of its own is meant.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property

# The context of such messages in a catalogue: no code asks for them by name.
SAID = "said"
NUMBERS = ("count", "all", "left")
DAYS = ("day", "last_day")
# A name that the catalogue may have, or any text.
NAMES = ("source", "subject", "status", "reason", "file", "files", "header", "wanted", "part")
# Several of them, by what is between two.
LISTS = {
    "headers": ", ",
    "lacking": ", ",
    "needed": " and ",
    "sheets": ", | and ",
    "numbers": ", | and ",
    "both": r"(?<=\.csv) and |(?<=\.xlsx) and |(?<=\.gz) and ",
    "statuses": "; |   ",
    "evidence": ", ",
    "pairs": ", ",
}
# Of these the catalogue has each: else the message is not meant.
MESSAGES = (
    *("meaning", "order", "kind", "what", "columns", "cells", "damage", "refusal"),
    *("evidence", "lacking", "pairs", "statuses"),
)
# The school's own words with how often they are there, in what is not yet a list of such.
TALLY = "words"
TALLY_WRITTEN = "(?:(?!   | = ).)+?"
NUMBER_WRITTEN = r"\d[\d,]*"
DAY_WRITTEN = r"\d{4}-\d\d-\d\d|\d+ [A-Z][a-z]+ \d{4}"
WRITTEN = {
    **dict.fromkeys(NUMBERS, NUMBER_WRITTEN),
    **dict.fromkeys(DAYS, DAY_WRITTEN),
    TALLY: TALLY_WRITTEN,
    "statuses": ".+? = .+?",
    "evidence": r"\d.+?",
    "setting": "[^`]+",
}
# What a file holds may look like messages in messages without end.
DEEPEST = 5
LONGEST = 2000  # characters

Forms = tuple[str, ...]


class Sayings:
    """The messages of one catalogue, by their English: their forms, where they count something."""

    def __init__(self, messages: Mapping[str, Forms]) -> None:
        self.messages = messages

    def find(self, text: str, depth: int = 0) -> tuple[Forms, Mapping[str, str]] | None:
        """The message for a text, and what is in its braces; None where there is none.

        `depth` tells how many messages it is in.
        """
        if text in self.messages:
            return self.messages[text], {}
        if depth > DEEPEST or len(text) > LONGEST:
            return None
        for pieces, pattern, forms in self._patterns:
            if not all(piece in text for piece in pieces):
                continue
            found = pattern.fullmatch(text)
            if found and all(
                self.find(part, depth + 1) for part in _messages_in(found.groupdict())
            ):
                return forms, found.groupdict()
        return None

    @cached_property
    def _patterns(self) -> list[tuple[list[str], re.Pattern[str], Forms]]:
        """Each with the pieces between its braces, which are quick to look for."""
        split = {text: re.split(r"{\w+}", text) for text in self.messages if "{" in text}
        ordered = sorted(split, key=lambda text: -sum(map(len, split[text])))
        return [
            (
                sorted(split[text], key=len, reverse=True),
                re.compile(_pattern(text), re.DOTALL),
                forms,
            )
            for text in ordered
            for forms in [self.messages[text]]
        ]


def _messages_in(values: Mapping[str, str]) -> Iterator[str]:
    for name, said in values.items():
        if name in MESSAGES:
            yield from parts(name, said)[::2]


def parts(name: str, said: str) -> list[str]:
    """The members of a list, and what is between each two of them."""
    return re.split(f"({LISTS[name]})", said) if name in LISTS else [said]


def _pattern(text: str) -> str:
    """Each part in braces as a group of its name."""
    split = re.split(r"{(\w+)}", text)
    split[::2] = map(re.escape, split[::2])
    for i, name in enumerate(split[1::2]):
        split[2 * i + 1] = f"(?P<{name}>{WRITTEN.get(name, '.+?')})"
    return "".join(split)


def filled(message: str, values: Mapping[str, object]) -> str:
    """The message with the values in its braces; what else is in braces stays."""
    return re.sub(r"{(\w+)}", lambda found: str(values[found[1]]), message)


def day_of(written: str) -> date:
    """The day that a text of the marts means: 2026-06-12, 12 June 2026 or 12 Jun 2026."""
    if written[4:5] == "-":
        return date.fromisoformat(written)
    day, month, year = written.split()
    return datetime.strptime(f"{day} {month[:3]} {year}", "%d %b %Y").date()
