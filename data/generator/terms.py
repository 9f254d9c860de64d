"""Plans a student's subscriptions: a chain of terms, how far each got, and the diploma."""

from dataclasses import dataclass
from datetime import date

from data.generator.cases import Special, Term
from data.generator.draws import Draws, Weighted
from data.generator.school import COURSE_DAYS, Member

LENGTHS = Weighted((0, 0.12), (30, 1), (61, 1), (91, 5), (122, 1), (182, 2))
GAPS = Weighted((0, 3), (1, 5), (7, 2), (20, 1), (30, 0.3), (31, 0.3), (75, 1.5), (160, 0.5))
CHAIN = 8  # a longer history becomes parallel chains
AHEAD_SHARE = 0.04
PASSED_SHARE = 0.82
FIRST_DAYS, LAST_DAYS = -14, 45  # the diploma is dated so many days around the end


@dataclass(frozen=True)
class Subscription:
    """One subscription before it is spelled; `progress` and the dates are text, empty = unknown."""

    start: str
    end: str
    progress: str
    has_diploma: str
    diploma: str
    intake_month: int
    other_track: bool = False
    other_country: bool = False
    word: str = ""
    left: str = ""


def planned_terms(special: Special, as_of: int) -> list[Subscription]:
    """Return the subscriptions of a churn case, its offsets turned into days."""
    return [_planned(term, as_of) for term in special.terms]


def _planned(term: Term, as_of: int) -> Subscription:
    first = term.start if isinstance(term.start, int) else -90
    return Subscription(
        start=_day(term.start, as_of),
        end=_day(term.end, as_of),
        progress=term.progress,
        has_diploma=term.has_diploma,
        diploma=_day(term.diploma, as_of),
        intake_month=date.fromordinal(as_of + first).month,
        other_track=term.other_track,
        other_country=term.other_country,
        word=term.word,
        left=_day(term.left, as_of),
    )


def _day(offset: int | str, as_of: int) -> str:
    return date.fromordinal(as_of + offset).isoformat() if isinstance(offset, int) else offset


def chained_terms(draws: Draws, member: Member, number: int, as_of: int) -> list[Subscription]:
    """Return `number` subscriptions that lead up to the member's last day, oldest first."""
    terms: list[Subscription] = []
    while len(terms) < number:
        size = min(CHAIN, number - len(terms))
        end = _last_end(draws, member, as_of)
        chain = []
        for place in range(size):
            length = COURSE_DAYS if size == 1 else draws.weigh(LENGTHS)
            start = end - length
            stopped = member.stops and place == 0
            chain.append(_term(draws, start, end, stopped, as_of))
            end = start - draws.weigh(GAPS)
        terms += reversed(chain)
    return terms


def _last_end(draws: Draws, member: Member, as_of: int) -> int:
    if member.stops:
        return member.left + draws.between(0, 60)
    if draws.chance(AHEAD_SHARE):
        return as_of + draws.between(20, 110)
    return member.group.ends + draws.between(0, 10)


def _term(draws: Draws, start: int, end: int, stopped: bool, as_of: int) -> Subscription:
    share, passes, lag = draws.fraction(), draws.chance(PASSED_SHARE), draws.fraction()
    diploma = ""
    if start > as_of:
        progress = 0.0
    elif end >= as_of:
        progress = min(0.99, (as_of - start) / max(1, end - start) * (0.6 + 0.5 * share))
    elif stopped:
        progress = 0.0 if share < 0.15 else 0.9 * share
    elif passes:
        progress = min(1.0, 0.9 + 0.12 * share)
        day = end + FIRST_DAYS + int(lag * (LAST_DAYS - FIRST_DAYS))
        if lag < 0.9 and day <= as_of:
            diploma = date.fromordinal(day).isoformat()
    else:
        progress = 0.4 + 0.5 * share
    return Subscription(
        start=date.fromordinal(start).isoformat(),
        end=date.fromordinal(end).isoformat(),
        progress=f"{100 * progress:.2f}%",
        has_diploma="TRUE" if diploma else "FALSE",
        diploma=diploma,
        intake_month=date.fromordinal(start).month,
        word="Active" if start <= as_of <= end else "",
    )
