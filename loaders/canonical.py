"""Turns a block with odd records into one that every CSV reader takes alike.

Each record of the block becomes exactly one record of the canonical text: a good one as it is, an
odd one quoted anew, a bad one replaced by a mark that is filtered out after numbering. So a
record's number in the file is its position, whatever stands before it.
"""

import codecs
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from loaders.grammar import Grammar
from loaders.marks import CR, LF, Positions
from loaders.rejects import Reject, readable
from loaders.scan import BROKEN, RECORD_LIMIT, Scan


@dataclass(frozen=True)
class Canonical:
    """A block's text (LF, UTF-8, no blank lines), its records in all, and those set aside."""

    text: bytes
    records: int
    rejects: list[Reject]


def canonical(
    block: bytes, found: Scan, grammar: Grammar, width: int, mark: bytes, record: int, line: int
) -> Canonical:
    """Return the canonical form of the records in `found`.

    `width` is the number of cells a record must have, `mark` the first cell of what replaces a
    bad record, `record` and `line` how many records and lines the file has before this block.
    """
    reasons = _reasons(block, found, width)
    at = np.array(sorted(reasons), np.int64)
    spans = zip(
        at.tolist(),
        found.starts[at].tolist(),
        found.ends[at].tolist(),
        np.searchsorted(_line_ends(block), found.starts[at]).tolist(),
        strict=True,
    )
    rejects = [
        Reject(record + index + 1, line + before + 1, readable(block[start:end]), reasons[index])
        for index, start, end, before in spans
    ]
    bad = grammar.delimiter.join([mark, *[b""] * (width - 1)])
    replaced = dict.fromkeys(reasons, bad)
    for index in np.flatnonzero(found.odd):
        if index not in replaced:
            cells = grammar.cells(block[found.starts[index] : found.ends[index]])
            replaced[int(index)] = grammar.write(cells)
    return Canonical(_rewrite(block, found, replaced), len(found.starts), rejects)


def count_lines(block: bytes) -> int:
    """Return how many lines end in `block`; LF, CRLF and CR end one each."""
    return len(_line_ends(block)) if b"\r" in block else block.count(b"\n")


def _line_ends(block: bytes) -> Positions:
    text = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero((text == LF) | (text == CR))
    if b"\r\n" not in block:
        return ends
    second = (text[ends] == LF) & (ends > 0) & (text[ends - 1] == CR)
    first: Positions = ends[~second]
    return first


def _reasons(block: bytes, found: Scan, width: int) -> dict[int, str]:
    """Return the bad records' positions with the first thing that is wrong with each."""
    reasons: dict[int, str] = {}
    marked = [
        ("row-error", np.flatnonzero(found.ends - found.starts > RECORD_LIMIT)),
        ("row-error", np.flatnonzero(found.cells == BROKEN)),
        ("source-error", _holding(found, _nul_bytes(block))),
        ("encoding-error", _holding(found, _undecodable_bytes(block))),
        ("missing-cell", np.flatnonzero(found.cells < width)),
        ("extra-cell", np.flatnonzero(found.cells > width)),
    ]
    for reason, indexes in marked:
        for index in indexes.tolist():
            reasons.setdefault(index, reason)
    return reasons


def _nul_bytes(block: bytes) -> list[int]:
    if b"\0" not in block:
        return []
    return [int(at) for at in np.flatnonzero(np.frombuffer(block, np.uint8) == 0)]


def _undecodable_bytes(block: bytes) -> list[int]:
    positions: list[int] = []

    def note(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        positions.append(error.start)
        return "", error.end

    codecs.register_error("loaders.note", note)
    block.decode("utf-8", "loaders.note")
    return positions


def _holding(found: Scan, positions: list[int]) -> Positions:
    """Return the records that the byte positions lie in, those outside every record left out."""
    at = np.array([p for p in positions if p < found.consumed], np.int64)
    return np.unique(np.searchsorted(found.starts, at, side="right") - 1)


def _rewrite(block: bytes, found: Scan, replaced: dict[int, bytes]) -> bytes:
    """Put the records together again, each ended by one LF."""
    between = _spans(block, found)
    parts, position = [], 0
    for index in sorted(replaced):
        parts.append(between(position, int(found.starts[index])))
        parts.append(replaced[index] + b"\n")
        position = int(found.ends[index]) + 1
    parts.append(between(position, found.consumed))
    written = b"".join(parts)
    return written if written.endswith(b"\n") or not written else written + b"\n"


def _spans(block: bytes, found: Scan) -> Callable[[int, int], bytes]:
    """Return what gives a stretch of the block without its blank lines and with LF for CR."""
    lengths = int((found.ends - found.starts + 1).sum())
    if lengths == found.consumed and b"\r" not in block:
        return lambda start, end: block[start:end]
    text = np.frombuffer(block, np.uint8).copy()
    text[found.line_ends] = LF
    # A record's own bytes and the first byte of its line end stay; the rest are blank lines and
    # the second byte of CRLF.
    edges = np.zeros(len(block) + 2, np.int8)
    edges[found.starts] += 1
    edges[found.ends + 1] -= 1
    keep = np.cumsum(edges, dtype=np.int8)[: len(block)] > 0
    return lambda start, end: text[start:end][keep[start:end]].tobytes()
