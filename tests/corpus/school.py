"""One small school with known facts: what every variant of its exports tells."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

OWN_DAY = date(2026, 6, 30)  # of every export
PRESENT, LATE, ABSENT, EXCUSED = "present", "late", "absent", "excused"
FIRST_DAY, WEEKS = date(2026, 5, 4), 8


@dataclass(frozen=True)
class Group:
    """A group, its campus, and the weekdays (Monday is 0) on which it meets."""

    name: str
    campus: str
    country: str
    track: str
    module: str
    weekdays: tuple[int, int]


@dataclass(frozen=True)
class Session:
    """A session that a group had."""

    session_id: str
    day: date
    minutes: int
    group: Group


@dataclass(frozen=True)
class Student:
    """A student; `number` counts from 1, and the id has zeros before it."""

    number: int
    group: Group

    @property
    def student_id(self) -> str:
        """The id that the school gave."""
        return f"{self.number:04}"

    @property
    def email(self) -> str:
        """An address of their own."""
        return f"student{self.number}@school.example"


@dataclass(frozen=True)
class Mark:
    """What became of a student in a session of the group."""

    student: Student
    session: Session
    status: str


@dataclass(frozen=True)
class Subscription:
    """A subscription, and where it is on `OWN_DAY`; what is None is empty in the export."""

    student: Student
    start: date
    end: date
    progress: Decimal | None
    has_diploma: bool | None
    diploma_day: date | None
    status: str


@dataclass(frozen=True)
class School:
    """All of it."""

    students: tuple[Student, ...]
    sessions: tuple[Session, ...]
    marks: tuple[Mark, ...]
    subscriptions: tuple[Subscription, ...]


TUNIS = Group("TUN-WEB-1", "Tunis", "Tunisia", "Web", "HTML", (0, 3))
CAIRO = Group("CAI-DATA-1", "Cairo", "Egypt", "Data", "SQL", (1, 4))

# How a student attends: one letter per session of the group, the first one in May.
HABITS = {
    "attends": "PPPLPPAPPPPPPEPP",
    "always": "PPPPPPPPPPPPPPPP",
    "falls away": "PPPPPLPPPPPAAAAA",
    "seldom": "PAAPAAPAAPAAPAAP",
    "never": "AAAAAAAAAAAAAAAA",
    "excused": "PPPPPPPPPPPPPEEE",
}
LETTERS = {"P": PRESENT, "L": LATE, "A": ABSENT, "E": EXCUSED}
AT_RISK = ("falls away", "seldom", "never")
OF_A_GROUP = (
    *("attends", "always", "attends", "falls away", "attends", "seldom"),
    *("always", "attends", "never", "excused", "attends", "always"),
)
# Of students who are in no group now: status, start, end, progress, diploma, its day.
PAST = (
    ("churned", date(2025, 9, 15), date(2026, 3, 20), "0.4", False, None),
    ("churned", date(2025, 10, 19), date(2026, 4, 17), "0.62", False, None),
    ("churned", date(2025, 11, 3), date(2026, 4, 30), "0", False, None),
    ("completed", date(2025, 9, 15), date(2026, 3, 20), "0.97", True, date(2026, 3, 27)),
    ("completed", date(2025, 10, 19), date(2026, 4, 17), "1", False, None),
    ("completed", date(2025, 11, 25), date(2026, 4, 28), "0.5", True, date(2026, 4, 29)),
    ("unknown", date(2025, 9, 21), date(2026, 2, 26), None, None, None),
    ("invalid", date(2026, 3, 25), date(2025, 12, 13), "0.3", False, None),
    ("upcoming", date(2026, 7, 15), date(2026, 12, 18), "0", False, None),
    ("in_grace", date(2025, 12, 14), date(2026, 6, 16), "0.4512", False, None),
)


def the_school() -> School:
    """Return the school; it is the same each time."""
    sessions = tuple(_sessions())
    groups = [TUNIS] * len(OF_A_GROUP) + [CAIRO] * len(OF_A_GROUP)
    students = tuple(Student(number, group) for number, group in enumerate(groups, start=1))
    past = tuple(
        Student(len(students) + number, (TUNIS, CAIRO)[number % 2])
        for number in range(1, len(PAST) + 1)
    )
    marks = tuple(
        Mark(student, session, LETTERS[letter])
        for student, habit in zip(students, OF_A_GROUP * 2, strict=True)
        for session, letter in zip(
            (session for session in sessions if session.group is student.group),
            HABITS[habit],
            strict=True,
        )
    )
    return School(students + past, sessions, marks, tuple(_subscriptions(students, past)))


def _sessions() -> Iterator[Session]:
    days = (
        (FIRST_DAY + timedelta(weeks=week, days=weekday), group)
        for week in range(WEEKS)
        for group in (TUNIS, CAIRO)
        for weekday in group.weekdays
    )
    for number, (day, group) in enumerate(sorted(days, key=lambda pair: pair[0]), start=1):
        yield Session(f"S{number:03}", day, 90 if group is TUNIS else 120, group)


def _subscriptions(
    students: tuple[Student, ...], past: tuple[Student, ...]
) -> Iterator[Subscription]:
    for student in students:
        day = 14 + student.number % 15
        if student.number % 6 == 0:  # came back within the grace
            before = date(2025, 11, day), date(2026, 4, day), Decimal("0.31")
            yield Subscription(student, *before, False, None, "renewed")
        progress = Decimal(20 + student.number) / 100
        yield Subscription(
            *(student, date(2026, 4, 30), date(2026, 9, day), progress, False, None, "active")
        )
    for student, (status, start, end, written, diploma, diploma_day) in zip(
        past, PAST, strict=True
    ):
        known = None if written is None else Decimal(written)
        yield Subscription(student, start, end, known, diploma, diploma_day, status)
