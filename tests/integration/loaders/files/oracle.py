"""A second reader of delimited text, byte by byte and slow, to hold the real one against."""

from dataclasses import dataclass

from loaders.contract import RECORD_ENDS, Dialect

LINE_ENDS = (b"\r\n", b"\n", b"\r")


@dataclass(frozen=True)
class Expected:
    """What must become of a file: (record, cells) landed, (record, line, raw, reason) rejected."""

    landed: list[tuple[int, list[str]]]
    rejected: list[tuple[int, int, str, str]]


def expected(data: bytes, width: int, dialect: Dialect) -> Expected:
    """Read the records of UTF-8 `data`, which has no header."""
    landed: list[tuple[int, list[str]]] = []
    rejected: list[tuple[int, int, str, str]] = []
    position = record = 0
    after_wrong = False
    while position < len(data):
        blank = line_end(data, position)
        if blank:
            position += blank
            continue
        record += 1
        cells, stop = read_record(data, position, dialect)
        if cells is None:
            stop = position
            while stop < len(data) and not line_end(data, stop):
                stop += 1
        raw = data[position:stop]
        end = data[stop : stop + line_end(data, stop)]
        ends_wrong = bool(end) and end != RECORD_ENDS.get(dialect.record_end, end)
        reason = "row-error" if ends_wrong or after_wrong else verdict(raw, cells, width)
        after_wrong = ends_wrong
        if reason:
            line = 1 + count_line_ends(data[:position])
            text = raw.decode("utf-8", "backslashreplace").replace("\0", "\\x00")
            rejected.append((record, line, text, reason))
        else:
            landed.append((record, [cell.decode() for cell in cells or []]))
        position = stop + line_end(data, stop)
    return Expected(landed, rejected)


def verdict(raw: bytes, cells: list[bytes] | None, width: int) -> str | None:
    if cells is None:
        return "row-error"
    if b"\0" in raw:
        return "source-error"
    try:
        raw.decode()
    except UnicodeDecodeError:
        return "encoding-error"
    if len(cells) != width:
        return "missing-cell" if len(cells) < width else "extra-cell"
    return None


def line_end(data: bytes, position: int) -> int:
    """The length of the line end that stands at `position`, or 0."""
    return next((len(end) for end in LINE_ENDS if data.startswith(end, position)), 0)


def count_line_ends(data: bytes) -> int:
    count = position = 0
    while position < len(data):
        length = line_end(data, position)
        count += bool(length)
        position += length or 1
    return count


def read_record(data: bytes, position: int, dialect: Dialect) -> tuple[list[bytes] | None, int]:
    """The cells of a record and where it ends; no cells where its quoting is broken."""
    delimiter, quote, escape = (
        mark.encode() for mark in (dialect.delimiter, dialect.quote, dialect.escape)
    )
    cells = []
    while True:
        cell = b""
        if quote and data.startswith(quote, position):
            position += 1
            while True:
                if position >= len(data):
                    return None, position
                byte = data[position : position + 1]
                following = data[position + 1 : position + 2]
                if byte == escape and (following == quote if escape == quote else following):
                    cell += following
                    position += 2
                elif byte == quote:
                    position += 1
                    break
                else:
                    cell += byte
                    position += 1
        else:
            while position < len(data) and not line_end(data, position):
                if data.startswith(delimiter, position):
                    break
                cell += data[position : position + 1]
                position += 1
        cells.append(cell)
        if data.startswith(delimiter, position):
            position += len(delimiter)
        elif position == len(data) or line_end(data, position):
            return cells, position
        else:
            return None, position
