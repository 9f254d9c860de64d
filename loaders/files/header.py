"""Matches the header of a file with the columns its source declares, by name."""

from dataclasses import dataclass
from pathlib import Path

from loaders.batch import Layout, by_name, by_position
from loaders.contract import RECORD_ENDS, Source
from loaders.files.grammar import LINE_END, Grammar
from loaders.files.reading import refused, shown


@dataclass(frozen=True)
class Head:
    """What stands before the first record: the layout, and the bytes and lines it takes."""

    layout: Layout
    size: int
    lines: int


def read_head(block: bytes, source: Source, path: Path) -> Head:
    """Read the header at the start of a file's first block."""
    if not block.strip(b"\r\n"):
        raise refused(path, "is empty: export it again")
    grammar = Grammar.of(source.dialect)
    position, lines = 0, 0
    for _ in range(source.header.skip):
        position, lines = _after_line(block, position), lines + 1
    rows: list[list[str]] = []
    while len(rows) < source.header.rows:
        end = grammar.record_end(block, position)
        if end is None or position >= len(block):
            raise refused(
                path,
                f"line {lines + 1} should be the header, but a quote in it is not closed or the "
                "file ends before it: correct it, or `header` in sources.yml",
            )
        if end > position:
            record = block[position:end]
            rows.append(_header_cells(record, source, path, lines + 1, position))
        after = _after_line(block, end)
        _check_end(block[end:after], source, path, lines + 1)
        lines += len(LINE_END.findall(block, position, after))
        position = after
    if not rows:
        return Head(_by_position(block, position, grammar, source, path), position, lines)
    names = joined(rows)
    return Head(by_name(names, source, f"{shown(path)} line {lines}:"), position, lines)


def joined(rows: list[list[str]]) -> list[str]:
    """Return the column names of one or several header lines."""
    return [" ".join(filter(None, parts)) for parts in zip(*rows, strict=False)]


def _after_line(block: bytes, position: int) -> int:
    line_end = LINE_END.search(block, position)
    return line_end.end() if line_end else len(block)


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


def _header_cells(record: bytes, source: Source, path: Path, line: int, offset: int) -> list[str]:
    if b"\0" in record:
        raise refused(
            path,
            f"line {line} holds NUL bytes, as UTF-16 does: save it as CSV UTF-8, or declare "
            "`encoding: utf-16` in sources.yml",
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
    return [cell.decode("utf-8").strip() for cell in Grammar.of(source.dialect).cells(record)]


def _by_position(
    block: bytes, position: int, grammar: Grammar, source: Source, path: Path
) -> Layout:
    """Give a file without a header its columns by its first record."""
    while after := LINE_END.match(block, position):
        position = after.end()  # blank lines are no records
    end = grammar.record_end(block, position)
    width = len(grammar.cells(block[position:end])) if end else 0
    return by_position(width, source, shown(path))
