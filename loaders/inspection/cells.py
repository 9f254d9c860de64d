"""What the evidence is taken from: how often each text is in a column."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from itertools import islice

from loaders.contract.vocabulary import vocabulary

Cells = Mapping[str, int]  # text of a cell → number of rows that hold it
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
EXAMPLES = 3
BLANKS = re.compile(r"\s+")


def cleaned(text: str) -> str:
    """Return a cell as a person sees it: no invisible characters, single blanks, digits 0 to 9."""
    text = BLANKS.sub(" ", INVISIBLE.sub("", text)).strip()
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(mark, mark)) for mark in text)


def value(text: str) -> str:
    """Return a cell cleaned, and empty where it says that there is nothing, such as `null`."""
    text = cleaned(text)
    return "" if text.casefold() in vocabulary().nothing else text


def filled(cells: Cells) -> dict[str, int]:
    """Return the cells that hold something, each as `value` has it."""
    found: dict[str, int] = {}
    for text, count in cells.items():
        if seen := value(text):
            found[seen] = found.get(seen, 0) + count
    return found


def examples(cells: Cells, fits: Callable[[str], object] = bool) -> tuple[str, ...]:
    """Return the first few different values that fit, for somebody who is asked about them."""
    return tuple(islice(filter(fits, filled(cells)), EXAMPLES))


def rows(cells: Cells, fits: Callable[[str], object] = bool) -> int:
    """Count the rows whose cell fits."""
    return sum(count for text, count in cells.items() if fits(text))


def mostly(cells: Cells, fits: Callable[[str], object]) -> bool:
    """Whether more than half of the rows hold a cell that fits."""
    return rows(cells, fits) * 2 > sum(cells.values())
