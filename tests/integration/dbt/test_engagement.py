"""The attendance marts on the sample, against figures worked out one by one in Python."""

import subprocess
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from queries import questions
from tests.integration.dbt.conftest import Query
from tests.integration.dbt.engagement_oracle import STUDENT_COLUMNS, student_figures
from tests.integration.dbt.engagement_read import read_school
from tests.integration.dbt.engagement_school import AS_OF, School, day_of
from tests.integration.dbt.question_oracle import FROM_THE_LOG

Built = subprocess.CompletedProcess[str]


@pytest.fixture
def school(built_sample: Built, query: Query) -> School:
    assert built_sample.returncode == 0, built_sample.stdout
    return read_school(query)


def test_every_student_has_the_figures_counted_one_by_one(school: School, query: Query) -> None:
    found = query(f"select student_id, {STUDENT_COLUMNS} from marts.student_engagement")
    counted = {student: student_figures(school, student) for student in school.students}
    assert {row[0]: row[1:] for row in found} == counted
    assert {row[-1] for row in found} >= {
        *("never_attended", "missed_in_a_row", "absent_for_long", "attends", "gone"),
        *("paused", "group_silent", "has_diploma", "falling_attendance", "low_attendance"),
    }


def test_every_session_expects_who_belongs_to_it(school: School, query: Query) -> None:
    expected = Counter(
        session.session_id
        for student in school.students
        for session in school.expected(student)
        if session.is_taken
    )
    found = query(
        "select session_id, students_attended, students_expected from marts.session_engagement"
    )
    assert set(found) == {
        (
            session.session_id,
            len(session.attendees),
            expected[session.session_id] if session.is_taken else None,
        )
        for session in school.sessions
    }


def test_modules_count_their_sessions_and_students(school: School, query: Query) -> None:
    counted = {}
    for module in {session.module for session in school.sessions}:
        dated = [
            s for s in school.sessions if s.module == module and s.day is not None and not s.is_off
        ]
        taken = [s for s in dated if s.is_taken]
        counted[module] = (
            len(taken),
            sum(1 for s in dated if day_of(s) <= AS_OF),
            len(dated),
            len(set[str]().union(*(s.attendees for s in taken))),
            sum(len(s.attendees) for s in taken),
        )
    found = query(
        "select module, sessions_taken, sessions_held, sessions_scheduled, students, attendances"
        " from marts.module_engagement"
    )
    assert {row[0]: row[1:] for row in found} == counted
    assert any(held < scheduled for _, held, scheduled, *_ in counted.values())


@pytest.mark.parametrize("period", ["week", "month"])
def test_periods_add_up_and_leave_no_hole(school: School, query: Query, period: str) -> None:
    attended: Counter[tuple[date, str, str]] = Counter()
    expected: Counter[tuple[date, str, str]] = Counter()
    students: defaultdict[tuple[date, str, str], set[str]] = defaultdict(set)
    for student in school.students:
        country = school.country(student)
        for session in school.attended(student):
            key = (_start(period, day_of(session)), session.module, country)
            attended[key] += 1
            students[key].add(student)
        for session in school.expected(student):
            if session.is_taken:
                expected[_start(period, day_of(session)), session.module, country] += 1
    found = {
        row[:3]: row[3:]
        for row in query(
            f"select {period}, module, country_name, students, attendances, attendances_expected"
            f" from marts.attendance_by_{period}"
        )
    }
    assert {key: row for key, row in found.items() if any(row)} == {
        key: (len(students[key]), attended[key], number) for key, number in expected.items()
    }
    firsts: dict[tuple[str, str], date] = {}
    for start, module, country in sorted(expected):
        firsts.setdefault((module, country), start)
    assert set(found) == {
        (start, *of) for of, first in firsts.items() for start in _starts(period, first)
    }


def test_cohorts_follow_students_month_by_month(school: School, query: Query) -> None:
    active: defaultdict[tuple[date, str, date], int] = defaultdict(int)
    sizes: Counter[tuple[date, str]] = Counter()
    for student in school.students:
        months = sorted({_start("month", day_of(s)) for s in school.attended(student)})
        if months:
            sizes[months[0], school.country(student)] += 1
        for month in months:
            active[months[0], school.country(student), month] += 1
    running = _start("month", AS_OF)
    found = query(
        "select cohort_month, country_name, activity_month, students_in_cohort, students_retained,"
        " months_since_first from marts.attendance_cohorts"
    )
    assert {row[:5] for row in found} == {
        (first, country, month, size, None if month == running else active[first, country, month])
        for (first, country), size in sizes.items()
        for month in _starts("month", first)
    }
    for first, _, month, *_, months_since in found:
        assert _starts("month", first)[months_since] == month


def test_details_hold_every_attendance_once(school: School, query: Query) -> None:
    found = query("select student_id, session_id, session_state from marts.attendance_details")
    assert {row[:2] for row in found} == {
        (student, session.session_id)
        for session in school.sessions
        for student in session.attendees
    }
    states = {session_id: state for _, session_id, state in found}
    for session in school.sessions:
        if not session.attendees:
            assert session.session_id not in states
            continue
        dated = "undated" if session.day is None else "taken"
        later = session.day is not None and session.day > AS_OF
        assert states[session.session_id] == ("scheduled" if later else dated)


def test_status_tells_what_became_of_the_rows_of_each_source(
    built_sample: Built, query: Query
) -> None:
    status = query(
        "select source_name, rows_in_files, rows_rejected, rows_kept, rows_duplicate,"
        " rows_set_aside from marts.data_status"
    )
    assert {row[0] for row in status} == {"students", "sessions", "attendance", "subscriptions"}
    for source, in_files, rejected, kept, *dropped in status:
        assert [(in_files, rejected)] == query(
            f"select rows_in, rows_rejected from staging.loads where source = '{source}'"
        )
        mart = "attendance_marks" if source == "attendance" else source
        assert [(kept,)] == query(f"select count(*) from marts.{mart}")
        listed = [
            query(
                "select count(distinct source_row) from marts.data_quality_issues"
                f" where source_name = '{source}' and outcome = '{outcome}'"
            )[0][0]
            for outcome in ("duplicate", "set_aside")
        ]
        assert dropped == listed


def _start(period: str, day: date) -> date:
    return day.replace(day=1) if period == "month" else day - timedelta(days=day.weekday())


def _starts(period: str, first: date) -> list[date]:
    days = (first + timedelta(days=number) for number in range((AS_OF - first).days + 1))
    return sorted({_start(period, day) for day in days})


@pytest.mark.parametrize("name", FROM_THE_LOG)
def test_question_reads_of_the_marts_what_the_log_says(
    school: School, query: Query, name: str
) -> None:
    answer = questions.ask(questions.question(name, "sql"), {}).rows
    assert len(answer) > 2
    assert answer == query(FROM_THE_LOG[name])
