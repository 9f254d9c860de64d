"""Invented telephone numbers in the form of each country, and the ways in which schools write them.

No number can be anybody's: Ireland's are of the range that is kept for films and plays, the others
begin with digits that their country has given to nobody.
"""

from dataclasses import dataclass

from data.generator.draws import Draws, Weighted

NONE_SHARE = 0.08
SPELLINGS = Weighted(
    ("international", 46),
    ("solid", 12),
    ("prefix", 12),
    ("local", 20),
    ("dotted", 6),
    ("two", 4),
)
# What no reader can make a number of: a spreadsheet rounded the first.
UNREADABLE = ("2.25031E+12", "asked for it twice")


@dataclass(frozen=True)
class Plan:
    """A country's code, what is dialled before a number within it, and how numbers are grouped.

    `lead` begins each number that is made.
    """

    code: str
    trunk: str
    lead: str
    groups: tuple[int, ...]


PLANS = {
    "ivorian": Plan("225", "", "03", (2, 2, 2, 2, 2)),
    "egyptian": Plan("20", "0", "16", (2, 4, 4)),
    "irish": Plan("353", "0", "2091", (2, 3, 4)),
    "kenyan": Plan("254", "0", "39", (3, 6)),
    "moroccan": Plan("212", "0", "41", (3, 2, 2, 2)),
    "portuguese": Plan("351", "", "94", (3, 3, 3)),
    "senegalese": Plan("221", "", "74", (2, 3, 2, 2)),
    "tunisian": Plan("216", "", "61", (2, 3, 3)),
}


def phone(draws: Draws, origin: str) -> str:
    """Return the digits of a number as it is dialled after the country's code; empty for some."""
    plan = PLANS[origin]
    digits = sum(plan.groups) - len(plan.lead)
    number = f"{plan.lead}{draws.below(10**digits):0{digits}}"
    return "" if draws.chance(NONE_SHARE) else number


def international(origin: str, number: str) -> str:
    """Return the number as a careful clerk writes it, such as `+216 61 345 678`."""
    plan = PLANS[origin]
    return f"+{plan.code} {_grouped(plan, number, ' ')}" if number else ""


def spelled(draws: Draws, origin: str, number: str) -> str:
    """Return the number as somebody typed it."""
    spelling = draws.weigh(SPELLINGS)
    if not number:
        return ""
    plan = PLANS[origin]
    match spelling:
        case "solid":
            return f"+{plan.code}{number}"
        case "prefix":
            return f"00{plan.code} {number}"
        case "local":
            return plan.trunk + _grouped(plan, number, " ")
        case "dotted":
            return plan.trunk + _grouped(plan, number, ".")
        case "two":
            other = f"{plan.lead}{number[: len(plan.lead) - 1 : -1]}"
            return f"{international(origin, number)} / {plan.trunk}{_grouped(plan, other, ' ')}"
    return international(origin, number)


def _grouped(plan: Plan, number: str, between: str) -> str:
    parts, rest = [], number
    for size in plan.groups:
        parts.append(rest[:size])
        rest = rest[size:]
    return between.join(parts)
