"""Five schools' exports with cells that nobody would think of, in one set of files."""

import csv
import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from data.generator.files import Request, write_files

SMALL = Request(students=300, sessions=80, attendances=1500, subscriptions=800, bad_share=0.02)
SCHOOLS = range(1, 6)
SPOILED = 0.04
# The generator's keys of students and sessions, which are alike in every school.
KEY = re.compile(r"\b(S?)0(\d{5,6})\b")
ARABIC, WIDE = (
    str.maketrans({str(digit): chr(zero + digit) for digit in range(10)})
    for zero in (0x660, 0xFF10)
)
# What stands for nothing, what a type cannot hold, what means something to a pattern or a quote.
TEXTS = (
    *("", " ", "NULL", "n/a", "-", "--", "\\N", "0", "-1", "1e3", "1.5", "0,5", "1/2", "½", "50 %"),
    *("9" * 20, "0.12345678901234567890", "1,234.5", "1.234,5", "12.5".translate(ARABIC)),
    *("02/31/2026", "2026-13-01", "12.11.26", "2026-06-31", "0001-01-01", "9999-12-31"),
    *("1582-10-10", "2026-06-01T10:30Z", "2026-06-01 23:30 +02", "1 June 2026", "Jun 1, 2026"),
    *("1 h 30", "90 min.", "1:30:15", "P1DT2H", "1,5 h", "true", "YES", "+216 22 345 678"),
    *("O'Brien", "a\\b", "$1", "\\1", "%", "_", "{{ x }}", "[x", "(", "a;b", 'say "no"'),
    *("\ufeff", "\u200b", "\u00a0", "a\nb", "a\r\nb", "\n", "tab\tbed", "🙂", "ß", "ﬁ", "ǆ"),
    *("ŒUVRE", "Zoë", "ÉCOLE", "Ñandú", "Ωmega", "Юлия", "أحمد", "王小明", "e\u0301", "a@b"),
    *("A@B.ORG", "x" * 300),
)
CHANGES: tuple[Callable[[str], str], ...] = (
    *(str.upper, str.lower, str.swapcase, str.title),
    lambda cell: f" {cell}\u00a0",
    lambda cell: f"\t{cell}\n",
    lambda cell: f"{cell[:2]}\n{cell[2:]}",
    lambda cell: f"{cell[:2]}  {cell[2:]}",
    lambda cell: f"'{cell}",
    lambda cell: f'"{cell}"',
    lambda cell: f"{cell}.0",
    lambda cell: f"0{cell}",
    lambda cell: f"{cell} ({cell})",
    lambda cell: cell.replace("-", "/"),
    lambda cell: cell.translate(ARABIC),
    lambda cell: cell.translate(WIDE),
    lambda cell: unicodedata.normalize("NFD", cell),
    lambda cell: cell[: len(cell) // 2],
)


def write(folder: Path) -> None:
    """Write the files, and the school.yml that says how they are to be read."""
    exports: dict[Path, list[list[str]]] = {}
    for school in SCHOOLS:
        dice = random.Random(school)
        for written in list(write_files(replace(SMALL, seed=school), folder)):
            header, *rows = _read(written.path, school)
            exports.setdefault(written.path, [header]).extend(_spoiled(dice, rows, len(header)))
    for path, lines in exports.items():
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)


def _read(path: Path, school: int) -> list[list[str]]:
    """The cells of a file, with keys of the school's own."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = list(csv.reader(file))
    return [[KEY.sub(rf"\g<1>{school}\2", cell) for cell in row] for row in rows]


def _spoiled(dice: random.Random, rows: list[list[str]], width: int) -> list[list[str]]:
    """Rows of which one cell in 25 is another one, in another order, some of them twice."""
    columns = list(zip(*(row for row in rows if len(row) == width), strict=True))
    for row in rows:
        for at, column in zip(range(len(row)), columns, strict=False):
            if dice.random() < SPOILED:
                row[at] = _another(dice, row[at], column)
    dice.shuffle(rows)
    return rows + dice.sample(rows, len(rows) // 20)


def _another(dice: random.Random, cell: str, column: tuple[str, ...]) -> str:
    match dice.randrange(3):
        case 0:
            return dice.choice(TEXTS)
        case 1:
            return dice.choice(column)
    return dice.choice(CHANGES)(cell)
