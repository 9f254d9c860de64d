"""Marts small enough to be made and dropped by each test, in the columns that dbt gives them."""

import re
from typing import Any

import psycopg

from common.folders import REPOSITORY
from common.servers import roles
from tests.integration.schemas import empty

Mart = psycopg.Connection[Any]

MARTS = """
create table marts.students (
    student_id text primary key, name text, email text, phone text
);
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

# A model without its Jinja, and what each name in it is called in the warehouse.
INSIGHTS = (REPOSITORY / "dbt_project/models/marts/graph_insights.sql").read_text("utf-8")
JINJA = {
    r"{{ config\(.*?\) }}": "",
    r"{{ ref\('(\w+)'\) }}": r"marts.\1",
    r"{{ source\('graph', '(\w+)'\) }}": r"history.\1",
    r"{{ as_double\('([\w.]+)'\) }}": r"cast(\1 as double precision)",
}

# As dbt grants them.
GRANTS = """
grant select on all tables in schema marts to warehouse_graph;
revoke select on marts.students from warehouse_graph;
grant select (student_id, name, email) on marts.students to warehouse_graph;
"""


def make(connection: Mart, *rows: str) -> None:
    """Make the marts again, and put rows in by the given statements."""
    empty(connection, "marts", "history")
    connection.execute(("".join((MARTS, *rows))).encode())
    view = INSIGHTS
    for jinja, plain in JINJA.items():
        view = re.sub(jinja, plain, view)
    connection.execute(f"create view marts.graph_insights as {view}".encode())
    roles.apply(connection)
    connection.execute(GRANTS)


def drop(connection: Mart) -> None:
    """Leave a warehouse without marts."""
    empty(connection, "marts")
