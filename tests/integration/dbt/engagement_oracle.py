"""The attendance figures once more, in Python, student by student and session by session.

Sets of sessions are compared one by one here, where the models add up running counts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from tests.integration.dbt.conftest import Query

AS_OF = date(2026, 11, 15)
RECENT = AS_OF - timedelta(days=27)
NEVER = date.max
UNKNOWN = "Unknown"


@dataclass(frozen=True)
class Session:
    """A session with the group most of its attendees belong to: None is unmarked, "" unknown."""

    session_id: str
    day: date | None
    minutes: int
    module: str
    group: str | None
    attendees: frozenset[str]

    @property
    def is_taken(self) -> bool:
        """Whether it is dated by the day the tests look from, with somebody marked."""
        return self.day is not None and self.day <= AS_OF and bool(self.attendees)


@dataclass(frozen=True)
class Home:
    """What a student's subscriptions say: group, country, whether one runs, the last end."""

    group: str = ""
    country: str = UNKNOWN
    is_enrolled: bool | None = None
    last_end: date = NEVER


@dataclass(frozen=True)
class School:
    """Everything the figures are worked out from."""

    students: list[str]
    sessions: list[Session]
    homes: dict[str, Home]

    def country(self, student: str) -> str:
        """Name the country of a student."""
        return self.homes.get(student, Home()).country

    def attended(self, student: str) -> list[Session]:
        """List the sessions taken that a student attended, by day."""
        found = (s for s in self.sessions if s.is_taken and student in s.attendees)
        return sorted(found, key=day_of)

    def expected(self, student: str) -> list[Session]:
        """List the dated sessions a student is expected in, future and unmarked ones included."""
        attended = self.attended(student)
        if not attended:
            return []
        until = max(self.homes.get(student, Home()).last_end, day_of(attended[-1]))
        since: dict[tuple[str, str | None], date] = {}
        for session in attended:
            since.setdefault((session.module, session.group), day_of(session))
            since.setdefault((session.module, None), day_of(session))
        return [
            session
            for session in self.sessions
            if session.day is not None
            and since.get((session.module, session.group), NEVER) <= session.day <= until
        ]


def day_of(session: Session) -> date:
    """Give the day of a session that has one."""
    assert session.day is not None
    return session.day


def read_school(query: Query) -> School:
    """Read the four plain marts."""
    homes = _homes(query)
    attendees: defaultdict[str, set[str]] = defaultdict(set)
    for student, session in query("select student_id, session_id from marts.attendance"):
        attendees[session].add(student)
    sessions = [
        Session(
            session_id,
            day,
            minutes or 0,
            module or UNKNOWN,
            _group(attendees[session_id], homes),
            frozenset(attendees[session_id]),
        )
        for session_id, day, minutes, module in query(
            "select session_id, date, duration, module from marts.sessions"
        )
    ]
    return School(
        [student for (student,) in query("select student_id from marts.students")], sessions, homes
    )


def _homes(query: Query) -> dict[str, Home]:
    of_one: defaultdict[str, list[tuple[str, str, str, str, date | None, date | None]]] = (
        defaultdict(list)
    )
    for student, key, campus, cohort, country, start, end, status in query(
        """
        select student_id, subscription_id, campus, cohort, country_name, start_date, end_date,
            subscription_status
        from marts.subscriptions where student_id is not null
        """
    ):
        group = ", ".join(part for part in (campus, cohort) if part)
        of_one[student].append((status, key, group, country or UNKNOWN, start, end))
    return {student: _home(rows) for student, rows in of_one.items()}


def _home(rows: list[tuple[str, str, str, str, date | None, date | None]]) -> Home:
    def first(row: tuple[str, str, str, str, date | None, date | None]) -> tuple[object, ...]:
        standing = {"active": 1, "upcoming": 3, "invalid": 4}.get(row[0], 2)
        return standing, *(-(day or date.min).toordinal() for day in (row[5], row[4])), row[1]

    status, _, group, country, *_ = min(rows, key=first)
    enrolled = None if status == "invalid" else status == "active"
    return Home(group, country, enrolled, max(row[5] or NEVER for row in rows))


def _group(attendees: Iterable[str], homes: dict[str, Home]) -> str | None:
    sizes = Counter(homes.get(student, Home()).group for student in attendees)
    if not sizes:
        return None
    known = {group: size for group, size in sizes.items() if group}
    return min(known, key=lambda group: (-known[group], group.encode())) if known else ""


def student_figures(school: School, student: str) -> tuple[object, ...]:
    """Work out one row of student_engagement, in the order of `STUDENT_COLUMNS`."""
    attended, expected = school.attended(student), school.expected(student)
    taken = [session for session in expected if session.is_taken]
    held = [session for session in expected if day_of(session) <= AS_OF]
    days = [day_of(session) for session in attended]
    missed = sum(1 for session in taken if days and day_of(session) > days[-1])
    recent = [sum(1 for s in some if day_of(s) >= RECENT) for some in (attended, taken)]
    return (
        sum(1 for session in school.sessions if student in session.attendees),
        len(attended),
        sum(session.minutes for session in attended),
        days[0] if days else None,
        days[-1] if days else None,
        max((later - earlier).days for earlier, later in pairwise(days)) if days[1:] else None,
        len(taken),
        len(held),
        len(expected),
        missed,
        *recent,
        at_risk(school.homes.get(student, Home()).is_enrolled, days, missed, len(taken), recent),
    )


STUDENT_COLUMNS = (
    "attendances, sessions_attended, minutes_attended, first_attended_on, last_attended_on,"
    " longest_gap_days, sessions_taken, sessions_held, sessions_scheduled,"
    " sessions_missed_in_a_row, recent_sessions_attended, recent_sessions_taken, at_risk_reason"
)


def at_risk(
    is_enrolled: bool | None, days: list[date], missed: int, taken: int, recent: list[int]
) -> str:
    """Decide as the table in docs/attendance.md does, with the numbers it names."""
    absent = (AS_OF - days[-1]).days if days else None
    came, recent_taken = recent
    earlier_came, earlier_taken = len(days) - came, taken - recent_taken
    if is_enrolled is False:
        return "not_enrolled"
    if absent is None:
        return "never_attended" if is_enrolled else "nothing_known"
    if is_enrolled is None and absent > 60:
        return "gone"
    if missed >= 3:
        return "missed_in_a_row"
    if missed and absent >= 21:
        return "absent_for_long"
    if taken < 4:
        return "too_few_sessions"
    if 2 * len(days) < taken:
        return "low_attendance"
    # 0.30 lower, in whole numbers: cross-multiplied, so that nothing is rounded.
    fall = 10 * (earlier_came * recent_taken - came * earlier_taken)
    if recent_taken >= 4 and earlier_taken and fall >= 3 * recent_taken * earlier_taken:
        return "falling_attendance"
    return "attends"
