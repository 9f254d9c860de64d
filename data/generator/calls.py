"""calls.csv: what came of calls in the last weeks to those who stayed away, without any name."""

from collections.abc import Iterator
from datetime import date

from data.generator.dirt import FileKind, Row
from data.generator.draws import Draws, Weighted
from data.generator.school import Member, School

HEADER = ["student_id", "day", "outcome", "note"]
FILE = FileKind("calls.csv", HEADER, "\n", copy_share=0, bad_kinds=0)
LAST_DAYS = 44  # before the as-of day
AWAY_DAYS = 14  # nobody is called sooner
CALLED_SHARE, IRREGULAR = 0.35, 0.2
OUTCOMES = Weighted(("reached", 60), ("no answer", 30), ("wrong number", 10))
SPELLINGS = {
    "reached": Weighted(("reached", 70), ("Reached", 15), ("joint", 10), ("spoke", 5)),
    "no answer": Weighted(("no answer", 70), ("No answer", 15), ("pas de réponse", 15)),
    "wrong number": Weighted(("wrong number", 80), ("faux numéro", 20)),
}
NOTES = Weighted(
    ("", 60),
    ("comes on Monday", 10),
    ("asks for the weekend group", 10),
    ("evenings are better", 10),
    ("works at these hours, wants to go on", 10),
)


def call_rows(school: School) -> Iterator[Row]:
    """Yield the records of calls.csv by day; the last one is there twice where there is dirt."""
    draws = Draws(school.seed, "calls")
    calls = sorted(call for member in school.members for call in _call(draws, school, member))
    copies = calls[-1:] if school.dirty else []
    for day, student, outcome, note in calls + copies:
        yield [student, date.fromordinal(day).isoformat(), outcome, note]


def _call(draws: Draws, school: School, member: Member) -> Iterator[tuple[int, str, str, str]]:
    """Yield the call to this member, if there was one: who stopped, never or seldom came.

    The group is still taught, and most calls are of the last days.
    """
    fraction, chosen = draws.fraction(), draws.chance(CALLED_SHARE)
    outcome = draws.weigh(OUTCOMES)
    spelling, note = draws.weigh(SPELLINGS[outcome]), draws.weigh(NOTES)
    is_away = member.stops or not member.attends or member.regularity < IRREGULAR
    away_since = member.left if member.stops else member.group.starts
    days = min(school.as_of - away_since - AWAY_DAYS, LAST_DAYS)
    can_be_called = is_away and member.group.ends > school.as_of and days >= 0
    if chosen and can_be_called and member.person.phone and not member.special:
        day = school.as_of - int(fraction * fraction * (days + 1))
        word = spelling if school.dirty else outcome
        yield day, member.person.student_id, word, note if outcome == "reached" else ""
