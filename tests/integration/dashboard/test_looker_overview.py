"""What the short way into Looker Studio shows is what the first screen says."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from common.servers.connections import Role, connect_postgres
from tests.integration.in_process import Ended
from tests.unit.docs.test_looker_overview import SHORT

QUERY = SHORT.partition("```sql")[2].partition("```")[0]
FIGURES = {
    "Attendance in percent": "attendance",
    "Enrolled": "enrolled",
    "Lost": "lost",
    "To call": "to_call",
}


@pytest.fixture(scope="module")
def reporter(built_sample: Ended) -> Iterator[psycopg.Connection[Any]]:
    with connect_postgres(role=Role.REPORTER, autocommit=True) as connection:
        yield connection


def read(reporter: psycopg.Connection[Any], statement: str) -> dict[Any, Decimal]:
    return dict(reporter.execute(statement.encode()).fetchall())


def current(reporter: psycopg.Connection[Any], figure: str, scope: str) -> dict[Any, Decimal]:
    times = 100 if figure == "attendance" else 1
    return read(
        reporter,
        f"select campus, round(value * {times}, 1) from marts.headline_figures"
        f" where figure = '{figure}' and scope = '{scope}' and is_current = 1",
    )


@pytest.mark.parametrize("field", FIGURES)
def test_a_sum_without_filter_is_the_figure_of_the_first_screen(
    reporter: psycopg.Connection[Any], field: str
) -> None:
    shown = reporter.execute(f'select sum("{field}") from ({QUERY}) as q'.encode()).fetchall()
    assert shown == [(current(reporter, FIGURES[field], "school")[None],)]


@pytest.mark.parametrize("field", FIGURES)
def test_a_table_by_campus_is_that_of_each(reporter: psycopg.Connection[Any], field: str) -> None:
    shown = read(
        reporter,
        f'select "Campus", sum("{field} of campus") from ({QUERY}) as q group by 1',
    )
    everywhere = current(reporter, FIGURES[field], "school")[None]
    expected = current(reporter, FIGURES[field], "campus")
    assert shown.pop("All campuses") == everywhere
    assert {campus: value for campus, value in shown.items() if value is not None} == {
        campus: value for campus, value in expected.items() if value is not None
    }


def test_a_line_over_time_is_that_of_the_whole_school(
    reporter: psycopg.Connection[Any],
) -> None:
    shown = read(
        reporter,
        f'select "Month", sum("Lost by month") from ({QUERY}) as q'
        ' where "Lost by month" > 0 group by 1',
    )
    assert len(shown) > 6
    assert shown == read(
        reporter,
        "select month, round(value, 0) from marts.headline_figures where figure = 'lost'"
        " and scope = 'school' and is_complete = 1 and value > 0",
    )
