"""The right figures of the school, worked out from its facts and not by the project's rules."""

from collections import Counter
from dataclasses import dataclass

from tests.corpus.school import (
    ABSENT,
    AT_RISK,
    EXCUSED,
    LATE,
    OF_A_GROUP,
    PRESENT,
    School,
)

Pair = tuple[str, str]  # student_id, session_id
CHURN_KNOWN = ("churned", "completed", "active", "renewed", "in_grace")


@dataclass(frozen=True)
class Figures:
    """What the marts have to hold; `attended`, `missed` and `excused` are pairs."""

    students: int
    sessions: int
    attended: frozenset[Pair]
    missed: frozenset[Pair]
    excused: frozenset[Pair]
    subscriptions: dict[str, int]
    lost: int
    judged: int
    at_risk: frozenset[str]


def right_figures(school: School) -> Figures:
    """Work out the figures of the school."""

    def pairs(*statuses: str) -> frozenset[Pair]:
        return frozenset(
            (mark.student.student_id, mark.session.session_id)
            for mark in school.marks
            if mark.status in statuses
        )

    statuses = Counter(subscription.status for subscription in school.subscriptions)
    habits = zip(school.students, OF_A_GROUP * 2, strict=False)
    return Figures(
        students=len(school.students),
        sessions=len(school.sessions),
        attended=pairs(PRESENT, LATE),
        missed=pairs(ABSENT),
        excused=pairs(EXCUSED),
        subscriptions=dict(statuses),
        lost=statuses["churned"],
        judged=sum(statuses[status] for status in CHURN_KNOWN),
        at_risk=frozenset(student.student_id for student, habit in habits if habit in AT_RISK),
    )
