"""The line ends of a block: LF, CRLF and CR, and whether they are the declared ones."""

import numpy as np
from numpy.typing import NDArray

from loaders.marks import CR, LF, Positions
from loaders.sources import RECORD_ENDS


def count_lines(block: bytes) -> int:
    """Return how many lines end in `block`; LF, CRLF and CR end one each."""
    return block.count(b"\n") if b"\r" not in block or is_crlf(block) else len(line_ends(block))


def lines_before(block: bytes, starts: Positions) -> list[int]:
    """Return how many lines end before each of `starts`, where records begin."""
    before: list[int] = np.searchsorted(line_ends(block), starts).tolist()
    return before


def line_ends(block: bytes) -> Positions:
    """Return where each line ends; of CRLF that is the CR."""
    text = np.frombuffer(block, np.uint8)
    if b"\r" not in block:
        return np.flatnonzero(text == LF)
    if is_crlf(block):
        return np.flatnonzero(text == CR)
    ends = np.flatnonzero((text == LF) | (text == CR))
    second = (text[ends] == LF) & (ends > 0) & (text[ends - 1] == CR)
    first: Positions = ends[~second]
    return first


def is_crlf(block: bytes) -> bool:
    """Whether each line end in `block`, be it in quotes or not, is CRLF, and there is one."""
    if b"\r" not in block or block.startswith(b"\n") or block.endswith(b"\r"):
        return False
    text = np.frombuffer(block, np.uint8)
    return bool(np.array_equal(text[:-1] == CR, text[1:] == LF))


def all_end(block: bytes, record_end: str) -> bool:
    """Whether every line end in `block`, be it in quotes or not, is the declared one."""
    if record_end == "any":
        return True
    if record_end == "crlf" and b"\r" in block:
        return is_crlf(block)
    return not any(mark in block for mark in (b"\n", b"\r") if mark != RECORD_ENDS[record_end])


def ends_wrong(block: bytes, ends: Positions, record_end: str) -> NDArray[np.bool_]:
    """Return for each record that ends at `ends` whether its line end is not the declared one."""
    if record_end == "any":
        return np.zeros(len(ends), bool)
    text = np.frombuffer(block + b"\0\0", np.uint8)  # a record without an end may be the last
    first, second = text[ends], text[ends + 1]
    right = {
        "lf": first == LF,
        "crlf": (first == CR) & (second == LF),
        "cr": (first == CR) & (second != LF),
    }[record_end]
    wrong: NDArray[np.bool_] = ~right & (ends < len(block))
    return wrong
