"""Reads what comes before a delimited file's first record, and finds its columns."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from loaders.batch import Layout
from loaders.columns import by_name, by_position
from loaders.contract.model import RECORD_ENDS, Source
from loaders.files.reading import refused, shown
from loaders.files.tokenizer import LINE_END, RecordEnds, Tokenizer

EXCEL_SEP = re.compile(rb'"?sep=([^\r\n])"?(?=[\r\n]|\Z)', re.IGNORECASE)
SAMPLED = 100  # records whose widths tell that of a file without a header


@dataclass(frozen=True)
class Head:
    """What comes before the first record: its bytes and lines, and what it says of those after.

    `title` is the text of the lines above the header.
    """

    layout: Layout
    ends: RecordEnds
    size: int
    lines: int
    title: str = ""


def read_head(block: bytes, source: Source, path: Path) -> Head:
    """Read the header at the start of a file's first block."""
    if not block.strip(b"\r\n"):
        raise refused(path, "is empty: export it again")
    position, lines, line = 0, 0, 0
    for _ in range(source.header.skip or _sep_line(block, source, path)):
        position, lines = _after_line(block, position), lines + 1
    title = block[:position].decode(errors="replace")
    ends = RecordEnds.of(source.dialect, block[position:])
    # A name that is wrong because of a stray quote shows as a missing column.
    tokenizer = Tokenizer(source.dialect, bare_quotes=True)
    rows: list[list[str]] = []
    while len(rows) < source.header.rows:
        record = tokenizer.read(block, position)
        if record is None or record.cells is None or position >= len(block):
            raise refused(
                path,
                f"line {lines + 1} should be the header, but a quote in it is not closed or the "
                "file ends before it: correct it, or `header` in sources.yml",
            )
        if record.stop > position:
            line = lines + 1
            _check(block[position : record.stop], source, path, line, position)
            rows.append([cell.decode().strip() for cell in record.cells])
        _check_end(block[record.stop : record.after], source, path, lines + 1)
        lines += len(LINE_END.findall(block, position, record.after))
        position = record.after
    if rows:
        layout = by_name(joined(rows), source, f"{shown(path)} line {line}:")
    else:
        layout = by_position(_width(block, position, source), source)
    return Head(layout, ends, position, lines, title)


def joined(rows: list[list[str]]) -> list[str]:
    """Return the column names of one or several header lines."""
    return [" ".join(filter(None, parts)) for parts in zip_longest(*rows)]


def _sep_line(block: bytes, source: Source, path: Path) -> int:
    """Return how many lines Excel's `sep=` takes: it tells Excel the delimiter."""
    found = EXCEL_SEP.match(block)
    if found and found[1] != source.dialect.delimiter.encode():
        delimiter = found[1].decode("utf-8", "replace").replace("\t", "\\t")
        raise refused(
            path,
            f'line 1 says that the delimiter is another one: declare `delimiter: "{delimiter}"` '
            f"for source `{source.name}`, in double quotes",
        )
    return 1 if found else 0


def _after_line(block: bytes, position: int) -> int:
    line_end = LINE_END.search(block, position)
    return line_end.end() if line_end else len(block)


def _check(record: bytes, source: Source, path: Path, line: int, offset: int) -> None:
    """Refuse a header line that cannot be read."""
    if b"\0" in record:
        first = offset + record.index(0)
        order = "be" if first % 2 == 0 else "le"
        every = 3 * record.count(0) > len(record)
        other = f", or declare `encoding: utf-16-{order}` in sources.yml" if every else ""
        raise refused(
            path,
            f"line {line} holds NUL bytes{', as UTF-16 does' * every}: save it as CSV UTF-8{other}",
        )
    try:
        record.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refused(
            path,
            f"is not {source.dialect.encoding.upper()} (line {line}, byte "
            f"{offset + error.start}): save it as CSV UTF-8, or declare its `encoding` in "
            "sources.yml",
        ) from None


def _check_end(end: bytes, source: Source, path: Path, line: int) -> None:
    """Refuse a header line that does not end as its source declares; the last may have no end."""
    declared = source.dialect.record_end
    if end and declared != "any" and end != RECORD_ENDS[declared]:
        [found] = [name for name, text in RECORD_ENDS.items() if text == end]
        raise refused(
            path,
            f"line {line} ends with {found.upper()}, and source `{source.name}` declares "
            f"`record_end: {declared}`: export it again, or correct that in sources.yml",
        )


def _width(block: bytes, position: int, source: Source) -> int:
    """Return how many of the declared columns a file without a header has: most of its records."""
    tokenizer = Tokenizer(source.dialect)
    widths: Counter[int] = Counter()
    for _ in range(SAMPLED):
        record = tokenizer.read(block, position)
        if record is None or position >= len(block):
            break
        width = len(record.cells or [])
        if record.stop > position and len(source.required) <= width <= len(source.columns):
            widths[width] += 1
        position = record.after
    return widths.most_common(1)[0][0] if widths else len(source.columns)
