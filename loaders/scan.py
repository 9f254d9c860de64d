"""Finds every record of a block of bytes, however broken its quoting.

Numpy does the well-formed stretches at once; a regular expression decides each odd record. It is
what a block goes through when the cheap checks or DuckDB find anything unusual in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from loaders.grammar import LINE_END, Grammar

Positions = NDArray[np.int64]
LF, CR = 10, 13
BROKEN = -1  # stands for the number of cells of a record whose quoting is broken
RECORD_LIMIT = 8 * 2**20  # bytes; a longer record is set aside, so memory stays bounded


@dataclass(frozen=True)
class Scan:
    """The records of a block in order, blank lines left out.

    `starts`, `ends` are byte offsets (the end excludes the line end), `cells` counts each
    record's cells or is `BROKEN`, `odd` marks records that hold quotes in unquoted cells,
    `line_ends` are the offsets of every LF and CR outside quoted cells, and `consumed` is where
    the first record begins that the block holds only in part.
    """

    starts: Positions
    ends: Positions
    cells: Positions
    odd: NDArray[np.bool_]
    line_ends: Positions
    consumed: int


@dataclass(frozen=True)
class Piece:
    """Some records that follow each other."""

    starts: Positions
    ends: Positions
    cells: Positions
    odd: bool
    line_ends: Positions
    stop: int


def scan(block: bytes, grammar: Grammar, final: bool) -> Scan:
    """Find the records of `block`, which begins at a record; `final` says nothing follows it."""
    pieces = list(_plain(block, grammar, final) if grammar.plain else _walk(block, grammar, final))
    starts = _joined([piece.starts for piece in pieces])
    ends = _joined([piece.ends for piece in pieces])
    odd = np.concatenate([np.zeros(0, bool), *(np.full(len(p.starts), p.odd) for p in pieces)])
    filled = starts < ends
    return Scan(
        starts[filled],
        ends[filled],
        _joined([piece.cells for piece in pieces])[filled],
        odd[filled],
        _joined([piece.line_ends for piece in pieces]),
        pieces[-1].stop if pieces else 0,
    )


def _joined(arrays: list[Positions]) -> Positions:
    return np.concatenate([np.zeros(0, np.int64), *arrays])


def _one(block: bytes, grammar: Grammar, start: int, final: bool) -> Piece | None:
    """Decide the record at `start` alone; None means that more bytes are needed."""
    end = grammar.record_end(block, start)
    broken = end is None
    if end is None:
        within = len(block) - start <= RECORD_LIMIT
        if not final and within and grammar.open_at_end(block, start):
            return None
        line_end = LINE_END.search(block, start)
        end = line_end.start() if line_end else len(block)
    after = LINE_END.match(block, end)
    if after is None and not final:
        return None
    stop = after.end() if after else end
    count = BROKEN if broken else len(grammar.cells(block[start:end]))
    # What is neither broken nor plain is written anew, so that DuckDB reads it as it is meant.
    return Piece(
        np.array([start]),
        np.array([end]),
        np.array([count]),
        not broken,
        np.arange(end, stop),
        stop,
    )


def _walk(block: bytes, grammar: Grammar, final: bool) -> Iterator[Piece]:
    start = 0
    while start < len(block):
        piece = _one(block, grammar, start, final)
        if piece is None:
            return
        yield piece
        start = piece.stop


def _plain(block: bytes, grammar: Grammar, final: bool) -> Iterator[Piece]:
    marks = Marks(block, grammar)
    start = 0
    while start < len(block):
        piece, trouble = marks.clean_stretch(start)
        if piece.stop > start:
            yield piece
        start = piece.stop
        if not trouble and (start == len(block) or not final):
            return
        odd = _one(block, grammar, start, final)
        if odd is None:
            return
        yield odd
        start = odd.stop


class Marks:
    """Where a block holds quotes, delimiters and line ends, and where quotes stand wrongly."""

    def __init__(self, block: bytes, grammar: Grammar):
        self.bytes = np.frombuffer(block, np.uint8)
        self.has_cr = b"\r" in block
        self.delimiter = grammar.delimiter[0]
        quoted = grammar.quote and grammar.quote in block
        self.quotes = np.flatnonzero(self.bytes == grammar.quote[0]) if quoted else np.arange(0)
        self.wrong = self._wrong_quotes(self.delimiter)

    @property
    def all_quotes_right(self) -> bool:
        """Whether each quoted cell begins and ends where a cell may; the block is whole lines."""
        return not len(self.wrong[0]) and len(self.quotes) % 2 == 0

    @cached_property
    def line_ends(self) -> Positions:
        """Every LF and CR."""
        is_end = self.bytes == LF
        return np.flatnonzero(is_end | (self.bytes == CR) if self.has_cr else is_end)

    @cached_property
    def delimiters(self) -> Positions:
        """Every delimiter."""
        return np.flatnonzero(self.bytes == self.delimiter)

    @cached_property
    def quotes_before_line_end(self) -> Positions:
        """How many quotes stand before each line end."""
        return np.searchsorted(self.quotes, self.line_ends)

    @cached_property
    def quotes_before_delimiter(self) -> Positions:
        """How many quotes stand before each delimiter."""
        return np.searchsorted(self.quotes, self.delimiters)

    def _wrong_quotes(self, delimiter: int) -> tuple[Positions, Positions]:
        """Return the quotes that stand wrongly if those of even (odd) number open a cell."""
        edge = np.zeros(256, bool)
        edge[[delimiter, LF, CR]] = True
        last = len(self.bytes) - 1
        before = self.bytes[np.maximum(self.quotes - 1, 0)]
        after = self.bytes[np.minimum(self.quotes + 1, last)]
        # Two quotes side by side are one quote inside a cell, whichever of them opens or closes.
        paired = np.concatenate([[False], np.diff(self.quotes) == 1, [False]])
        opens = edge[before] | (self.quotes == 0) | paired[:-1][: len(self.quotes)]
        closes = edge[after] | (self.quotes == last) | paired[1:][: len(self.quotes)]
        even = np.arange(len(self.quotes)) % 2 == 0
        return (
            np.flatnonzero(~np.where(even, opens, closes)),
            np.flatnonzero(~np.where(even, closes, opens)),
        )

    def clean_stretch(self, start: int) -> tuple[Piece, bool]:
        """Return the well-formed records from `start` (a record's start) on.

        The second value says whether a quote stopped the stretch before the block's last line end.
        """
        first = int(np.searchsorted(self.quotes, start))
        wrong = self.wrong[first % 2]
        at = int(np.searchsorted(wrong, first))
        until, trouble = len(self.bytes), False
        if at < len(wrong):
            until, trouble = int(self.quotes[wrong[at]]), True
        elif (len(self.quotes) - first) % 2:
            until, trouble = int(self.quotes[-1]), True
        ends = self._outside(self.line_ends, self.quotes_before_line_end, first, start, until)
        after_cr = (self.bytes[ends] == LF) & (ends > start) & (self.bytes[ends - 1] == CR)
        record_ends = ends[~after_cr]
        followed = np.zeros(len(record_ends), bool)
        inner = record_ends + 1 < len(self.bytes)
        followed[inner] = (self.bytes[record_ends[inner]] == CR) & (
            self.bytes[record_ends[inner] + 1] == LF
        )
        nexts = record_ends + 1 + followed
        starts = np.concatenate([[start], nexts[:-1]])[: len(record_ends)]
        delimiters = self._outside(
            self.delimiters, self.quotes_before_delimiter, first, start, until
        )
        cells = np.searchsorted(delimiters, record_ends) - np.searchsorted(delimiters, starts) + 1
        stop = int(nexts[-1]) if len(nexts) else start
        return Piece(starts, record_ends, cells, False, ends, stop), trouble

    def _outside(
        self, positions: Positions, quotes_before: Positions, first: int, start: int, until: int
    ) -> Positions:
        low, high = np.searchsorted(positions, [start, until])
        outside = (quotes_before[low:high] - first) % 2 == 0
        stretch: Positions = positions[low:high][outside]
        return stretch
