"""A second reader of delimited text, byte by byte and slow, to hold the real one against."""

from collections.abc import Iterator
from dataclasses import dataclass

from loaders.contract.model import RECORD_ENDS, Dialect

LINE_ENDS = (b"\r\n", b"\n", b"\r")
REACH = 2**16


@dataclass(frozen=True)
class Expected:
    """What must become of a file: (record, cells) landed, (record, line, raw, reason) rejected."""

    landed: list[tuple[int, list[str]]]
    rejected: list[tuple[int, int, str, str]]


def expected(
    data: bytes, width: int, dialect: Dialect, ends: tuple[bytes, ...] = LINE_ENDS
) -> Expected:
    """Read the records of UTF-8 `data`, which has no header; each must have one of the `ends`."""
    if dialect.record_end in RECORD_ENDS:
        ends = (RECORD_ENDS[dialect.record_end],)
    landed: list[tuple[int, list[str]]] = []
    rejected: list[tuple[int, int, str, str]] = []
    position = record = belongs_until = 0
    after_wrong = False
    while position < len(data):
        blank = line_end(data, position)
        if blank and (width > 1 or position < belongs_until):
            position += blank
            continue
        record += 1
        cells, stop = read_record(data, position, dialect)
        if cells is None or position < belongs_until:
            stop = line_stop(data, position)
        raw = data[position:stop]
        end = data[stop : stop + line_end(data, stop)]
        ends_wrong = bool(end) and end not in ends and stop + len(end) < len(data)
        reason = "row-error" if ends_wrong or after_wrong else verdict(raw, cells, width)
        after_wrong = ends_wrong
        following = stop + len(end)
        if position < belongs_until:
            reason = "continuation"
        elif cells is None:
            belongs_until = continuation(data, position, following, dialect, width)
        if reason:
            line = 1 + count_line_ends(data[:position])
            text = raw.decode("utf-8", "backslashreplace").replace("\0", "\\x00")
            rejected.append((record, line, text, reason))
        else:
            landed.append((record, [cell.decode() for cell in cells or []]))
        position = following
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
    """The length of the line end at `position`, or 0."""
    return next((len(end) for end in LINE_ENDS if data.startswith(end, position)), 0)


def line_stop(data: bytes, position: int) -> int:
    """Where the line that begins at `position` ends."""
    while position < len(data) and not line_end(data, position):
        position += 1
    return position


def count_line_ends(data: bytes) -> int:
    count = position = 0
    while position < len(data):
        length = line_end(data, position)
        count += bool(length)
        position += length or 1
    return count


def read_record(
    data: bytes, position: int, dialect: Dialect, inside: bool = False
) -> tuple[list[bytes] | None, int]:
    """The cells of a record and where it ends; no cells where its quoting is broken."""
    delimiter, quote, escape = (
        mark.encode() for mark in (dialect.delimiter, dialect.quote, dialect.escape)
    )
    cells = []
    while True:
        cell = b""
        if inside or (quote and data.startswith(quote, position)):
            position += not inside
            inside = False
            while True:
                if position >= len(data):
                    return None, position
                byte = data[position : position + 1]
                if byte == escape and data.startswith(quote, position + 1):
                    cell += quote
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
                if quote and data.startswith(quote, position):
                    return None, position
                cell += data[position : position + 1]
                position += 1
        cells.append(cell)
        if data.startswith(delimiter, position):
            position += len(delimiter)
        elif position == len(data) or line_end(data, position):
            return cells, position
        else:
            return None, position


def continuation(data: bytes, start: int, following: int, dialect: Dialect, width: int) -> int:
    """Where what may belong to the broken record ends whose line is from `start` to `following`."""
    if not leaves_open(data[start:following], dialect):
        return following
    delimiter = dialect.delimiter.encode()
    if width > 1 and delimiter not in data[start:following]:
        position = following
        while position < min(len(data), start + REACH):
            stop = line_stop(data, position)
            if delimiter in data[position : min(stop, start + REACH)]:
                following = stop + line_end(data, stop)
                break
            position = stop + line_end(data, stop)
    position = following
    while position < len(data):
        stop = line_stop(data, position)
        quote = data.find(dialect.quote.encode(), position, stop)
        if quote >= start + REACH:
            return following
        if quote >= 0:
            if read_record(data, position, dialect)[0] is not None:
                return following
            cells, end = read_record(data, position, dialect, inside=True)
            if cells is not None:
                return end + line_end(data, end)
        position = stop + line_end(data, stop)
    return following


def leaves_open(line: bytes, dialect: Dialect) -> bool:
    """Whether a line has an odd number of quotes, and its first one is not just behind a cell."""
    quotes = list(quotes_of(line, dialect))
    if len(quotes) % 2 == 0:
        return False
    first, delimiter = quotes[0], dialect.delimiter.encode()
    begins = first == 0 or line.endswith(delimiter, 0, first)
    behind = first + 1
    ends = behind == len(line) or line_end(line, behind) or line.startswith(delimiter, behind)
    return bool(begins or not ends)


def quotes_of(line: bytes, dialect: Dialect) -> Iterator[int]:
    """Where a line's quotes are, less those after an escape of another kind."""
    quote, escape = dialect.quote.encode(), dialect.escape.encode()
    for position in range(len(line)):
        escaped = escape != quote and position and line.startswith(escape, position - 1)
        if quote and line.startswith(quote, position) and not escaped:
            yield position
