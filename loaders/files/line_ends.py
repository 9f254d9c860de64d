"""The line ends of a block: LF, CRLF and CR, and whether they are the declared ones."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from loaders.contract import RECORD_ENDS
from loaders.files.marks import CR, LF, Positions


class LineEnds:
    """The line ends of one block, be they in quotes or not; each thing is found out once."""

    def __init__(self, block: bytes):
        self.block = block
        self.bytes = np.frombuffer(block, np.uint8)

    @cached_property
    def has_cr(self) -> bool:
        """Whether the block holds a CR."""
        return b"\r" in self.block

    @cached_property
    def are_crlf(self) -> bool:
        """Whether each of them is CRLF, and there is one."""
        if not self.has_cr or self.block.startswith(b"\n") or self.block.endswith(b"\r"):
            return False
        return bool(np.array_equal(self.bytes[:-1] == CR, self.bytes[1:] == LF))

    @cached_property
    def count(self) -> int:
        """How many there are; LF, CRLF and CR end one line each."""
        simple = not self.has_cr or self.are_crlf
        return self.block.count(b"\n") if simple else len(self.positions)

    @cached_property
    def positions(self) -> Positions:
        """Where each line ends; of CRLF that is the CR."""
        if not self.has_cr:
            return np.flatnonzero(self.bytes == LF)
        if self.are_crlf:
            return np.flatnonzero(self.bytes == CR)
        ends = np.flatnonzero((self.bytes == LF) | (self.bytes == CR))
        second = (self.bytes[ends] == LF) & (ends > 0) & (self.bytes[ends - 1] == CR)
        first: Positions = ends[~second]
        return first

    def before(self, starts: Positions) -> list[int]:
        """Return how many lines end before each of `starts`, where records begin."""
        counts: list[int] = np.searchsorted(self.positions, starts).tolist()
        return counts

    def are_all(self, record_end: str) -> bool:
        """Whether every one is the declared one."""
        if record_end == "any":
            return True
        if record_end == "crlf" and self.has_cr:
            return self.are_crlf
        others = (mark for mark in (b"\n", b"\r") if mark != RECORD_ENDS[record_end])
        return not any(mark in self.block for mark in others)

    def are_wrong(self, ends: Positions, record_end: str) -> NDArray[np.bool_]:
        """Return for each record that ends at `ends` whether its end is not the declared one."""
        if record_end == "any":
            return np.zeros(len(ends), bool)
        text = np.frombuffer(self.block + b"\0\0", np.uint8)  # the last record may have no end
        first, second = text[ends], text[ends + 1]
        right = {
            "lf": first == LF,
            "crlf": (first == CR) & (second == LF),
            "cr": (first == CR) & (second != LF),
        }[record_end]
        wrong: NDArray[np.bool_] = ~right & (ends < len(self.block))
        return wrong
