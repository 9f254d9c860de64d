"""Random draws that are the same on each run and Python version.

Python promises a stable sequence for `random.Random.random()` alone, so everything here is
built on that one method (https://docs.python.org/3/library/random.html#notes-on-reproducibility).
"""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Weighted(Generic[T]):
    """Values with the weights by which they are drawn; the weights need not sum to one."""

    def __init__(self, *pairs: tuple[T, float]) -> None:
        self.values = [value for value, _ in pairs]
        self._bounds = list(accumulate(weight for _, weight in pairs))

    def at(self, fraction: float) -> T:
        """Return the value that covers `fraction` (0 <= fraction < 1) of the total weight."""
        return self.values[bisect(self._bounds[:-1], fraction * self._bounds[-1])]


class Draws:
    """One named stream of draws; streams of different names do not disturb each other."""

    def __init__(self, seed: int, name: str) -> None:
        self.fraction = Random(f"{seed}:{name}").random

    def below(self, limit: int) -> int:
        """Return an integer from 0 to limit - 1."""
        return int(self.fraction() * limit)

    def between(self, low: int, high: int) -> int:
        """Return an integer from low to high, both included."""
        return low + int(self.fraction() * (high - low + 1))

    def chance(self, share: float) -> bool:
        """Return True in `share` of the calls."""
        return self.fraction() < share

    def pick(self, values: Sequence[T]) -> T:
        """Return one of the values, all equally likely."""
        return values[int(self.fraction() * len(values))]

    def weigh(self, values: Weighted[T]) -> T:
        """Return one of the values, as likely as its weight says."""
        return values.at(self.fraction())
