"""What a spreadsheet did to ids, and what of it keeps them from being found."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache

from loaders.contract.vocabulary import folded, vocabulary
from loaders.inspection.cells import INVISIBLE, Cells, value

SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d+)?[eE]\+?\d{1,3}")
ERROR = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|ERROR!|#+)", re.IGNORECASE)
RULES = {
    "scientific": "long ids that a spreadsheet rounded: export them again as text",
    "error": "ids that are a spreadsheet's error: mend the formula",
    "apostrophe": "ids with an apostrophe before them: export them without",
    "blank": "ids with odd blanks or invisible characters",
    "case": "ids that differ only in case",
    "decimal": "ids with `.0` behind them",
    "total": "lines that sum the others up",
    "header": "lines that repeat the header",
}


@dataclass(frozen=True)
class Damage:
    """One thing that is wrong with a column's ids: the rule, the rows, and some of the ids."""

    rule: str
    rows: int
    examples: tuple[str, ...]

    @property
    def words(self) -> str:
        """What it is and what to do, in words."""
        return RULES[self.rule]


@dataclass(frozen=True)
class NearKeys:
    """Ids that would be known if zeros before them, `.0` behind them and case did not count.

    `pairs` maps each such id to the one it would be; `rows` holds it so often.
    """

    rows: int
    pairs: tuple[tuple[str, str], ...]


def damage_of(cells: Cells, header: str) -> list[Damage]:
    """List what is wrong with a column of ids, under its header."""
    found: dict[str, dict[str, int]] = {}
    seen: dict[str, set[str]] = {}
    for text, count in cells.items():
        key = value(text)
        if not key:
            continue
        for rule in _rules(text, key, header):
            found.setdefault(rule, {})[text] = count
        seen.setdefault(key.casefold(), set()).add(key)
    for spellings in seen.values():
        if len(spellings) > 1:
            found.setdefault("case", {}).update({text: cells.get(text, 0) for text in spellings})
    return [
        Damage(rule, sum(found[rule].values()), tuple(sorted(found[rule])[:3]))
        for rule in RULES
        if rule in found
    ]


def _rules(text: str, key: str, header: str) -> list[str]:
    rules = []
    if SCIENTIFIC.fullmatch(key):
        rules.append("scientific")
    if ERROR.fullmatch(key):
        rules.append("error")
    if key.startswith(("'", "’")):
        rules.append("apostrophe")
    if INVISIBLE.search(text) or any(mark.isspace() and mark != " " for mark in text.strip(" ")):
        rules.append("blank")
    if re.fullmatch(r"\d+[.,]0+", key):
        rules.append("decimal")
    if is_total(key):
        rules.append("total")
    if header and folded(key) == folded(header):
        rules.append("header")
    return rules


@lru_cache(maxsize=2**16)
def is_total(text: str) -> bool:
    """Whether a cell says that its line sums the others up: `Total`, `34 rows`, `Count of rows`."""
    key = folded(re.sub(r"\d", "", text))
    has_number = key != folded(text)
    return bool(_summing(has_number).fullmatch(key))


@cache
def _summing(has_number: bool) -> re.Pattern[str]:
    totals, counted = ("|".join(names) for names in (vocabulary().totals, vocabulary().counted))
    first = f"(?:{totals}|number|nb|nbre|عدد)(?:of|de|des|d|du|the|les)?"
    noun = f"(?:{counted})(?:intotal|autotal|entotal)?"
    # A bare `Cours 12` is an id.
    return re.compile(f"{totals}|{first}(?:{noun}|cours)" + (f"|{noun}" if has_number else ""))


def near_keys(cells: Cells, known: Collection[str]) -> NearKeys:
    """Find ids that are not `known` but are when zeros, `.0` and case do not count.

    Only where exactly one known id is meant: nobody becomes somebody else.
    """
    bare: dict[str, set[str]] = {}
    here = {seen for key in known if (seen := value(key))}
    for key in here:
        bare.setdefault(_bare(key), set()).add(key)
    pairs: dict[str, str] = {}
    rows = 0
    for text, count in cells.items():
        key = value(text)
        meant = bare.get(_bare(key), set())
        if key and key not in here and len(meant) == 1:
            rows += count
            pairs[key] = next(iter(meant))
    return NearKeys(rows, tuple(sorted(pairs.items())))


def _bare(key: str) -> str:
    """Return a number without zeros before it or `.0` behind it; of another id the case goes."""
    return re.sub(r"[.,]0+$", "", key).lstrip("0") if key[:1].isdigit() else key.casefold()
