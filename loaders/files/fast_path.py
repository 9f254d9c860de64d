"""Proves runs of lines that mean the same to PostgreSQL's `COPY` as to the tokenizer."""

import re

from loaders.contract.model import Dialect

# What `COPY` takes for no delimiter or quote, because they have a meaning in its text form.
TAKEN = b"\\.abcdefghijklmnopqrstuvwxyz0123456789"
NO_QUOTE = "\x01"  # `COPY` wants a quote all the same; a line that holds this one is not proved
# Bytes that are looked at together: few, by column, where some lines are unusual.
SMALL, LARGE = 2**8, 2**22


class FastPath:
    """Proves lines: each is a record that ends with `line_end`, of cells wholly quoted or bare.

    Such a line holds no NUL; the caller sees to it that it is UTF-8. `COPY` reads it the same, told
    `delimiter` and `quote`, if it `takes` them. A delimiter of several bytes, and lines that end
    with CR, as once on Macs, are left to the tokenizer (`proves`).
    """

    def __init__(self, dialect: Dialect, width: int, line_end: bytes):
        self.delimiter, self.quote = dialect.delimiter, dialect.quote or NO_QUOTE
        self.line_end, self.single = line_end, width == 1
        self.size = self.small = SMALL * width
        delimiter, quote = self.delimiter.encode(), self.quote.encode()
        self.proves = len(delimiter) == 1 and line_end != b"\r"
        self.takes = len(delimiter) == 1 and delimiter not in TAKEN and quote not in TAKEN
        special = delimiter + quote + b"\r\n\0"
        self.usual_bytes = bytes(set(range(256)) - set(special))
        self.specials = delimiter * (width - 1) + line_end
        inside = rb"[^\r\n\0%b]*" % re.escape(quote + dialect.escape.encode())
        doubled = rb"(?:%b%b)*" % (re.escape(quote * 2), inside)
        quoted = inside + (doubled if dialect.escape == dialect.quote else b"")
        cell = rb"[^%b]*" % re.escape(special)
        if dialect.quote:
            cell = rb"(?:%b|%b%b%b)" % (cell, re.escape(quote), quoted, re.escape(quote))
        # Before PostgreSQL 18 a line of `\.` alone ends the data; only a single cell can be one.
        start = rb"(?!\\\.[\r\n])" if self.single else b""
        line = start + re.escape(delimiter).join([cell] * width) + line_end
        self.line, self.lines = re.compile(line), re.compile(rb"(?:%b)*" % line)

    def run(self, text: bytes, start: int, stop: int) -> int:
        """Return where the run of proved lines ends that begins at `start`, before `stop`."""
        position = start
        while position < stop:
            last = text.rfind(self.line_end, position, min(position + self.size, stop))
            end = last + len(self.line_end) if last >= 0 else position
            if end > position and self._is_bare(text[position:end]):
                position, self.size = end, min(self.size * 2, LARGE)
            elif self.size > self.small:
                self.size = self.small
            else:
                reached = self._matched(text, position, end, stop)
                if reached < end or reached == position:
                    return reached
                position = reached
        return position

    def _is_bare(self, lines: bytes) -> bool:
        """Whether each line has its delimiters and nothing else that is special."""
        specials = lines.translate(None, self.usual_bytes)
        count = len(specials) // len(self.specials)
        # The CR and LF of CRLF are counted as well as seen: they must be side by side.
        alike = specials == self.specials * count and lines.count(self.line_end) == count
        return alike and not (self.single and b"\\." in lines)

    def _matched(self, text: bytes, position: int, end: int, stop: int) -> int:
        """Return how far the lines up to `end` match, or the one line that begins here."""
        found = self.lines.match(text, position, end)
        if found is None or found.end() == position:
            # A line that is longer may be too long for a record.
            found = self.line.match(text, position, min(position + LARGE, stop))
        return found.end() if found else position
