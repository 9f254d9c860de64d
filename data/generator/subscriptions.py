"""subscriptions.csv: the operational system's export, one row per subscription, CRLF line ends."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from data.generator.dirt import LATIN1_NAME, Budget, FileKind, Row, latin1, repeat, scatter
from data.generator.draws import Draws, Weighted
from data.generator.people import Person, full_name
from data.generator.school import Member, School
from data.generator.spelling import HEADER, draw_profile, plain_cells, spell
from data.generator.terms import chained_terms, planned_terms

UNREADABLE = (
    ("Student", ""),
    ("SubscriptionStartDate", "2026-02-30"),
    ("SubscriptionEndDate", "0000-00-00"),
    ("SubscriptionProgress", "almost done"),
    ("SubscriptionHasDiploma", "maybe"),
    ("DiplomaDate", "31/12/2025"),
    ("StudentBirthDate", "unknown"),
    ("StudentId", "CRM-10442"),
    ("CancelledDate", "soon"),
    ("CancelledDate", "9999-12-31"),
)
FILE = FileKind(
    "subscriptions.csv", HEADER, "\r\n", copy_share=0.008, bad_kinds=4 + len(UNREADABLE)
)
LOADS = Weighted((1, 3), (2, 4), (3, 3), (4, 2), (6, 1))
OUTSIDER_RANK = 100_000  # names of this rank on are no student's


def subscription_rows(school: School, budget: Budget) -> Iterator[Row]:
    """Yield the records of subscriptions.csv."""
    draws = Draws(school.seed, "subscriptions")
    rows = repeat(draws, _good_rows(draws, school, budget.good), budget)
    return scatter(rows, _bad_lines(draws, school), budget)


def _good_rows(draws: Draws, school: School, number: int) -> Iterator[Row]:
    """Yield `number` rows: the planted terms, and for the others as many as their weights say."""
    planted = {
        ordinal: planned_terms(member.special, school.as_of)
        for ordinal, member in enumerate(school.members)
        if member.special and member.special.terms
    }
    weights = [
        0 if ordinal in planted else draws.weigh(LOADS) for ordinal in range(len(school.members))
    ]
    ordinary = number - sum(map(len, planted.values()))
    total, seen, given = sum(weights), 0, 0
    for ordinal, member in enumerate(school.members):
        seen += weights[ordinal]
        wanted = ordinary * seen // total - given
        given += wanted
        terms = planted.get(ordinal) or chained_terms(draws, member, wanted, school.as_of)
        if not terms:
            continue
        subscriber = member if member.subscribes else _outsider(member, ordinal)
        profile = draw_profile(draws, subscriber, school)
        for term in terms:
            cells = plain_cells(subscriber, profile, term)
            yield (
                spell(draws, cells, profile, subscriber.group.teacher.emails)
                if school.dirty
                else list(cells.values())
            )


def _outsider(member: Member, ordinal: int) -> Member:
    """Return the subscriber of a seat whose student has no subscription."""
    name = full_name(member.group.campus.origin, OUTSIDER_RANK + ordinal, 0)
    return replace(member, person=Person("", name, "", ""))


def _bad_lines(draws: Draws, school: School) -> Iterator[Row]:
    """Yield the bad kinds by turns, each line about an outsider of its own."""
    at = HEADER.index("Student")
    for serial in count():
        member = _outsider(draws.pick(school.members), len(school.members) + serial)
        term = chained_terms(draws, member, 1, school.as_of)[0]
        cells = plain_cells(member, draw_profile(draws, member, school), term)
        row = list(cells.values())
        match serial % FILE.bad_kinds:
            case 0:
                yield row[:1]
            case 1:
                yield [*row, "checked"]
            case 2:
                yield ",".join([*row[:at], '"Nora" Quinlan', *row[at + 1 :]]).encode()
            case 3:
                yield latin1(*row[:at], LATIN1_NAME, *row[at + 1 :])
            case kind:
                column, value = UNREADABLE[kind - 4]
                yield list((cells | {column: value}).values())
