"""Reads the school that the attendance figures are worked out from, out of its four plain marts."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from tests.integration.dbt.conftest import Query
from tests.integration.dbt.engagement_school import (
    NEVER,
    NOWHERE,
    UNKNOWN,
    Home,
    School,
    Session,
    Term,
)


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
            _group(attendees[session_id], homes, day or NEVER),
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
    of_one: defaultdict[str, list[tuple[str, str, Term]]] = defaultdict(list)
    for student, key, campus, cohort, country, start, end, status, has_diploma in query(
        """
        select student_id, subscription_id, campus, cohort, country_name, start_date, end_date,
            subscription_status, has_diploma
        from marts.subscriptions where student_id is not null
        """
    ):
        group = ", ".join(part for part in (campus, cohort) if part)
        is_valid = status != "invalid"
        term = Term(key, group, start or NEVER, end or NEVER, is_valid, has_diploma == 1)
        of_one[student].append((status, country or UNKNOWN, term))
    return {student: _home(rows) for student, rows in of_one.items()}


def _home(rows: list[tuple[str, str, Term]]) -> Home:
    def first(row: tuple[str, str, Term]) -> tuple[object, ...]:
        status, _, term = row
        standing = {"active": 1, "upcoming": 3, "invalid": 4}.get(status, 2)
        days = (
            date.min if day == NEVER and status != "active" else day
            for day in (term.end, term.start)
        )
        return standing, *(-day.toordinal() for day in days), term.key

    status, country, _ = min(rows, key=first)
    terms = tuple(term for _, _, term in rows)
    return Home(country, status != "invalid", max(term.end for term in terms), terms)


def _group(attendees: Iterable[str], homes: dict[str, Home], day: date) -> str | None:
    sizes = Counter(homes.get(student, NOWHERE).group(day) for student in attendees)
    if not sizes:
        return None
    known = {group: size for group, size in sizes.items() if group}
    return min(known, key=lambda group: (-known[group], group.encode())) if known else ""
