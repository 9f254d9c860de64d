"""Turns a delimited file, block by block, into batches.

Lines that are proved plain go to PostgreSQL's `COPY` as they are. All else is read by the
tokenizer, record by record, from the first unusual line to where its record ends.
"""

import codecs
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from loaders.batch import Batch, Layout
from loaders.contract.model import Dialect
from loaders.files.fast_path import FastPath
from loaders.files.tokenizer import LINE_END, RECORD_LIMIT, Record, RecordEnds, Tokenizer
from loaders.files.writing import Writer

REACH = 2**16  # bytes within which a record of broken quoting may go on


class DelimitedReader:
    """Reads blocks of UTF-8 text; every record is landed or rejected, exactly once."""

    def __init__(self, dialect: Dialect, layout: Layout, ends: RecordEnds, lines: int):
        self.tokenizer = Tokenizer(dialect)
        self.fast = FastPath(dialect, layout.width, ends.usual)
        self.writer = Writer(dialect, layout, self.fast, self.tokenizer)
        self.ends, self.width, self.lines = ends, layout.width, lines
        self.ended_wrong = False  # the last record
        self.unsettled = 0

    def batches(self, blocks: Iterator[bytes]) -> Iterator[Batch]:
        """Read the blocks that follow the header, each of whole lines."""
        carried, block, read = b"", next(blocks, None), 0
        while block is not None:
            following = next(blocks, None)
            text = carried + block
            consumed = self._read(text, final=following is None)
            carried, block, read = text[consumed:], following, read + consumed
            for batch in self.writer.take():
                yield replace(batch, read=read)

    def _read(self, text: bytes, final: bool) -> int:
        """Read records; return where the first one begins of which `text` holds only a part."""
        undecodable = _undecodable(text)
        position, self.unsettled = 0, 0
        while position < len(text):
            if self.fast.proves and not self.ended_wrong:
                at = bisect_left(undecodable, position)
                stop = undecodable[at] if at < len(undecodable) else len(text)
                position = self._run(text, position, stop)
                if position == len(text):
                    break
            record = self.tokenizer.read(text, position, final)
            if record is None:
                break
            reach: int | None = record.after
            if record.cells is None:
                reach = self._reach(text, position, record.after, final)
            if reach is None:
                break
            self._take(text, position, record, last=final and record.after == len(text))
            self._reject_lines(text, record.after, reach)
            position = reach
        return position

    def _run(self, text: bytes, start: int, stop: int) -> int:
        """Take the proved lines that begin at `start`; return where they end."""
        end = self.fast.run(text, start, stop)
        if end > start:
            count = text.count(self.ends.usual, start, end)
            self.writer.run(text[start:end], count)
            self.lines += count
        return end

    def _take(self, text: bytes, start: int, record: Record, last: bool) -> None:
        raw, end = text[start : record.stop], text[record.stop : record.after]
        # A blank line is no record, unless records have one cell, which may be empty.
        if raw or self.width == 1:
            ends_wrong = bool(end) and end not in self.ends.allowed and not last
            wrong = ends_wrong or self.ended_wrong
            reason = "row-error" if wrong else self._reason(raw, record.cells)
            if reason:
                self.writer.reject(self.lines + 1, raw, reason, len(record.cells or []))
            else:
                self.writer.record(raw, record.cells or [])
            self.ended_wrong = ends_wrong
        self.lines += len(LINE_END.findall(text, start, record.after))

    def _reason(self, raw: bytes, cells: list[bytes] | None) -> str | None:
        if cells is None or len(raw) > RECORD_LIMIT:
            return "row-error"
        if b"\0" in raw:
            return "source-error"
        if not raw.isascii() and _undecodable(raw):
            return "encoding-error"
        if len(cells) != self.width:
            return "missing-cell" if len(cells) < self.width else "extra-cell"
        return None

    def _reach(self, text: bytes, start: int, after: int, final: bool) -> int | None:
        """Return up to where lines may belong to the record at `start`, whose quoting is broken.

        Where its line may leave a quoted cell open, the next line with a quote decides: if it
        reads well by itself, quoting is sound again, and nothing else belongs to the record; if
        it reads well as the end of a quoted cell, all up to there does; if neither, the next one
        decides. A line that is all in the first cell takes the next line with a delimiter along.
        None means that more text is needed.
        """
        limit, line = start + REACH, text[start:after]
        if not self.tokenizer.leaves_open(line):
            return after
        if self.width > 1 and self.tokenizer.delimiter not in line:
            own_end = self._first_delimited(text, after, limit, final)
            if own_end is None:
                return None
            after = own_end
        # Lines up to `unsettled` have been found to decide nothing.
        at = max(after, self.unsettled)
        while (quote := text.find(self.tokenizer.quote, at, limit)) >= 0:
            begin = 1 + max(text.rfind(end, at, quote) for end in (b"\n", b"\r"))
            begin = max(begin, at)
            alone = self.tokenizer.read(text, begin, final)
            rest = self.tokenizer.read(text, begin, final, inside=True)
            if alone is None or rest is None:
                return None
            if alone.cells is not None:
                return after
            if rest.cells is not None:
                return rest.after
            at = self.unsettled = alone.after
        return after if final or len(text) >= limit else None

    def _first_delimited(self, text: bytes, start: int, limit: int, final: bool) -> int | None:
        """Return where the first line with a delimiter ends, or `start` where none is near."""
        found = text.find(self.tokenizer.delimiter, start, limit)
        if found < 0:
            return start if final or len(text) >= limit else None
        end = LINE_END.search(text, found)
        return end.end() if end else len(text) if final else None

    def _reject_lines(self, text: bytes, start: int, stop: int) -> None:
        """Reject what may belong to the broken record before it."""
        while start < stop:
            end = LINE_END.search(text, start, stop)
            until, after = end.span() if end else (stop, stop)
            if until > start:
                self.writer.reject(self.lines + 1, text[start:until], "continuation")
                self.ended_wrong = until < after and text[until:after] not in self.ends.allowed
            self.lines += until < after
            start = after


def _undecodable(text: bytes) -> list[int]:
    """Return the positions of bytes that are not UTF-8."""
    positions: list[int] = []
    if text.isascii():
        return positions

    def note(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        positions.append(error.start)
        return "", error.end

    codecs.register_error("loaders.note", note)
    text.decode("utf-8", "loaders.note")
    return positions
