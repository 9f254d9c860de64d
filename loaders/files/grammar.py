"""One record of a delimited file: where it ends, its cells, and how to write it plainly."""

import re
import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from loaders.contract import Dialect

LINE_END = re.compile(rb"\r\n|\n|\r")


def made_up(dialect: Dialect) -> str:
    """Return a text that stands in no file and holds none of the dialect's marks."""
    marks = dialect.delimiter + dialect.quote + dialect.escape
    letters = [letter for letter in string.ascii_uppercase + string.digits if letter not in marks]
    return "".join(secrets.choice(letters) for _ in range(32))


@dataclass(frozen=True)
class Grammar:
    """A dialect's grammar over UTF-8 bytes.

    A cell is quoted when its first byte is the quote; then the closing quote must stand right
    before a delimiter or a line end. In any other cell quotes are ordinary characters. LF, CRLF
    and CR each end a record (RFC 4180, widened by what real exports hold).
    """

    delimiter: bytes
    quote: bytes
    escape: bytes

    @classmethod
    def of(cls, dialect: Dialect) -> "Grammar":
        """Return the grammar of a dialect whose text has become UTF-8."""
        marks = (dialect.delimiter, dialect.quote, dialect.escape)
        return cls(*(mark.encode() for mark in marks))

    @property
    def plain(self) -> bool:
        """Whether quotes are doubled inside quotes and the delimiter is one byte."""
        return len(self.delimiter) == 1 and self.quote == self.escape

    @cached_property
    def _inside(self) -> bytes:
        """What may stand between the quotes of a cell."""
        quote, escape = re.escape(self.quote), re.escape(self.escape)
        if self.quote == self.escape:
            return rb"(?:[^" + quote + rb"]++|" + quote * 2 + rb")*+"
        return rb"(?:[^" + quote + escape + rb"]++|" + escape + rb"(?s:.))*+"

    @cached_property
    def _cell(self) -> bytes:
        delimiter, quote = re.escape(self.delimiter), re.escape(self.quote)
        if len(self.delimiter) == 1:
            bare = rb"[^" + delimiter + rb"\r\n]*+"
        else:
            bare = rb"(?:(?!" + delimiter + rb")[^\r\n])*+"
        if not quote:
            return bare
        return rb"(?:" + quote + self._inside + quote + rb"|(?!" + quote + rb")" + bare + rb")"

    @cached_property
    def _record(self) -> re.Pattern[bytes]:
        more = rb"(?:" + re.escape(self.delimiter) + self._cell + rb")*+"
        return re.compile(self._cell + more + rb"(?=[\r\n]|\Z)")

    @cached_property
    def _open_record(self) -> re.Pattern[bytes]:
        before = rb"(?:" + self._cell + re.escape(self.delimiter) + rb")*+"
        return re.compile(before + re.escape(self.quote) + self._inside + rb"\Z")

    @cached_property
    def _next_cell(self) -> re.Pattern[bytes]:
        return re.compile(rb"(" + self._cell + rb")(" + re.escape(self.delimiter) + rb"|\Z)")

    def record_end(self, text: bytes, start: int) -> int | None:
        """Return where the record that begins at `start` ends, or None where its quoting breaks."""
        match = self._record.match(text, start)
        return match.end() if match else None

    def open_at_end(self, text: bytes, start: int) -> bool:
        """Whether `text` ends inside a quoted cell of the record that begins at `start`."""
        return bool(self.quote and self._open_record.match(text, start))

    def cells(self, record: bytes) -> list[bytes]:
        """Return a well-formed record's cells as they were meant."""
        return [self._meaning(cell) for cell in self._as_they_stand(record)]

    def _as_they_stand(self, record: bytes) -> list[bytes]:
        values, position, more = [], 0, True
        while more:
            match = self._next_cell.match(record, position)
            if match is None:
                raise ValueError("not a well-formed record")
            values.append(match[1])
            position, more = match.end(), bool(match[2])
        return values

    def _meaning(self, cell: bytes) -> bytes:
        if not self.quote or not cell.startswith(self.quote):
            return cell
        inside = cell[1:-1]
        if self.quote == self.escape:
            return inside.replace(self.quote * 2, self.quote)
        return re.sub(re.escape(self.escape) + rb"(?s:(.))", rb"\1", inside)

    def rewritten(self, record: bytes, bare: Mapping[bytes, bytes]) -> bytes:
        """Return a record with each cell quoted: the form that no reader takes differently.

        An unquoted cell that is in `bare` becomes what stands there for it, without quotes.
        """
        return self.delimiter.join(
            bare[cell] if cell in bare else self._quoted(self._meaning(cell))
            for cell in self._as_they_stand(record)
        )

    def _quoted(self, cell: bytes) -> bytes:
        quote, escape = self.quote, self.escape
        if not quote:
            return cell
        if escape != quote:
            cell = cell.replace(escape, escape * 2)
        return quote + cell.replace(quote, escape + quote) + quote
