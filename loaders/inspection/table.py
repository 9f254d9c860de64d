"""A file's table as counts: how often each text is in each column."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from loaders.contract.vocabulary import folded
from loaders.inspection.keys import is_total


@dataclass(frozen=True)
class Table:
    """A table of `rows` records: per column how many of them hold which text.

    Lines that repeat the header or sum the others up are counted apart, as they say nothing of
    what the column holds; so are `ragged` ones, which have more or fewer cells than the header.
    """

    names: tuple[str, ...]
    columns: tuple[Counter[str], ...]
    rows: int
    headers: int
    totals: int
    ragged: int

    def column(self, at: int) -> Counter[str]:
        """Return the counts of one column."""
        return self.columns[at]


def read_table(names: Sequence[str], records: Iterable[Sequence[str]]) -> Table:
    """Count what the records behind a header hold; blank ones are none."""
    width = len(names)
    header = [folded(name) for name in names]
    first = lru_cache(maxsize=2**16)(folded)  # most keys of a log come again and again
    columns = [Counter[str]() for _ in names]
    rows = headers = totals = ragged = 0
    for record in records:
        filled = [cell for cell in record if cell and not cell.isspace()]
        if not filled:
            continue
        repeats = len(filled) > 1 and first(record[0]) == header[0]
        if repeats and [folded(cell) for cell in record] == header:
            headers += 1
            continue
        if is_total(filled[0]) or (len(filled) == 2 and is_total(" ".join(filled))):
            totals += 1
            continue
        rows += 1
        surplus = any(cell and not cell.isspace() for cell in record[width:])
        if surplus or len(record) < width:
            ragged += 1
            continue
        for column, cell in zip(columns, record, strict=False):
            column[cell] += 1
    return Table(tuple(names), tuple(columns), rows, headers, totals, ragged)
