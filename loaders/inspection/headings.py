"""What the columns of a register are: each is headed by a date, or by the id of a session."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from loaders.contract.vocabulary import folded, vocabulary
from loaders.inspection.cells import Cells, cleaned, filled, mostly
from loaders.inspection.statuses import looks_like
from loaders.inspection.written_dates import DAY_FIRST, ISO, LEAP, MONTH_FIRST, read_date
from loaders.parts import read_name

WEEKDAY = (
    r"(?:(?:(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim)[^\W\d_]*"
    r"|الإثنين|الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد)\.?,? +)?"
)
DAY = r"\d{1,2}(?:er|st|nd|rd|th)?"
NAME = r"(?P<name>[^\W\d_]{3,}(?: (?:الثاني|الأول))?)\.?"
WITH_YEAR = (
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)",
    r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?!\d)",
    rf"{DAY}[-/. ]+{NAME}(?:[-/., ]+\d{{4}}|-\d{{2}})(?!\d)",
    rf"{NAME}[-/. ]+{DAY}[-/., ]+\d{{4}}(?!\d)",
)
WITHOUT = (
    r"\d{1,2}[-/.]\d{1,2}(?![-/.]?\d)",
    rf"{DAY}[-/. ]+{NAME}(?![^\W\d_])",
    rf"{NAME}[-/. ]+{DAY}(?!\d)",
)
FORMS = tuple(
    (re.compile(f"{WEEKDAY}(?P<date>{form})", re.IGNORECASE), forms is WITH_YEAR)
    for forms in (WITH_YEAR, WITHOUT)
    for form in forms
)
TIME = re.compile(r"^[ T,_-]*\d{1,2}[.:h]\d{2}(?:[.:]\d{2})?(?: ?[ap]\.?m\b\.?)?", re.IGNORECASE)
LEAST = 3  # columns of sessions that make a register


@dataclass(frozen=True)
class Heading:
    """A header that begins with a date: this as written, and what comes behind it."""

    written: str
    has_year: bool
    rest: str

    @property
    def whole(self) -> str:
        """The date with a year, to see in which order it is written."""
        return self.written if self.has_year else self._in(LEAP)

    def day(self, order: str, until: date) -> date | None:
        """Return its day; without a year it is the last one that was not after `until`."""
        if self.has_year:
            return read_date(self.written, order)
        days = (read_date(self._in(year), order) for year in range(until.year, until.year - 9, -1))
        return next((day for day in days if day and day <= until), None)

    def _in(self, year: int) -> str:
        is_named = any(mark.isalpha() for mark in self.written)
        return f"{self.written}{' ' if is_named else '/'}{year}"


def heading(header: str) -> Heading | None:
    """Find the date at the beginning of a header, such as `lun. 05/01` or `2026-01-05 Module 2`."""
    text = normalize("NFC", cleaned(header))
    for form, has_year in FORMS:
        match = form.match(text)
        name = match.groupdict().get("name") if match else None
        if match and (not name or folded(name) in vocabulary().months):
            rest = TIME.sub("", text[match.end() :]).strip(" -:|,;()_")
            return Heading(match["date"], has_year, rest)
    return None


def marked_until(file: str, own_day: date) -> date:
    """Return the last day that a register can have marks of, by its own day and its name."""
    return min(read_name(file).until or own_day, own_day)


def headings(names: Iterable[str]) -> dict[str, Heading]:
    """Return the headers that begin with a date."""
    return {name: found for name in names if (found := heading(name))}


def head_a_register(names: Iterable[str]) -> bool:
    """Whether so many begin with a date that they are the header of a register."""
    return len(headings(names)) >= LEAST


def turned(found: Iterable[Heading], order: str) -> list[Heading]:
    """Return the dates that cannot be read in an order, but can in another."""
    others = {ISO, DAY_FIRST, MONTH_FIRST} - {order}
    return [
        one
        for one in found
        if read_date(one.whole, order) is None
        and any(read_date(one.whole, other) for other in others)
    ]


def session_columns(cells: Mapping[str, Cells], words: Iterable[str]) -> list[str]:
    """Return the columns that hold marks; `words` are those that the school explained.

    Numbers that nobody explained are sums.
    """
    own = {folded(word) or word for word in words}

    def holds_marks(name: str) -> bool:
        marks = filled(cells[name])
        are_sums = all(text.isdigit() for text in marks)
        return mostly(marks, lambda text: (folded(text) or text) in own) or (
            looks_like(name, marks) == "status" and not are_sums
        )

    return [name for name in cells if holds_marks(name)]
