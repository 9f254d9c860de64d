"""Where a table begins in a file, and what parts its cells, by what its lines prove."""

import csv
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

DELIMITERS = {",": '","', ";": '";"', "\t": "tab", "|": '"|"'}
TITLES = 30  # lines in which a header is looked for
SEPARATOR = re.compile(r'\ufeff?"?sep=(.)"?\s*', re.IGNORECASE)
SECTION = re.compile(r"(\d\. )[^\t,;|]+")
Known = Callable[[Sequence[str]], int]  # how many columns a line names, were it the header


@dataclass(frozen=True)
class Shape:
    """How a file's table begins: `skip` physical lines go before the header, `names` are in it.

    `known` of the names are known. `delimiter` is None for a workbook; `choices` are those that
    remain where it is not proved. `above` is the text above the header, and
    `until` begins the line that ends the table: Teams numbers the
    sections of its report, as `3. In-Meeting Activities`.
    """

    delimiter: str | None
    skip: int
    names: tuple[str, ...]
    known: int
    evidence: str
    proved: bool = True
    choices: tuple[str, ...] = ()
    until: str = ""
    above: str = ""


def shape_of_text(lines: Sequence[str], known: Known) -> Shape:
    """Judge a text by its first lines, each with its end.

    The delimiter is the one under which a line names the most columns; where two do alike, the one
    that gives more records the header's width.
    """
    if lines and (declared := SEPARATOR.fullmatch(lines[0])):
        shape = _tried(lines[1:], declared[1], known)
        return Shape(
            declared[1], shape.skip + 1, shape.names, shape.known, "its first line says so"
        )
    tries = {delimiter: _tried(lines, delimiter, known) for delimiter in DELIMITERS}
    ranks = {mark: _rank(lines, shape) for mark, shape in tries.items()}
    second, best = (tries[mark] for mark in sorted(ranks, key=ranks.__getitem__)[-2:])
    if len(best.names) < 2 or _rank(lines, best) == _rank(lines, second):
        return Shape(",", 0, best.names, best.known, "no line tells", False, tuple(DELIMITERS))
    return best


def shape_of_rows(rows: Sequence[Sequence[str]], known: Known) -> Shape:
    """Judge a workbook by its first rows."""
    at = _header(rows, known)
    names = tuple(rows[at]) if rows else ()
    above = "\n".join(" ".join(row) for row in rows[:at])
    return Shape(None, at, names, known(names), _told(at), above=above)


def _tried(lines: Sequence[str], delimiter: str, known: Known) -> Shape:
    records, starts = [], []
    reader = csv.reader(lines, delimiter=delimiter)
    begin = 0
    try:
        for record in reader:
            if record:
                records.append(record)
                starts.append(begin)
            begin = reader.line_num
    except csv.Error:
        pass  # a cell beyond csv's limit: what was read before it tells enough
    if not records:
        return Shape(delimiter, 0, (), 0, "empty")
    at = _header(records, known)
    names = tuple(records[at])
    skip = starts[at]
    until, above = _until(lines[skip:]), "".join(lines[:skip])
    return Shape(delimiter, skip, names, known(names), _told(skip), until=until, above=above)


def _until(lines: Sequence[str]) -> str:
    """Return how the line begins that heads another section."""
    for before, line in itertools.pairwise(lines):
        if not before.strip() and (found := SECTION.fullmatch(line.strip())):
            return found[1]
    return ""


def _header(records: Sequence[Sequence[str]], known: Known) -> int:
    """Return which record names the most columns, of several the first of the usual width.

    Without any, it is the first of that width.
    """
    first = records[:TITLES]
    usual = Counter(len(record) for record in records).most_common(1)
    scores = [(known(record), len(record) == usual[0][0]) for record in first]
    return scores.index(max(scores)) if scores else 0


def _rank(lines: Iterable[str], shape: Shape) -> tuple[int, bool, float]:
    return shape.known, len(shape.names) > 1, _share(lines, shape)


def _share(lines: Iterable[str], shape: Shape) -> float:
    """Return the share of the lines behind the header that have its width."""
    behind = [line for line in list(lines)[shape.skip + 1 :] if line.strip()]
    widths = [len(record) for record in csv.reader(behind, delimiter=shape.delimiter or ",")]
    return widths.count(len(shape.names)) / len(widths) if widths else 0.0


def _told(skip: int) -> str:
    return f"header on line {skip + 1}" if skip else ""
