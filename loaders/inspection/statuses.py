"""What the words of a status column count as, and which of them nobody knows."""

from collections.abc import Mapping
from dataclasses import dataclass

from loaders.inspection.cells import Cells, value
from loaders.vocabulary import folded, status_words

BLANK = "(empty)"


@dataclass(frozen=True)
class Statuses:
    """The words of a column; all counts are of rows.

    `known` holds (word, rows, meaning), `asked` (word, rows): single letters, 0 and 1, X and
    blanks, which every school means differently, `unknown` words that no list has.
    """

    known: tuple[tuple[str, int, str], ...]
    asked: tuple[tuple[str, int], ...] = ()
    unknown: tuple[tuple[str, int], ...] = ()

    @property
    def proved(self) -> bool:
        """Whether every word has a meaning."""
        return not (self.asked or self.unknown)


def statuses_of(cells: Cells, source: str, own: Mapping[str, str]) -> Statuses:
    """Look the words up, the school's `own` first; these are keyed as a person sees them."""
    known: list[tuple[str, int, str]] = []
    asked: list[tuple[str, int]] = []
    unknown: list[tuple[str, int]] = []
    mine = {_key(word): meaning for word, meaning in own.items()}
    words = status_words(source)
    for word, count in sorted(_grouped(cells).items(), key=lambda pair: (-pair[1], pair[0])):
        if meaning := mine.get(_key(word)):
            known.append((word, count, meaning))
        elif word == BLANK and source != "attendance":
            continue  # the session was not cancelled, the subscription is what its dates say
        elif is_bare(word):
            asked.append((word, count))
        elif meaning := words.get(folded(word)):
            known.append((word, count, meaning))
        else:
            unknown.append((word, count))
    return Statuses(tuple(known), tuple(asked), tuple(unknown))


def is_bare(word: str) -> bool:
    """Whether a word is no word: empty, a single letter or sign, or digits."""
    return word == BLANK or len(folded(word)) <= 1 or folded(word).isdigit()


def _key(word: str) -> str:
    """What tells one word from another: `✓` and `✗` fold to nothing."""
    return folded(word) or word


def _grouped(cells: Cells) -> dict[str, int]:
    """Add up the spellings of one word, under the commonest."""
    found: dict[str, dict[str, int]] = {}
    for text, count in cells.items():
        word = value(text) or BLANK
        spellings = found.setdefault(word if word == BLANK else _key(word), {})
        spellings[word] = spellings.get(word, 0) + count
    return {
        max(spellings, key=lambda word: (spellings[word], word)): sum(spellings.values())
        for spellings in found.values()
    }
