"""Words that several commands print."""

from collections.abc import Sequence


def counted(number: int, thing: str) -> str:
    """Return how many of a thing there are, in words, such as `1 row` or `2,310 rows`."""
    return f"{number:,} {thing}{'s' * (number != 1)}"


def listed(things: Sequence[str]) -> str:
    """Return things as a sentence lists them, such as `a, b and c`."""
    return " and ".join([", ".join(things[:-1])] * (len(things) > 1) + list(things[-1:]))
