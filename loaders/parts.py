"""What a file's name says of it: its source, its part, and the day it was exported."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fnmatch import translate
from pathlib import Path, PurePath
from unicodedata import normalize

from loaders.contract.model import Source
from loaders.contract.vocabulary import folded, vocabulary

MONTH, PERIOD, YEAR, CAMPUS = "month", "period", "year", "campus"
YEARS = range(1990, 2100)
SCHOOL_YEAR_ENDS = 8  # its last month
DIGITS = r"(?<!\d)"
FULL_DATES = (
    re.compile(DIGITS + r"(?P<y>\d{4})[-_. ]?(?P<m>\d{2})[-_. ]?(?P<d>\d{2})(?!\d)"),
    re.compile(DIGITS + r"(?P<d>\d{2})[-_. ](?P<m>\d{2})[-_. ](?P<y>\d{4})(?!\d)"),
)
MONTHS = (
    re.compile(DIGITS + r"(?P<y>\d{4})[-_. ]?(?P<m>\d{2})(?!\d)"),
    re.compile(DIGITS + r"(?P<m>\d{2})[-_. ](?P<y>\d{4})(?!\d)"),
)
SCHOOL_YEAR = re.compile(DIGITS + r"(?P<y>\d{4})[-_. ](?P<z>\d{4}|\d{2})(?!\d)")
ONE_YEAR = re.compile(DIGITS + r"(?P<y>\d{4})(?!\d)")
NAMED = re.compile(r"(?P<name>[^\W\d_]{3,})(?:[-_. ]*(?P<y>\d{4})(?!\d))?")


@dataclass(frozen=True)
class FileName:
    """What a name says; each is None where it says nothing of it.

    `key` is the part: `2026-05`, `2026-03 to 2026-05`, `2026` or a campus in small letters, `kind`
    which of these, `until` its last day. `day` is the last full date: two of them are a period.
    `sources` are all that it names; `guess` is what a misspelt name is nearest to.
    """

    sources: tuple[str, ...]
    guess: str | None = None
    day: date | None = None
    key: str | None = None
    kind: str | None = None
    until: date | None = None


def read_name(name: str) -> FileName:
    """Read a file's name (without its folder)."""
    stem = PurePath(re.sub(r"\.gz$", "", name, flags=re.IGNORECASE)).stem
    days, rest = _days(stem)
    key, kind, until, rest = _period(rest)
    if len(days) > 1:
        key, kind, until = f"{days[0]} to {days[-1]}", PERIOD, days[-1]
    words = [word for word in re.split(r"[\W_]+", rest) if word and not word.isdigit()]
    sources, left = _sources(words)
    noise = vocabulary().noise
    campus = " ".join(word for word in left if folded(word) not in noise).casefold()
    if sources and campus:
        kind, key = kind or CAMPUS, f"{key} {campus}" if key else campus
    guess, day = None if sources else _guess(words), days[-1] if days else None
    return FileName(tuple(sources), guess, day, key, kind, until)


def fits(path: Path, source: Source) -> bool:
    """Whether a file's name is one that the source declares."""
    # A Mac writes `é` as two characters where others write one.
    name = normalize("NFC", path.name).lower()
    names = {name, re.sub(r"\.gz$", "", name)}
    patterns = (translate(normalize("NFC", pattern).lower()) for pattern in source.files)
    is_open = name.startswith("~$")  # what Excel puts beside a workbook that is open
    return not is_open and any(re.fullmatch(p, name) for p in patterns for name in names)


def part_of(source: Source, file: str) -> str | None:
    """Return which part of a source in parts a file is, by its name; None is all of it."""
    return read_name(file).key if source.mode == "parts" else None


def without_period(name: str) -> str:
    """Return what of a name stays from export to export: all before its day, month or year."""
    stem = PurePath(re.sub(r"\.gz$", "", name, flags=re.IGNORECASE)).stem
    _, rest = _days(stem)
    *_, rest = _period(rest)
    return re.split(r"\s{2,}|\(|\d{6,}", rest)[0].rstrip(" -_") or "*"


def _days(stem: str) -> tuple[list[date], str]:
    """Return the full dates in order of time, and what is left of the name."""
    found = list[tuple[int, int, date]]()
    for match in (match for pattern in FULL_DATES for match in pattern.finditer(stem)):
        try:
            day = date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            continue
        if day.year in YEARS:
            found.append((*match.span(), day))
    if not found:
        return [], stem
    rest = _without(stem, min(begin for begin, _, _ in found), max(end for _, end, _ in found))
    return sorted({day for _, _, day in found}), rest


def _period(stem: str) -> tuple[str | None, str | None, date | None, str]:
    """Return the month or year, of which kind it is, its last day, and what is left of the name."""
    if months := _months(stem):
        (begin, _, first), (_, end, last) = months[0], months[-1]
        key, kind = (first, MONTH) if first == last else (f"{first} to {last}", PERIOD)
        return key, kind, _last_day(*map(int, last.split("-"))), _without(stem, begin, end)
    for pattern in (SCHOOL_YEAR, ONE_YEAR):
        match = pattern.search(stem)
        if match and int(match["y"]) in YEARS:
            key = match[0].replace("_", "-").replace(" ", "-")
            year, month, ends = int(match["y"]), 12, match.groupdict().get("z")
            if ends:
                year, month = int(ends) if len(ends) > 2 else year + 1, SCHOOL_YEAR_ENDS
            return key, YEAR, _last_day(year, month), _without(stem, *match.span())
    return None, None, None, stem


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _months(stem: str) -> list[tuple[int, int, str]]:
    """Return begin, end and `2026-05` of each month; one without a year has that of the next."""
    found = [
        (*match.span(), int(match["y"]), int(match["m"]))
        for pattern in MONTHS
        for match in pattern.finditer(stem)
    ]
    names = vocabulary().months
    found += [
        (*match.span(), int(match["y"] or 0), month)
        for match in NAMED.finditer(stem)
        if (month := names.get(folded(match["name"])))
    ]
    months, year = list[tuple[int, int, str]](), 0
    for begin, end, own, month in sorted(found, reverse=True):
        year = own or year
        if year in YEARS and 1 <= month <= 12:
            months.insert(0, (begin, end, f"{year}-{month:02}"))
    return months


def _without(stem: str, begin: int, end: int) -> str:
    return stem[:begin] + " " + stem[end:]


def _sources(words: list[str]) -> tuple[list[str], list[str]]:
    """Find the runs of words that name a source, longest first, and return the other words."""
    files, found, left = vocabulary().files, list[str](), list(words)
    for size in range(len(words), 0, -1):
        for at in range(len(left) - size, -1, -1):
            if source := files.get(folded("".join(left[at : at + size]))):
                found.append(source)
                del left[at : at + size]
    return list(dict.fromkeys(found)), left


def _guess(words: list[str]) -> str | None:
    files = vocabulary().files
    for word in words:
        if near := get_close_matches(folded(word), files, n=1, cutoff=0.75):
            return files[near[0]]
    return None
