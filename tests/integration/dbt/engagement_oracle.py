"""The attendance figures once more, in Python, student by student and session by session.

Sets of sessions are compared one by one here, where the models add up running counts.
"""

from datetime import date, timedelta
from itertools import pairwise

from tests.integration.dbt.engagement_school import AS_OF, School, Term, day_of

RECENT_DAYS = 28


def student_figures(school: School, student: str) -> tuple[object, ...]:
    """Work out one row of student_engagement, in the order of `STUDENT_COLUMNS`."""
    attended, expected = school.attended(student), school.expected(student)
    taken = [session for session in expected if session.is_taken]
    held = [session for session in expected if day_of(session) <= AS_OF]
    days = [day_of(session) for session in attended]
    missed = sum(1 for session in taken if not days or day_of(session) > days[-1])
    group_mark = school.last_marks.get(school.home(student).group(school.marked_until))
    recent_from = (group_mark or school.marked_until) - timedelta(days=RECENT_DAYS - 1)
    recent = [sum(1 for s in some if day_of(s) >= recent_from) for some in (attended, taken)]
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
        at_risk(school, student, days, missed, len(taken), recent),
    )


STUDENT_COLUMNS = (
    "attendances, sessions_attended, minutes_attended, first_attended_on, last_attended_on,"
    " longest_gap_days, sessions_taken, sessions_held, sessions_scheduled,"
    " sessions_missed_in_a_row, recent_sessions_attended, recent_sessions_taken, at_risk_reason"
)


def at_risk(
    school: School, student: str, days: list[date], missed: int, taken: int, recent: list[int]
) -> str:
    """Decide as the table in docs/attendance.md does, with the numbers it names."""
    home, absent = school.home(student), _days_absent(school, student, days)
    came, recent_taken = recent
    earlier_came, earlier_taken = len(days) - came, taken - recent_taken
    running = [t for t in home.terms if t.enrols and (t.runs(AS_OF) or t.runs(school.marked_until))]
    if home.is_known and not running:
        return "not_enrolled"
    seen = [term for term in running if term.start <= school.marked_until]
    if seen and all(term.has_diploma for term in seen):
        return "has_diploma"
    if seen and all(term.has_diploma or term.is_paused for term in seen):
        return "paused"
    if home.group(school.marked_until) in school.silent_groups:
        return "group_silent"
    if running and not seen:
        return "too_few_sessions"
    if absent is None and home.is_known and _offered(school, running) >= 3:
        return "never_attended"
    if absent is None and not home.is_known and not taken:
        return "nothing_known"
    if absent is not None and not home.is_known and absent > 60:
        return "gone"
    if missed >= 3:
        return "missed_in_a_row"
    if missed and absent is not None and absent >= 21:
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


def _days_absent(school: School, student: str, days: list[date]) -> int | None:
    """Count the days from the last one attended to the last mark of the student's group."""
    if not days:
        return None
    own = school.last_marks.get(school.home(student).group(school.marked_until))
    others = [
        school.last_marks[s.group] if s.group else school.marked_until
        for s in school.attended(student)
    ]
    return (max(own or max(others), days[-1]) - days[-1]).days


def _offered(school: School, running: list[Term]) -> int:
    """Count the sessions of the own group since the start of what runs."""
    return sum(
        1
        for session in school.sessions
        if session.is_taken
        and any(t.runs(day_of(session)) and t.group == session.group for t in running)
    )
