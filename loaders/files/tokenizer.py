"""Reads one record of a delimited file exactly: where it ends, and its cells as they are meant."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from loaders.contract.model import RECORD_ENDS, Dialect

LINE_END = re.compile(rb"\r\n|\n|\r")
SAMPLED = 1_000  # records whose ends tell those of a file
RECORD_LIMIT = 8 * 2**20  # bytes; a longer record is rejected, so that memory stays bounded


class Record(NamedTuple):
    """A record's cells, where it ends (`stop`), and where the line after it begins (`after`).

    A record whose quoting is broken has no cells and is one line.
    """

    cells: list[bytes] | None
    stop: int
    after: int


class Tokenizer:
    """The grammar of a dialect over UTF-8 bytes: RFC 4180, ended by any of LF, CRLF and CR.

    A cell is quoted when its first byte is the quote; then the closing quote must come right
    before a delimiter or a line end. Any other cell is bare and holds no quote, unless
    `bare_quotes` are allowed. An escape that is not the quote goes away before a quote inside
    quotes, and nowhere else.
    """

    def __init__(self, dialect: Dialect, bare_quotes: bool = False):
        self.delimiter = dialect.delimiter.encode()
        self.quote = dialect.quote.encode()
        self.escape = dialect.escape.encode()
        delimiter, quote = re.escape(self.delimiter), re.escape(self.quote)
        stop = rb"\r\n" if bare_quotes else rb"\r\n" + quote
        bare = rb"[^%b%b]*" if len(self.delimiter) == 1 else rb"(?:(?!%b)[^%b])*"
        self.bare = re.compile(bare % (delimiter, stop))
        # A line whose first quote can only be the end of a cell.
        cell = rb"[^%b]+(?<!%b)%b" % (quote, delimiter, quote)
        self.closing = re.compile(rb"%b(?:%b|[\r\n]|\Z)" % (cell, delimiter)) if quote else None

    def read(
        self, text: bytes, start: int, final: bool = True, inside: bool = False
    ) -> Record | None:
        """Read the record at `start`, or where a quoted cell is open at it (`inside`), its rest.

        None means that it may go on behind `text`, which is not `final`.
        """
        end = LINE_END.search(text, start)
        stop, after = end.span() if end else (len(text), len(text))
        if not (self.quote and (inside or self.quote in text[start:stop])):
            return Record(text[start:stop].split(self.delimiter), stop, after)
        cells, position = self._cells(text, start, inside)
        if cells is not None:
            end = LINE_END.match(text, position)
            return Record(cells, position, end.end() if end else position)
        if position == len(text) and not final and position - start <= RECORD_LIMIT:
            return None
        return Record(None, stop, after)

    def leaves_open(self, line: bytes) -> bool:
        """Whether a line of broken quoting may leave a quoted cell open."""
        if self.escape != self.quote:
            line = line.replace(self.escape + self.quote, b"\0\0")
        return line.count(self.quote) % 2 == 1 and not (self.closing and self.closing.match(line))

    def _cells(self, text: bytes, start: int, inside: bool) -> tuple[list[bytes] | None, int]:
        """Return a record's cells and its end, or None and where its quoting breaks."""
        cells, position = [], start
        while True:
            if inside or text.startswith(self.quote, position):
                begin = position if inside else position + 1
                closing, inside = self._closing(text, begin), False
                if closing < 0:
                    return None, len(text)
                cells.append(text[begin:closing].replace(self.escape + self.quote, self.quote))
                end = closing + 1
            else:
                bare = self.bare.match(text, position)
                end = bare.end() if bare else position
                cells.append(text[position:end])
            if text.startswith(self.delimiter, end):
                position = end + len(self.delimiter)
            else:
                ended = end == len(text) or text[end] in b"\r\n"
                return cells if ended else None, end

    def _closing(self, text: bytes, position: int) -> int:
        """Return where the quote is that closes the cell whose inside begins here, or -1."""
        while (at := text.find(self.quote, position)) >= 0:
            if self.escape == self.quote and text.startswith(self.quote, at + 1):
                position = at + 2
            elif self.escape != self.quote and text.startswith(self.escape, at - 1):
                position = at + 1
            else:
                return at
        return -1


@dataclass(frozen=True)
class RecordEnds:
    """The end that a file's records have, and all those that may end one.

    A record that ends otherwise may be half of one, and the next one its other half.
    """

    usual: bytes
    allowed: tuple[bytes, ...]

    @classmethod
    def of(cls, dialect: Dialect, text: bytes) -> "RecordEnds":
        """Return the declared end, else that of nearly all of a file's first records."""
        if dialect.record_end in RECORD_ENDS:
            declared = RECORD_ENDS[dialect.record_end]
            return cls(declared, (declared,))
        tokenizer, position = Tokenizer(dialect), 0
        counts = dict.fromkeys(RECORD_ENDS.values(), 0)
        for _ in range(SAMPLED):
            record = tokenizer.read(text, position)
            if record is None or record.stop == record.after:
                break
            counts[text[record.stop : record.after]] += 1
            position = record.after
        usual = max(counts, key=counts.__getitem__)
        # A CRLF among LF is no doubtful end: nobody types one inside a cell of such a file.
        allowed = (b"\n", b"\r\n") if usual == b"\n" else (usual,)
        others = sum(count for end, count in counts.items() if end not in allowed)
        if counts[usual] > 1 and others <= max(1, counts[usual] // 10):
            return cls(usual, allowed)
        return cls(usual, tuple(RECORD_ENDS.values()))
