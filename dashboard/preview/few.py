"""Keeps small groups of people out of what is shared, and out of what could be worked out from it.

A group is hidden where any of its counts of people is between one and four. Where what is shown
would give that count away, by taking it from a total, the next group is hidden with it.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from common.language import Language

FEWEST = 5
FEW, KEPT_BACK = "few", "kept back"
NOBODY: Mapping[int, str] = MappingProxyType({})

Counts = Sequence[int]  # of one group: each count of people that its figures rest on


def hidden(
    people: Sequence[Counts], lines: Sequence[Sequence[int]], marked: Mapping[int, str] = NOBODY
) -> dict[int, str]:
    """Say which groups are not shown, and whether for being small or lest one is given away.

    `lines` are the groups, by their place in `people`, that add up to a total; the first of a line
    is kept back first. Those that are `marked` are not shown already.
    """
    small = {place: FEW for place, counts in enumerate(people) if any(map(is_few, counts))}
    marks = {**marked, **small}
    settled = False
    while not settled:
        settled = True
        for line in lines:
            inside = [place for place in line if place in marks]
            others = [place for place in line if place not in marks and any(people[place])]
            all_few = all(marks[place] == FEW for place in inside)
            if others and inside and gives_away([people[place] for place in inside], all_few):
                marks[others[0]] = KEPT_BACK
                settled = False
    return marks


@dataclass(frozen=True)
class Total:
    """How many people a chart counts: as one big number, or all its groups together.

    `whose` tells the unit, students or subscriptions; `source` where they are counted, and
    `is_everybody` whether that is without any filter.
    """

    whose: Hashable
    source: str
    count: int
    is_number: bool
    is_everybody: bool


def told_by_difference(totals: Mapping[int, Total]) -> set[int]:
    """Say which big numbers are kept back: all students less the enrolled are a small group, too.

    `totals` are the charts by their place. Of two numbers the smaller one is kept back. Those of
    two sources are compared where one holds the other, which only everybody surely does.
    """
    return {
        place
        for place, total in totals.items()
        for other in totals.values()
        if total.is_number and _are_comparable(total, other)
        if is_few(other.count - total.count)
        or (not other.is_number and is_few(total.count - other.count))
    }


def _are_comparable(one: Total, other: Total) -> bool:
    is_one_in_other = one.is_everybody or other.is_everybody
    return one.source == other.source or (one.whose == other.whose and is_one_in_other)


def is_few(count: int) -> bool:
    """Whether so many people are a group that nobody should be able to look into."""
    return 0 < count < FEWEST


def hidden_words(speak: Language) -> Mapping[str, str]:
    """What is said instead of a count that is not shown, by why it is not."""
    return {FEW: speak.text("fewer than 5"), KEPT_BACK: speak.text("not shown")}


def shared_count(count: int, speak: Language) -> int | str:
    """How many people, as a page says that is made to be shared."""
    return hidden_words(speak)[FEW] if is_few(count) else count


def gives_away(groups: Sequence[Counts], all_few: bool) -> bool:
    """Whether the sum of what is hidden says how many one of the groups has."""
    if len(groups) < 2:
        return True
    sums = [sum(counts) for counts in zip(*groups, strict=True)]
    least, most = len(groups), (FEWEST - 1) * len(groups)
    return any(is_few(total) or (all_few and total in (least, most)) for total in sums)
