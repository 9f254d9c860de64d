"""Which column of a file is which of its source, by name."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from loaders.contract.vocabulary import folded
from loaders.inspection.cells import cleaned


@dataclass(frozen=True)
class Match:
    """Where a source's columns are in a file; positions count from 0.

    `doubtful` are columns that several of the file's fit equally well, `extra` the positions of
    named columns that are none of the source's, `nameless` those without a name.
    """

    found: Mapping[str, int]
    doubtful: Mapping[str, tuple[int, ...]]
    extra: tuple[int, ...]
    nameless: tuple[int, ...]

    def missing(self, columns: Iterable[str]) -> list[str]:
        """Return which of some columns are not found."""
        return [column for column in columns if column not in self.found]


def match(
    names: Sequence[str],
    columns: Sequence[str],
    synonyms: Mapping[str, str],
    aliases: Mapping[str, str],
) -> Match:
    """Match header names with a source's columns.

    The column's own name, letter for letter, goes before an alias that somebody declared, that
    before the name apart from case, blanks and accents, and that before a synonym.
    """
    seen = [cleaned(name) for name in names]
    own = {column.casefold(): column for column in columns}
    declared = {cleaned(name).casefold(): column for name, column in aliases.items()}
    loose = {folded(column): column for column in columns}
    known = {name: column for name, column in synonyms.items() if column in columns}
    found: dict[str, int] = {}
    doubtful: dict[str, tuple[int, ...]] = {}
    taken: set[int] = set()
    for level, key in (
        (own, str.casefold),
        (declared, str.casefold),
        (loose, folded),
        (known, folded),
    ):
        fits: dict[str, list[int]] = {}
        for at, name in enumerate(seen):
            column = level.get(key(name)) if name and at not in taken else None
            if column and column not in found and column not in doubtful:
                fits.setdefault(column, []).append(at)
        for column, positions in fits.items():
            if len(positions) == 1:
                found[column] = positions[0]
            else:
                doubtful[column] = tuple(positions)
            taken.update(positions)
    return Match(
        found,
        doubtful,
        tuple(at for at, name in enumerate(seen) if name and at not in taken),
        tuple(at for at, name in enumerate(seen) if not name),
    )


def known_names(cells: Sequence[str], known: Mapping[str, str]) -> int:
    """Count the columns that a line names, when it is a header; `known` is keyed by folded name."""
    names = Counter(known.get(folded(cell)) for cell in cells if len(cell) < 100)
    names.pop(None, None)
    return len(names)
