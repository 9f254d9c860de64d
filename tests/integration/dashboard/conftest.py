"""The sample as built, and a school too large for a page in the columns that contracts promise."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common.servers.connections import connect_postgres
from dashboard.preview.model import page_model
from dashboard.preview.page import write_page
from dashboard.spec.check import checked_report
from dashboard.spec.marts import Mart, read_marts
from tests.integration.in_process import Ended
from tests.integration.schemas import empty

# What ten million attendances come to: ten years, 25 countries with 36 campuses, 60 modules of six
# tracks, 100,000 students.
AS_OF = "2026-11-15"
COUNTRIES, CAMPUSES, MODULES, STUDENTS, SESSIONS = 25, 36, 60, 100_000, 150_000
# A module that would end the page's data, were it not escaped.
AWKWARD_MODULE = "</script><b>module 7</b>"

COUNTRY = "'Country ' || lpad(({0})::text, 2, '0')"
MODULE = (
    f"case {{0}} when 7 then '{AWKWARD_MODULE}' else 'Module ' || lpad({{0}}::text, 2, '0') end"
)
# Each module is of one track, and taught at one campus of the country.
CAMPUS = f"""
    'Campus ' || case when module % 2 = 0 and country <= {CAMPUSES - COUNTRIES}
        then country + {COUNTRIES} else country end
"""
TRACK = "'Track ' || module % 6"
# Of what is not by module, such as a student: the same campuses in the same countries.
A_CAMPUS = f"case when n % {CAMPUSES + 1} > 0 then 'Campus ' || n % {CAMPUSES + 1} end"
A_COUNTRY = COUNTRY.format(f"greatest(n % {CAMPUSES + 1} - 1, 0) % {COUNTRIES} + 1")
CELLS = f"""
    generate_series(1, {COUNTRIES}) as country, generate_series(1, {MODULES}) as module
