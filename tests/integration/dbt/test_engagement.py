"""The attendance marts on the sample, against figures worked out one by one in Python."""

import subprocess
from collections import Counter
from datetime import date, timedelta

import pytest

from queries import questions
from tests.integration.dbt.conftest import Query
from tests.integration.dbt.engagement_oracle import STUDENT_COLUMNS, student_figures
from tests.integration.dbt.engagement_read import read_school
from tests.integration.dbt.engagement_school import AS_OF, Place, School, day_of
from tests.integration.dbt.question_oracle import FROM_THE_LOG

Built = subprocess.CompletedProcess[str]
# A period, a module, and country, campus and track of the students.
Key = tuple[date, str, str, str, str]


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
    attended: Counter[Key] = Counter()
    expected: Counter[Key] = Counter()
    # Who moves counts where the last session of the period was.
    students: Counter[Key] = Counter()
    for student in school.students:
        home = school.home(student)
        last: dict[tuple[date, str], Place] = {}
        for session in school.attended(student):
            day = day_of(session)
            start, place = _start(period, day), home.place(day)
            attended[start, session.module, *place] += 1
            last[start, session.module] = place
        students.update((start, module, *place) for (start, module), place in last.items())
        for session in school.expected(student):
            if session.is_taken:
                day = day_of(session)
                expected[_start(period, day), session.module, *home.place(day)] += 1
    found = {
        row[:5]: row[5:]
        for row in query(
            f"select {period}, module, country_name, campus, track, students, attendances,"
            f" attendances_expected from marts.attendance_by_{period}"
        )
    }
    assert {key: row for key, row in found.items() if any(row)} == {
        key: (students[key], attended[key], number) for key, number in expected.items()
    }
    of_countries = query(
        f"select {period}, module, country_name, sum(students), max(students_of_country)"
        f" from marts.attendance_by_{period} group by 1, 2, 3"
    )
    assert [row for row in of_countries if row[3] != row[4]] == []
    firsts: dict[tuple[str, ...], date] = {}
    for start, *of in sorted(expected):
        firsts.setdefault(tuple(of), start)
    assert set(found) == {
        (start, *of) for of, first in firsts.items() for start in _starts(period, first)
    }


def test_cohorts_follow_students_month_by_month(school: School, query: Query) -> None:
    active: Counter[tuple[date, Place, date]] = Counter()
    sizes: Counter[tuple[date, Place]] = Counter()
    for student in school.students:
        place = school.home(student).latest_place
        months = sorted({_start("month", day_of(s)) for s in school.attended(student)})
        if months:
            sizes[months[0], place] += 1
        for month in months:
            active[months[0], place, month] += 1
    running = _start("month", AS_OF)
    found = query(
        "select cohort_month, country_name, campus, track, activity_month, students_in_cohort,"
        " students_retained, months_since_first from marts.attendance_cohorts"
    )
    assert {row[:7] for row in found} == {
        (first, *place, month, size, None if month == running else active[first, place, month])
        for (first, place), size in sizes.items()
        for month in _starts("month", first)
    }
    for first, *_, month, _, _, months_since in found:
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
    sources = {"students", "sessions", "attendance", "subscriptions", "calls"}
    assert {row[0] for row in status} == sources
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
