"""Marts small enough to be made and dropped by each test, in the columns that dbt gives them."""

from typing import Any

import psycopg

from common import roles
from tests.integration.schemas import empty

Mart = psycopg.Connection[Any]

MARTS = """
create table marts.students (student_id text primary key, name text, email text);
create table marts.sessions (
    session_id text primary key, date date, duration integer, module text
);
create table marts.attendance (
    student_id text references marts.students,
    session_id text references marts.sessions,
    primary key (student_id, session_id)
);
create table marts.subscriptions (
    subscription_id text primary key, student_id text, country_code text, country_name text,
    start_date date
);
create table marts.student_churn (
    student_id text primary key, subscription_id text,
    subscriptions integer, intake text, track text, campus text, country_code text,
    country_name text, cohort text, start_date date, end_date date, subscription_status text,
    churn_flag boolean, churn_reason text, churned_on date, as_of_date date
);
"""

# As dbt grants them.
GRANTS = "grant select on all tables in schema marts to warehouse_graph"


def make(connection: Mart, *rows: str) -> None:
    """Make the marts anew, and put rows in by the given statements."""
    empty(connection, "marts")
    connection.execute(("".join((MARTS, *rows))).encode())
    roles.apply(connection)
    connection.execute(GRANTS)


def drop(connection: Mart) -> None:
    """Leave a warehouse without marts."""
    empty(connection, "marts")
