"""What marts, seeds and tests say in English, found again in a catalogue.

A message may have {braces} for what differs from row to row: `{count} of {all} rows of {source} are
used` is found in `5 of 10 rows of students are used`.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property

# The context of such messages in a catalogue: no code asks for them by name.
SAID = "said"
NUMBERS = ("count", "all", "left")
DAY = "day"
# What else is in braces is a name that the catalogue may have, or any text.
NAMES = ("source", "subject", "status", "reason")
NUMBER_WRITTEN = r"[\d,]+"
DAY_WRITTEN = r"\d{4}-\d\d-\d\d|\d+ [A-Z][a-z]+ \d{4}"


class Sayings:
    """The messages of one catalogue, by their English."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        self.messages = messages

    def find(self, text: str) -> tuple[str, Mapping[str, str]] | None:
        """The message for a text, and what is in its braces; None where there is none."""
        if text in self.messages:
            return self.messages[text], {}
        for pattern, message in self._patterns:
            if found := pattern.fullmatch(text):
                return message, found.groupdict()
        return None

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        return [
            (re.compile(_pattern(text), re.DOTALL), message)
            for text, message in self.messages.items()
            if "{" in text
        ]


def _pattern(text: str) -> str:
    """Each part in braces as a group of its name."""
    parts = re.split(r"{(\w+)}", text)
    parts[::2] = map(re.escape, parts[::2])
    for i, name in enumerate(parts[1::2]):
        form = NUMBER_WRITTEN if name in NUMBERS else DAY_WRITTEN if name == DAY else ".+?"
        parts[2 * i + 1] = f"(?P<{name}>{form})"
    return "".join(parts)


def filled(message: str, values: Mapping[str, object]) -> str:
    """The message with the values in its braces; what else is in braces stays."""
    return re.sub(r"{(\w+)}", lambda found: str(values[found[1]]), message)


def day_of(written: str) -> date:
    """The day that a text of the marts means: 2026-06-12, 12 June 2026 or 12 Jun 2026."""
    if written[4:5] == "-":
        return date.fromisoformat(written)
    day, month, year = written.split()
    return datetime.strptime(f"{day} {month[:3]} {year}", "%d %b %Y").date()