"""

ROWS: dict[str, str] = {
    "attendance_by_month": f"""
        select day::date as month, {MODULE.format("module")} as module, 'KE' as country_code,
            {COUNTRY.format("country")} as country_name, {CAMPUS} as campus, {TRACK} as track,
            case when day < date_trunc('month', date '{AS_OF}') then 'complete'
                else 'still running' end as complete_label,
            (country * module * extract(month from day))::int % 97 as attendances,
            (country * module * extract(month from day))::int % 97 + (country + module) % 31
                as attendances_expected,
            60 * ((country + module) % 5) as minutes_attended
        from generate_series(timestamp '2016-12-01', '{AS_OF}', interval '1 month') as day, {CELLS}
    """,
    "attendance_by_week": f"""
        select day::date as week, {MODULE.format("module")} as module, 'KE' as country_code,
            {COUNTRY.format("country")} as country_name, {CAMPUS} as campus, {TRACK} as track,
            (country * module + extract(doy from day))::int % 23 as attendances
        from generate_series(timestamp '2025-06-02', '{AS_OF}', interval '1 week') as day, {CELLS}
    """,
    "attendance_cohorts": f"""
        select cohort::date as cohort_month, country_name, campus, track,
            activity::date as activity_month,
            'KE' as country_code, (extract(year from age(activity, cohort)) * 12
                + extract(month from age(activity, cohort)))::int as months_since_first,
            case when activity < date_trunc('month', date '{AS_OF}') then 'complete'
                else 'still running' end as complete_label,
            20 as students_in_cohort, 19 as students_to_stay,
            case when activity < date_trunc('month', date '{AS_OF}')
                then 20 - extract(month from activity)::int end as students_retained
        from (
            select cohort, {A_COUNTRY} as country_name, {A_CAMPUS} as campus,
                'Track ' || track as track
            from generate_series(timestamp '2022-01-01', '{AS_OF}', interval '1 month') as cohort,
                generate_series(1, {CAMPUSES}) as n, generate_series(0, 5) as track
        ) as cohorts,
        generate_series(cohort, timestamp '{AS_OF}', interval '1 month') as activity
    """,
    "student_engagement": f"""
        select 'n' || lpad(n::text, 6, '0') as student_id,
            'n' || lpad(n::text, 6, '0') as student_label,
            {A_COUNTRY} as country_name, 'KE' as country_code,
            {A_CAMPUS} as campus, 'C' || n % 300 as cohort,
            'Track ' || n % 6 as track,
            case when n % 3 = 0 then 'enrolled' else 'not enrolled' end as enrolled_label,
            case when n % 30 = 0 then 1 else 0 end as is_at_risk,
            case when n % 30 = 0 then 'at risk' else 'not at risk' end as at_risk_label,
            case when n % 60 = 0 then 'missed_in_a_row' when n % 30 = 0 then 'low_attendance'
                else 'attends' end as at_risk_reason,
            case when n % 900 > 0 then date '{AS_OF}' - n % 90 end as last_attended_on,
            case when n % 900 > 0 then n % 90 end as days_since_last_attended,
            n % 40 as sessions_attended, n % 40 + n % 7 as sessions_taken,
            (n % 40) / nullif((n % 40 + n % 7)::numeric, 0) as taken_attendance_rate,
            n % 5 as sessions_missed_in_a_row, n % 4 as recent_sessions_attended,
            case when n % 4 > 0 then 'came' else 'did not come' end as came_label,
            n % 4 + n % 2 as recent_sessions_taken, n % 36 as earlier_sessions_attended,
            n % 36 + 3 as earlier_sessions_taken
        from generate_series(1, {STUDENTS}) as n
    """,
    "session_engagement": f"""
        select 's' || n as session_id, day as session_date,
            date_trunc('month', day)::date as session_month,
            {MODULE.format(f"(n % {MODULES} + 1)")} as module,
            {A_CAMPUS} as campus, {A_COUNTRY} as country_name, 'KE' as country_code,
            case when n % 40 = 0 then 'unmarked' else 'taken' end as session_state,
            case when n % 40 = 0 then 0 else 1 end as is_taken, n % 30 as students_attended,
            case when n % 40 > 0 then n % 30 + n % 9 end as students_expected
        from (select n, date '{AS_OF}' - n % 3600 as day from generate_series(1, {SESSIONS}) as n)
            as dated
    """,
    "silent_groups": f"""
        select 'Group ' || n as place, 'Campus ' || n as campus,
            'Attendance of group ' || n || ' stops' as what_is_seen,
            date '{AS_OF}' - 20 - n as last_marked_on, 20 + n as days_silent, 1 as groups_silent,
            n as students, date '{AS_OF}' as marked_until
        from generate_series(1, 3) as n
    """,
    "churn_by_cohort": f"""
        select 'Intake ' || n % 12 as intake, 'KE' as country_code,
            case n % {CAMPUSES + 1} when 4 then 'constructor' when 28 then '__proto__'
                else coalesce({A_CAMPUS}, 'Unknown') end as campus,
            {A_COUNTRY} as country_name, 'Track ' || n % 6 as track,
            n % 200 as subscriptions_judged, n % 200 / 4 as subscriptions_churned,
            n % 3 as subscriptions_unknown, n % 2 as subscriptions_invalid
        from generate_series(1, 20000) as n
    """,
    "churn_sensitivity": """
        select progress / 100.0 as progress_threshold, grace as grace_days, 100 as
            subscriptions_judged, progress - grace / 10 as subscriptions_churned,
            'another rule' as rule_in_force_label
        from generate_series(50, 90, 20) as progress, generate_series(0, 60, 30) as grace
    """,
    "student_churn": f"""
        select 'n' || n as student_id, {A_COUNTRY} as country_name, {A_CAMPUS} as campus,
            'Track ' || n % 6 as track,
            'KE' as country_code, case when n % 4 = 0 then 'churned' else 'active' end
                as subscription_status,
            case when n % 4 = 0 then 'dropped_early' end as churn_reason,
            case when n % 4 = 0 then date '{AS_OF}' - n % 900 end as churned_on
        from generate_series(1, {STUDENTS}) as n
    """,
    "data_status": f"""
        select source_name, date '{AS_OF}' as newest_load_on, date '{AS_OF}' as as_of_date,
            case when source_name <> 'students' then date '{AS_OF}' - 2 end as data_until,
            10000000 as rows_in_files, 20000 as rows_rejected, 9950000 as rows_kept,
            10000 as rows_duplicate, 20000 as rows_set_aside
        from unnest(array['attendance', 'sessions', 'students', 'subscriptions']) as source_name
    """,
    "data_quality_issues": """
        select 'attendance' as source_name, 'a.csv' as file_name, 'rule_' || n % 30 as rule,
            case n % 3 when 0 then 'error' when 1 then 'warning' else 'info' end as severity,
            'Wrong in way ' || n % 30 || ', and to say so takes a sentence of some length'
                as meaning,
            'Mend way ' || n % 30 as what_to_do, 'kept' as outcome, 1 as load_id,
            n as source_row
        from generate_series(1, 80000) as n
    """,
    "verdict_rules": """
        select 'attendance' as source_name, 'mapped' as rule, 'status' as subject,
            'amber' as colour, 0.95 as share, 0.99 as least_share,
            cast(null as date) as accepted_until,
            'status of attendance: 95 of 100 have a known meaning' as finding,
            'The data team: say what the words mean' as who_mends
        union all
        select 'attendance', 'figure', 'students at risk', 'red', 0.4, 0.9, date '2099-12-31',
            'students at risk: 4 of 10 can be judged', 'Whoever exports attendance'
        union all
        select 'attendance', 'used', 'rows', 'red', 0.5, 0.98, date '2099-12-31',
            '5 of 10 rows of attendance are used', 'Whoever exports attendance'
    """,
}


def create(connection: psycopg.Connection[Any], mart: Mart) -> None:
    """Make one mart as its contract says, with the generated rows in the columns they fill."""
    columns = ", ".join(f"{column.name} {column.data_type}" for column in mart.columns.values())
    connection.execute(f"create unlogged table marts.{mart.name} ({columns})".encode())
    query = f"select * from ({ROWS[mart.name]}) as generated"
    described = connection.execute(f"{query} limit 0".encode()).description or []
    names = ", ".join(column.name for column in described)
    connection.execute(f"insert into marts.{mart.name} ({names}) {query}".encode())
    connection.execute(f"analyze marts.{mart.name}".encode())


@pytest.fixture(scope="module")
def reader(built_sample: Ended) -> Iterator[psycopg.Connection[Any]]:
    """A connection to the warehouse with the sample built."""
    with connect_postgres(autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def large_school(warehouse: Path) -> Iterator[psycopg.Connection[Any]]:
    """The reporting marts of a large school; yields a connection that reads them."""
    marts = read_marts()
    with connect_postgres(autocommit=True) as connection:
        empty(connection, "marts")
        for name in ROWS:
            create(connection, marts[name])
        yield connection
        empty(connection, "marts")


@pytest.fixture(scope="module")
def preview(
    large_school: psycopg.Connection[Any], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, float]:
    """The page made of them, and how many seconds that took."""
    started = time.monotonic()
    model = page_model(large_school, checked_report(), read_marts())
    path = write_page(model, tmp_path_factory.mktemp("preview") / "index.html")
    return path, time.monotonic() - started
