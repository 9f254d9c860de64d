"""Words that several commands print."""


def counted(number: int, thing: str) -> str:
    """Return how many of a thing there are, in words, such as `1 row` or `2,310 rows`."""
    return f"{number:,} {thing}{'s' * (number != 1)}"
