"""Finds every record of a block of bytes, however broken its quoting.

Numpy does the well-formed stretches at once; a regular expression decides each odd record. It is
what a block goes through when the cheap checks or DuckDB find anything unusual in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loaders.files.grammar import LINE_END, Grammar
from loaders.files.marks import Marks, Piece, Positions

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
