"""Turns a block with odd records into one that every CSV reader takes alike.

Each record of the block becomes exactly one record of the canonical text: a good one as it is, an
odd one quoted anew, a bad one replaced by a mark that is filtered out after numbering. So a
record's number in the file is its position, whatever stands before it.
"""

import codecs
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loaders.batch import RejectedRecord, readable
from loaders.contract import Dialect
from loaders.files.grammar import Grammar
from loaders.files.line_ends import LineEnds
from loaders.files.marks import LF, Positions
from loaders.files.scan import BROKEN, RECORD_LIMIT, Scan


@dataclass(frozen=True)
class Canonical:
    """A block's text (UTF-8, no blank lines), its records in all, and those set aside.

    `crlf` says whether each of its lines ends with CRLF, else each ends with LF; `ends_wrong`
    whether its last record ends otherwise than declared.
    """

    text: bytes
    records: int
    rejects: list[RejectedRecord]
    crlf: bool
    ends_wrong: bool


@dataclass(frozen=True)
class Rules:
    """What records must be: their dialect and their number of cells.

    `mark` is the first cell of what replaces a bad record, `null` a null cell of one that is
    quoted anew; `keep_crlf` says that text in which all lines end with CRLF may keep them.
    """

    dialect: Dialect
    width: int
    mark: bytes
    null: bytes
    keep_crlf: bool


@dataclass(frozen=True)
class Before:
    """What a file has before a block: records, lines, and whether the last record ends wrong."""

    records: int
    lines: int
    ends_wrong: bool = False


def canonical(lines: LineEnds, found: Scan, rules: Rules, before: Before) -> Canonical:
    """Return the canonical form of the records that were found in the block of `lines`."""
    block = lines.block
    grammar = Grammar.of(rules.dialect)
    wrong = lines.are_wrong(found.ends, rules.dialect.record_end)
    reasons = _reasons(block, found, rules.width, wrong, before.ends_wrong)
    at = np.array(sorted(reasons), np.int64)
    spans = zip(
        at.tolist(),
        found.starts[at].tolist(),
        found.ends[at].tolist(),
        lines.before(found.starts[at]),
        strict=True,
    )
    rejects = [
        RejectedRecord(
            before.records + index + 1,
            before.lines + ended + 1,
            readable(block[start:end]),
            reasons[index],
        )
        for index, start, end, ended in spans
    ]
    bad = grammar.delimiter.join([rules.mark, *[b""] * (rules.width - 1)])
    replaced = dict.fromkeys(reasons, bad)
    nulls: dict[bytes, bytes] = {}
    for index in np.flatnonzero(found.odd):
        if index not in replaced:
            record = block[found.starts[index] : found.ends[index]]
            replaced[int(index)] = grammar.rewritten(record, nulls)
    last_wrong = bool(wrong[-1]) if len(wrong) else before.ends_wrong
    crlf = rules.keep_crlf and lines.are_crlf and _takes(found, b"\r\n")
    text = _rewrite(block, found, replaced, b"\r\n" if crlf else b"\n")
    return Canonical(text, len(found.starts), rejects, crlf, last_wrong)


def _reasons(
    block: bytes, found: Scan, width: int, wrong: NDArray[np.bool_], after_wrong: bool
) -> dict[int, str]:
    """Return the bad records' positions with the first thing that is wrong with each."""
    reasons: dict[int, str] = {}
    # What a wrong end stands between may be two records or two parts of one: both are set aside.
    after = np.concatenate([[after_wrong], wrong])[: len(wrong)]
    marked = [
        ("row-error", np.flatnonzero(wrong | after)),
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


def _rewrite(block: bytes, found: Scan, replaced: dict[int, bytes], end: bytes) -> bytes:
    """Put the records together again, each ended by `end`."""
    between = _spans(block, found, end)
    parts: list[bytes | memoryview] = []
    position = 0
    for index in sorted(replaced):
        parts.append(between(position, int(found.starts[index])))
        parts.append(replaced[index] + end)
        position = int(found.ends[index]) + len(end)
    parts.append(between(position, found.consumed))
    written = b"".join(parts)
    return written if written.endswith(b"\n") or not written else written + end


def _takes(found: Scan, end: bytes) -> bool:
    """Whether the records, ended by `end`, are all there is; the last may have no end."""
    nexts = found.ends + len(end)
    return (
        len(nexts) > 0
        and found.starts[0] == 0
        and np.array_equal(found.starts[1:], nexts[:-1])
        and found.consumed in (found.ends[-1], nexts[-1])
    )


def _spans(block: bytes, found: Scan, end: bytes) -> Callable[[int, int], bytes | memoryview]:
    """Return what gives a stretch of the block without its blank lines, its lines ended by `end`.

    CRLF stays only where the block has no other line ends; CR and CRLF become LF.
    """
    if end == b"\r\n" or (b"\r" not in block and _takes(found, end)):
        whole = memoryview(block)
        return lambda start, stop: whole[start:stop]
    text = np.frombuffer(block, np.uint8).copy()
    text[found.line_ends] = LF
    # A record's own bytes and the first byte of its line end stay; the rest are blank lines and
    # the second byte of CRLF.
    edges = np.zeros(len(block) + 2, np.int8)
    edges[found.starts] += 1
    edges[found.ends + 1] -= 1
    keep = np.cumsum(edges, dtype=np.int8)[: len(block)] > 0
    return lambda start, stop: text[start:stop][keep[start:stop]].tobytes()
