"""Proves that text means the same to PostgreSQL's `COPY` as to us, so that it is sent as it is.

`COPY` joins stray quotes to the lines after them, and before PostgreSQL 18 a lone `\\.` ends the
data. Only text that holds neither comes through here: each record has the right number of
cells, and each quote stands where a cell begins or ends.
"""

import re
from dataclasses import replace

import numpy as np

from loaders.batch import Form, Layout
from loaders.contract import Dialect
from loaders.files.canonical import Canonical
from loaders.files.grammar import Grammar
from loaders.files.line_ends import LineEnds
from loaders.files.marks import LF
from loaders.files.scan import RECORD_LIMIT

# What `COPY` takes for no delimiter or quote, because it may stand in its own marks.
TAKEN = b"\\.abcdefghijklmnopqrstuvwxyz0123456789"


class Plain:
    """Which form of `COPY` takes a text of one dialect, if one does."""

    def __init__(self, dialect: Dialect, layout: Layout, mark: bytes):
        grammar = Grammar.of(dialect)
        self.delimiter, self.quote = grammar.delimiter, grammar.quote
        self.width = layout.width
        # Null tokens and undeclared columns take a reader that knows cells.
        self.possible = (
            grammar.plain
            and all(mark not in TAKEN for mark in (self.delimiter, self.quote or b","))
            and not layout.extra
        )
        # The mark is made up anew for each load, so no other cell is taken for null.
        common = Form("text", dialect.delimiter, dialect.quote, mark.decode(), numbered=False)
        self.as_text, self.as_csv = common, replace(common, format="csv")

    def lines(self, lines: LineEnds) -> Form | None:
        """Return the form of a block in which each line is a record that lands."""
        block = lines.block
        if not self.possible or len(block) > RECORD_LIMIT or not block.endswith(b"\n"):
            return None
        if b"\0" in block or (self.quote and self.quote in block):
            return None
        if lines.has_cr and not lines.are_crlf:
            return None
        if not self._all_wide(block) or not _is_utf8(block):
            return None
        return self._form(block, lines.are_crlf)

    def records(self, safe: Canonical) -> Form | None:
        """Return the form of canonical text, whose records are proved by the scan."""
        form = self._form(safe.text, safe.crlf) if self.possible else None
        return replace(form, marked=True) if form and safe.rejects else form

    def _form(self, text: bytes, crlf: bool) -> Form | None:
        """Choose the quicker form; a backslash means something to it, a quote does not."""
        form = self.as_csv if self.quote else None
        if b"\\" not in text and not (self.quote and self.quote in text):
            form = self.as_text
        elif b"\\." in text:
            return None
        return replace(form, line_end="\r\n") if form and crlf else form

    def _all_wide(self, block: bytes) -> bool:
        """Whether each line has one delimiter less than there are columns, and no line is blank."""
        text = np.frombuffer(block, np.uint8)
        marks = text[(text == LF) | (text == self.delimiter[0])]
        if len(marks) % self.width:
            return False
        line = np.frombuffer(self.delimiter * (self.width - 1) + b"\n", np.uint8)
        if not (marks.reshape(-1, self.width) == line).all():
            return False
        # A blank line has no delimiter, which only a record of one cell may lack as well.
        return self.width > 1 or not re.search(rb"\n\r?\n|\A\r?\n", block)


def _is_utf8(text: bytes) -> bool:
    try:
        return text.isascii() or bool(text.decode("utf-8"))
    except UnicodeDecodeError:
        return False
