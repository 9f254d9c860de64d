"""Writes a delimited file's records for `COPY`, as they are wherever it reads them the same."""

import re
import secrets
import string
from collections.abc import Iterable
from dataclasses import replace

from loaders.batch import WRITTEN, Batch, Form, Layout, RejectedRecord, readable, row_text
from loaders.contract.model import Dialect
from loaders.files.fast_path import FastPath
from loaders.files.tokenizer import Tokenizer

# Before PostgreSQL 18 such a line ends the data, be it in quotes or not.
END_OF_DATA = re.compile(rb"(?:\A|[\r\n])\\\.(?:[\r\n]|\Z)")


def sentinel_for(dialect: Dialect) -> str:
    """Return a text that is in no file and holds none of the dialect's marks."""
    marks = dialect.delimiter + dialect.quote + dialect.escape
    letters = [letter for letter in string.ascii_uppercase + string.digits if letter not in marks]
    return "".join(secrets.choice(letters) for _ in range(32))


class Writer:
    """Collects records in batches, each of one form.

    In the file's own form (`as_is`), PostgreSQL numbers the records, and a sentinel takes the
    number of a rejected one. What `COPY` cannot be told is written again, with its number.
    """

    def __init__(self, dialect: Dialect, layout: Layout, fast: FastPath, tokenizer: Tokenizer):
        self.layout, self.tokenizer = layout, tokenizer
        self.line_end = b"\n" if fast.line_end == b"\r" else fast.line_end
        self.delimiter, self.quote = fast.delimiter.encode(), fast.quote.encode()
        self.reads_quotes = bool(dialect.quote) and dialect.quote == dialect.escape
        self.as_is: Form | None = None
        if fast.takes and not layout.has_extra:
            sentinel = sentinel_for(dialect)
            self.as_is = Form("csv", fast.delimiter, fast.quote, sentinel, numbered=False)
            rest = fast.delimiter * (layout.width - 1)
            self.sentinel_line = f"{sentinel}{rest}".encode() + self.line_end
        self.form = self.as_is or WRITTEN
        self.records = self.landed = 0
        self.parts: list[bytes] = []
        self.rejects: list[RejectedRecord] = []
        self.batches: list[Batch] = []
        self.held: set[str] = set()  # the nameless columns that hold something

    def run(self, lines: bytes, count: int) -> None:
        """Take `count` proved lines."""
        if self.as_is:
            self._change(self.as_is)
            self.parts.append(lines)
            self.landed += count
            self.records += count
            return
        for line in lines.split(self.line_end)[:-1]:
            record = self.tokenizer.read(line, 0)
            assert record
            assert record.cells  # the line is proved
            self._write(record.cells)

    def record(self, raw: bytes, cells: list[bytes]) -> None:
        """Take a record that lands."""
        if self.as_is is None or (b"\\." in raw and END_OF_DATA.search(raw)):
            self._write(cells)
            return
        self._change(self.as_is)
        self.parts += [raw if self.reads_quotes else self._quoted(cells), self.line_end]
        self.landed += 1
        self.records += 1

    def _write(self, cells: list[bytes]) -> None:
        """Write a record again, with its number."""
        self._change(WRITTEN)
        self.landed += 1
        self.records += 1
        texts = b"\0".join(cells).decode().split("\0")
        self.parts.append(row_text(*self.layout.arranged(texts, self.held), self.records))

    def reject(self, line: int, raw: bytes, reason: str, cells: int = 0) -> None:
        """Take a record that does not land; it begins on `line`."""
        self.records += 1
        self.rejects.append(RejectedRecord(self.records, line, readable(raw), reason, cells))
        if self.form is self.as_is:
            self.parts.append(self.sentinel_line)

    def take(self) -> Iterable[Batch]:
        """Return what was collected since the last time."""
        self._end_batch()
        taken, self.batches = self.batches, []
        return taken

    def _quoted(self, cells: list[bytes]) -> bytes:
        quote = self.quote
        return self.delimiter.join(quote + cell.replace(quote, quote * 2) + quote for cell in cells)

    def _change(self, form: Form) -> None:
        if self.form is not form:
            self._end_batch()
            self.form = form

    def _end_batch(self) -> None:
        text, form = b"".join(self.parts), self.form
        if form is self.as_is:
            form = replace(form, has_sentinels=bool(self.rejects))
            # PostgreSQL reads its text form a tenth quicker; a quote is an ordinary byte there.
            if self.quote not in text and b"\\" not in text:
                form = replace(form, format="text")
        if text or self.rejects:
            self.batches.append(Batch(text, self.landed, self.rejects, form))
        self.parts, self.landed, self.rejects = [], 0, []
