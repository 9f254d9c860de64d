"""Finds the well-formed stretches of a block of bytes, all of their records at once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from loaders.files.grammar import Grammar

Positions = NDArray[np.int64]
LF, CR = 10, 13


@dataclass(frozen=True)
class Piece:
    """Some records that follow each other."""

    starts: Positions
    ends: Positions
    cells: Positions
    odd: bool
    line_ends: Positions
    stop: int


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
        return self._quotes_before(self.line_ends)

    @cached_property
    def quotes_before_delimiter(self) -> Positions:
        """How many quotes stand before each delimiter."""
        return self._quotes_before(self.delimiters)

    def _quotes_before(self, positions: Positions) -> Positions:
        # Quotes are few beside the positions, so each looks up its place among these.
        at = np.searchsorted(positions, self.quotes)
        runs = np.diff(at, prepend=0, append=len(positions))
        return np.repeat(np.arange(len(runs)), runs)

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
        outside = (quotes_before[low:high] - first) & 1 == 0
        stretch: Positions = positions[low:high][outside]
        return stretch
