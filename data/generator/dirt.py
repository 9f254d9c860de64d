"""Dirt: odd spellings of good values, broken lines, repeated rows, and where they are put."""

import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from common.errors import UserError
from data.generator.draws import Draws, Weighted

# A row is a list of cells, or the raw bytes of a line that no CSV writer would write.
Row = list[str] | bytes

CASES = Weighted(("", 70), ("lower", 8), ("upper", 8), ("lead", 4), ("trail", 5), ("double", 5))
MISSING = Weighted(("", 65), ("null", 33), ("NULL", 2))
LATIN1_NAME = "Zoé Lefèvre"
RECENT = 40  # a repeated row follows its original at most so many rows later


class SizeError(UserError):
    """The sizes asked for cannot be met."""


@dataclass(frozen=True)
class FileKind:
    """One of the files: how it looks, and how much of it repeats or is broken."""

    name: str
    header: list[str]
    ending: str
    copy_share: float
    bad_kinds: int


@dataclass(frozen=True)
class Budget:
    """How the records of one file are shared out: good ones, broken ones, exact copies."""

    good: int
    bad: int
    copies: int


def share_out(kind: FileKind, total: int, bad_share: float, dirty: bool) -> Budget:
    """Split `total` records; a dirty file holds each kind of bad line at least once."""
    if not dirty:
        return Budget(total, 0, 0)
    bad = max(kind.bad_kinds, round(total * bad_share))
    copies = max(1, round(total * kind.copy_share))
    good = total - bad - copies
    if good < total // 2:
        raise SizeError(
            f"{total} records in {kind.name} leave no room for {bad} bad lines and {copies} "
            "copies: ask for more records, or for --clean files"
        )
    return Budget(good, bad, copies)


def odd_text(draws: Draws, text: str) -> str:
    """Return a name or title in an odd letter case or with blanks where none belong."""
    match draws.weigh(CASES):
        case "lower":
            return text.lower()
        case "upper":
            return text.upper()
        case "lead":
            return f" {text}"
        case "trail":
            return f"{text}  "
        case "double":
            return text.replace(" ", "  ")
    return text


def decompose(draws: Draws, text: str) -> str:
    """Return the text as some systems store it: accents as characters of their own (NFD)."""
    return unicodedata.normalize("NFD", text) if draws.chance(0.05) else text


def missing(draws: Draws) -> str:
    """Return one of the ways in which an export says that there is no value."""
    return draws.weigh(MISSING)


def stray_id(turn: int, kind: int) -> str:
    """Return a student id outside the register; each (turn, kind) has its own."""
    return f"9{turn % 10_000:04d}{kind:02d}"


def latin1(*cells: str) -> bytes:
    """Return a line that was pasted in from a Latin-1 file."""
    return ",".join(cells).encode("latin-1")


def repeat(draws: Draws, rows: Iterable[Row], budget: Budget) -> Iterator[Row]:
    """Yield the rows and, evenly spread, exact copies of recent ones."""
    recent: deque[Row] = deque(maxlen=RECENT)
    done = 0
    for number, row in enumerate(rows, 1):
        recent.append(row)
        yield row
        while done < budget.copies * number // budget.good:
            yield draws.pick(recent)
            done += 1


def scatter(rows: Iterable[Row], bad_lines: Iterator[Row], budget: Budget) -> Iterator[Row]:
    """Yield the rows and, evenly spread, the next of the bad lines, of which there is no end."""
    length = budget.good + budget.copies
    done = 0
    for number, row in enumerate(rows, 1):
        yield row
        while done < budget.bad * number // length:
            yield next(bad_lines)
            done += 1
