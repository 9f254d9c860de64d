"""What the words of a status column count as, and which of them nobody knows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from loaders.contract import meaning as columns
from loaders.contract.vocabulary import folded, status_words, vocabulary
from loaders.inspection.cells import Cells, filled, mostly, value

BLANK = "(empty)"
CLOCK = re.compile(
    r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ T])?\d{1,2}[:h]\d{2}(?::\d{2})?(?: ?[ap]m)?",
    re.IGNORECASE,
)
ABSENCES = (
    "by its name it lists who was absent, and no column says so, so that each row would count as "
    "attended: export all marks with a column `status`"
)
FEW = 6  # different values of a column that may be a status in letters, numbers or signs
AGAIN = 4  # rows of each, where these may be words that nobody knows


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


def looks_like(name: str, cells: Cells, alone: bool = False) -> str | None:
    """Say whether an undeclared column beside attendance tells who came; nobody may overlook it.

    Return `status`, `time` or `role`, else None, by its name and by what it holds. `alone`: no
    other column says who came, so each row would count as attended. Then a status may be in any
    words, such as `Oui` and `Non` under `Abs.`, if they are few.
    """
    words, key = vocabulary(), folded(name)
    if key in words.statuses:
        return "status"
    if key in words.times:
        return "time"
    if key in words.roles:
        return "role"
    values = filled(cells)
    if not values:
        return None
    known = status_words("attendance")
    if mostly(values, lambda text: folded(text) in known):
        return "status"
    if mostly(values, CLOCK.fullmatch):
        return "time"
    if len(values) <= FEW and all(is_bare(text) and len(text) <= 2 for text in values):
        return "status"
    return "status" if alone and key not in _no_status() and _are_few(cells, values) else None


def lists_absences(file: str) -> bool:
    """Whether a file's name (without its folder) speaks of absences alone."""
    words = {folded(word) for word in re.split(r"[\W_]+", file)}
    known = vocabulary()
    others = {word for word in words if known.files.get(word) == "attendance"} - known.absences
    return bool(words & known.absences) and not others


def _are_few(cells: Cells, values: Cells) -> bool:
    """Whether a column says one of a few things in each row, nothing being one of them."""
    kinds = len(values) + (sum(values.values()) < sum(cells.values()))
    return 1 < kinds <= FEW and sum(cells.values()) >= AGAIN * kinds


@cache
def _no_status() -> frozenset[str]:
    """Return the names of columns that are known to say something else, such as a campus."""
    return frozenset(
        name
        for source, names in vocabulary().columns.items()
        for name, column in names.items()
        if source not in columns.OWN_FILES and column != columns.STATUS.get(source)
    )
