"""The line ends of a block: LF, CRLF and CR, and whether they are the declared ones."""

import numpy as np
from numpy.typing import NDArray

from loaders.marks import CR, LF, Positions
from loaders.sources import RECORD_ENDS


def count_lines(block: bytes) -> int:
    """Return how many lines end in `block`; LF, CRLF and CR end one each."""
    return len(line_ends(block)) if b"\r" in block else block.count(b"\n")


def line_ends(block: bytes) -> Positions:
    """Return where each line ends; of CRLF that is the CR."""
    text = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero((text == LF) | (text == CR))
    if b"\r\n" not in block:
        return ends
    second = (text[ends] == LF) & (ends > 0) & (text[ends - 1] == CR)
    first: Positions = ends[~second]
    return first


def all_end(block: bytes, record_end: str) -> bool:
    """Whether every line end in `block`, be it in quotes or not, is the declared one."""
    if record_end == "any":
        return True
    end = RECORD_ENDS[record_end]
    count = block.count(end)
    return all(block.count(mark) == (count if mark in end else 0) for mark in (b"\n", b"\r"))


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
