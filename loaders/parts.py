"""What a file's name says of it: its source, its part, and the day it was exported."""

import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import PurePath

from loaders.contract import Source
from loaders.vocabulary import folded, vocabulary

MONTH, YEAR, CAMPUS = "month", "year", "campus"
YEARS = range(1990, 2100)
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
NAMED = re.compile(r"(?P<name>[^\W\d_]{3,})[-_. ]*(?P<y>\d{4})(?!\d)")


@dataclass(frozen=True)
class FileName:
    """What a name says; each is None where it says nothing of it.

    `key` is the part: `2026-05`, `2026` or a campus in small letters, `kind` which of these.
    `sources` are all that it names; `guess` is what a misspelt name is nearest to.
    """

    sources: tuple[str, ...]
    guess: str | None = None
    day: date | None = None
    key: str | None = None
    kind: str | None = None


def read_name(name: str) -> FileName:
    """Read a file's name (without its folder)."""
    stem = PurePath(re.sub(r"\.gz$", "", name, flags=re.IGNORECASE)).stem
    day, rest = _day(stem)
    key, kind, rest = _period(rest)
    words = [word for word in re.split(r"[\W_]+", rest) if word and not word.isdigit()]
    sources, left = _sources(words)
    noise = vocabulary().noise
    campus = " ".join(word for word in left if folded(word) not in noise).casefold()
    if sources and campus:
        kind, key = kind or CAMPUS, f"{key} {campus}" if key else campus
    return FileName(tuple(sources), None if sources else _guess(words), day, key, kind)


def part_of(source: Source, file: str) -> str | None:
    """Return which part of a source in parts a file is, by its name; None is all of it."""
    return read_name(file).key if source.mode == "parts" else None


def without_period(name: str) -> str:
    """Return what of a name stays from export to export: all before its day, month or year."""
    stem = PurePath(re.sub(r"\.gz$", "", name, flags=re.IGNORECASE)).stem
    _, rest = _day(stem)
    _, _, rest = _period(rest)
    return re.split(r"\s{2,}|\(", rest)[0].rstrip(" -_") or "*"


def _day(stem: str) -> tuple[date | None, str]:
    for pattern in FULL_DATES:
        if match := pattern.search(stem):
            try:
                day = date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                continue
            if day.year in YEARS:
                return day, stem[: match.start()] + " " + stem[match.end() :]
    return None, stem


def _period(stem: str) -> tuple[str | None, str | None, str]:
    """Return the month or year, and what is left of the name."""
    for pattern in MONTHS:
        match = pattern.search(stem)
        if match and int(match["y"]) in YEARS and 1 <= int(match["m"]) <= 12:
            return f"{match['y']}-{match['m']}", MONTH, _without(stem, match)
    if match := NAMED.search(stem):
        month = vocabulary().months.get(folded(match["name"]))
        if month and int(match["y"]) in YEARS:
            return f"{match['y']}-{month:02}", MONTH, _without(stem, match)
    for pattern in (SCHOOL_YEAR, ONE_YEAR):
        match = pattern.search(stem)
        if match and int(match["y"]) in YEARS:
            return match[0].replace("_", "-").replace(" ", "-"), YEAR, _without(stem, match)
    return None, None, stem


def _without(stem: str, match: re.Match[str]) -> str:
    return stem[: match.start()] + " " + stem[match.end() :]


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
