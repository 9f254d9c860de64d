"""Reads the school that the attendance figures are worked out from, out of its four plain marts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
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
    others: defaultdict[tuple[str, bool], set[str]] = defaultdict(set)
    for student, session, missed in query(
        "select student_id, session_id, counts_as = 'missed' from marts.attendance_marks"
        " where counts_as != 'attended'"
    ):
        others[session, missed].add(student)
    off = {
        one
        for (one,) in query(
            "select session_id from staging.raw_sessions where status = 'cancelled'"
        )
    }
    sessions = [
        Session(
            session_id,
            day,
            minutes or 0,
            module or UNKNOWN,
            _group(
                attendees[session_id] | others[session_id, True] | others[session_id, False],
                homes,
                day or NEVER,
            ),
            frozenset(attendees[session_id]),
            frozenset(others[session_id, True]),
            frozenset(others[session_id, False]),
            session_id in off,
        )
        for session_id, day, minutes, module in query(
            "select session_id, date, duration, module from marts.sessions"
        )
    ]
    return School(
        [student for (student,) in query("select student_id from marts.students")],
        list(_by_marks(sessions)),
        homes,
    )


def _by_marks(sessions: list[Session]) -> Iterator[Session]:
    """Where most sessions of a group in a month hold a marked absence, the marks decide."""
    with_absences: defaultdict[tuple[object, ...], list[bool]] = defaultdict(list)
    for one in sessions:
        if one.is_taken and one.day:
            with_absences[one.group, one.day.year, one.day.month].append(bool(one.missed))
    for one in sessions:
        some = with_absences[one.group, one.day.year, one.day.month] if one.day else []
        yield replace(one, by_marks=one.is_taken and 2 * sum(some) > len(some))


def _homes(query: Query) -> dict[str, Home]:
    of_one: defaultdict[str, list[tuple[str, Term]]] = defaultdict(list)
    for student, key, cohort, *place, start, end, status, has_diploma, reason in query(
        """
        select student_id, subscription_id, cohort, country_name, campus, track, start_date,
            end_date, subscription_status, has_diploma, coalesce(status_reason, '')
        from marts.subscriptions where student_id is not null
        """
    ):
        country, campus, track = place
        term = Term(
            key,
            ", ".join(part for part in (campus, cohort) if part),
            (country or UNKNOWN, campus or UNKNOWN, track or UNKNOWN),
            start or NEVER,
            end or NEVER,
            status not in ("invalid", "void"),
            has_diploma == 1,
            status == "paused",
            reason != "open_end_silent",
        )
        told = "unreadable" if reason == "end_unreadable" else status
        of_one[student].append((told, term))
    return {student: _home(rows) for student, rows in of_one.items()}


def _home(rows: list[tuple[str, Term]]) -> Home:
    def first(row: tuple[str, Term]) -> tuple[object, ...]:
        status, term = row
        standing = {"active": 1, "paused": 1, "upcoming": 3, "void": 4, "invalid": 5}.get(status, 2)
        days = (
            date.min if day == NEVER and standing > 1 else day for day in (term.end, term.start)
        )
        return standing, *(-day.toordinal() for day in days), term.key

    status, latest = min(rows, key=first)
    terms = tuple(term for _, term in rows)
    is_known = status not in ("invalid", "unreadable")
    last_end = max(term.end for term in terms)
    return Home(latest.place, is_known, last_end, terms, status == "paused")


def _group(attendees: Iterable[str], homes: dict[str, Home], day: date) -> str | None:
    sizes = Counter(homes.get(student, NOWHERE).group(day) for student in attendees)
    if not sizes:
        return None
    known = {group: size for group, size in sizes.items() if group}
    return min(known, key=lambda group: (-known[group], group.encode())) if known else ""
