"""Counts the dirt in the sample from the bytes of its files, without asking the generator."""

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

MISSING = {"", "null", "NULL"}
SLOT = r"[WNPFK][1-9]"
MONTH_FIRST = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
Record = dict[str, str]


@dataclass(frozen=True)
class Parsed:
    """One file, its records sorted into those with all cells right and the broken lines."""

    header: list[str]
    records: list[Record]
    broken: Counter[str]
    ending: str


def parse(path: Path) -> Parsed:
    """Parse a file line by line; no sample value holds a line break."""
    content = path.read_bytes()
    ending = b"\r\n" if b"\r\n" in content else b"\n"
    first, *lines = content.removesuffix(ending).split(ending)
    header = first.decode().split(",")
    records, broken = [], Counter[str]()
    for line in lines:
        try:
            cells = next(csv.reader([line.decode()], strict=True))
        except UnicodeDecodeError:
            broken["not UTF-8"] += 1
            continue
        except csv.Error:
            broken["text after a closing quote"] += 1
            continue
        if len(cells) < len(header):
            broken["too few cells"] += 1
        elif len(cells) > len(header):
            broken["too many cells"] += 1
        else:
            records.append(dict(zip(header, cells, strict=True)))
    return Parsed(header, records, broken, ending.decode())


def count(records: Iterable[Record], test: Callable[[Record], bool]) -> int:
    return sum(map(test, records))


def cells(records: list[Record], column: str, test: Callable[[str], bool]) -> int:
    return sum(test(record[column]) for record in records)


def copies(records: list[Record]) -> int:
    return len(records) - len({tuple(record.values()) for record in records})


def contradicted(records: list[Record], key: str) -> int:
    rows = defaultdict(set)
    for record in records:
        if record[key] not in MISSING:
            rows[record[key]].add(tuple(record.values()))
    return sum(len(variants) > 1 for variants in rows.values())


def untidy(text: str) -> bool:
    """Tell whether blanks or the letter case of a name or title are odd."""
    return text != " ".join(text.split()) or (text != "SQL" and len(text) > 3 and is_one_case(text))


def is_one_case(text: str) -> bool:
    return text == text.lower() != text.upper() or text == text.upper() != text.lower()


def is_decomposed(text: str) -> bool:
    return text != unicodedata.normalize("NFC", text)


def to_date(text: str) -> date | None:
    """Return the day that an ISO or month-first text names; None when there is no such day."""
    if MONTH_FIRST.fullmatch(text):
        month, day, year = text.split("/")
        text = f"{year}-{month:>02}-{day:>02}"
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_date(text: str) -> bool:
    return to_date(text) is not None


def schedule_kind(text: str) -> str:
    """Sort a ProductSchedule into the kinds of spelling that the real exports show."""
    if text in MISSING:
        return "nothing"
    if re.fullmatch(SLOT, text):
        return "slot"
    for kind, pattern in (
        ("slot in lower case or with blanks", r"\s*[WNPFK]\s?[1-9]\s*"),
        ("run of digits", r"[WNPFK][1-9]{2,}"),
        ("remark", rf"{SLOT} \(expR\)\.?"),
        ("trailing dot", rf"{SLOT}\."),
        ("quotes", rf"[\"']{SLOT}[\"']"),
        ("words", r"morning|afternoon \+|night exp|full\s+day"),
    ):
        if re.fullmatch(pattern, text, re.IGNORECASE):
            return kind
    return "not understood"
