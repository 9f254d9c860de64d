"""What the sync's tests start from: empty marts, an empty graph, and an oracle built from SQL."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

from common.commands.progress import Progress
from common.servers.connections import connect_postgres, neo4j_settings, open_neo4j
from graph_sync.sync import Options, Result, sync
from tests.integration.small_marts import Mart, drop, make

Content = dict[str, set[tuple[Any, ...]]]

# Forty students, twelve sessions, attendances in a pattern; three students in five have a
# subscription, and one in five has one that nobody can judge yet.
SCHOOL = """
insert into marts.students
select 's' || n, 'Student ' || n, 's' || n || '@example.org' from generate_series(1, 40) as n;
insert into marts.sessions
select 'c' || n, date '2024-02-28' + n, 60 + n, 'Module ' || n % 3 from generate_series(1, 12) as n;
insert into marts.attendance
select 's' || s, 'c' || c
from generate_series(1, 40) as s, generate_series(1, 11) as c
where s < 38 and (s * 7 + c * 5) % 4 = 0;
insert into marts.student_churn (student_id, country_name, subscription_status, churn_flag)
select
    's' || n,
    case when n % 2 = 0 then 'Kenya' end,
    (array['churned', 'active', 'unknown'])[1 + n % 5],
    (array[true, false, null])[1 + n % 5]
from generate_series(1, 40) as n
where n % 5 < 3;
"""


STUDENTS = """
select student_id, name, country_name, subscription_status, churn_flag, null
from marts.students
left join marts.student_churn using (student_id)
"""


@pytest.fixture
def mart(warehouse: Path) -> Iterator[Mart]:
    """A connection in autocommit to marts that hold a small school."""
    with connect_postgres(autocommit=True) as connection:
        make(connection, SCHOOL)
        yield connection
        drop(connection)


@pytest.fixture
def neo(graph: Path) -> Iterator[Callable[..., list[neo4j.Record]]]:
    """Run Cypher on a graph that is empty at first, without any constraint."""
    settings = neo4j_settings()
    with open_neo4j(settings) as driver:

        def run(text: str, **parameters: Any) -> list[neo4j.Record]:
            # No bookmarks: a test may put another database in the place of this one.
            return driver.execute_query(
                text, parameters, database_=settings.database, bookmark_manager_=None
            ).records

        _empty(run)
        yield run
        _empty(run)


@pytest.fixture
def run_sync(mart: Mart, neo: Any) -> Callable[..., Result]:
    """Run a sync with these options; everything may be deleted unless an option says otherwise."""

    def run(**options: Any) -> Result:
        return sync(Options(**{"delete_fraction": 1.0} | options), Progress())

    return run


@pytest.fixture
def configured(services_home: Path) -> Iterator[Callable[[str], None]]:
    """Put a line in place of profiles.yml's on e-mail addresses; put back afterwards."""
    path = services_home / "profiles.yml"
    before = path.read_text(encoding="utf-8")

    def put(line: str) -> None:
        changed = re.sub("student_email: .*", line, before)
        assert changed != before or line in before
        path.write_text(changed, encoding="utf-8")

    yield put
    path.write_text(before, encoding="utf-8")


@pytest.fixture
def expected(mart: Mart) -> Callable[[], Content]:
    """What the graph has to hold, straight from the marts."""

    def content() -> Content:
        return {
            "students": set(mart.execute(STUDENTS)),
            "sessions": set(
                mart.execute("select session_id, date, duration, module from marts.sessions")
            ),
            "attendance": set(
                mart.execute("select student_id, session_id, 1 from marts.attendance")
            ),
        }

    return content


@pytest.fixture
def actual(neo: Callable[..., list[neo4j.Record]]) -> Callable[[], Content]:
    """What the graph holds; the third value of an attendance is how often it is there."""

    def content() -> Content:
        students = neo(
            "MATCH (n:Student) "
            "RETURN n.student_id, n.name, n.country, n.subscription_status, n.churn_flag, n.email"
        )
        sessions = neo("MATCH (n:Session) RETURN n.session_id, n.date, n.duration, n.module")
        links = neo(
            "MATCH (s:Student)-[r:ATTENDED]->(t:Session) "
            "RETURN s.student_id, t.session_id, count(r)"
        )
        return {
            "students": {tuple(row) for row in students},
            "sessions": {tuple(map(_native, row)) for row in sessions},
            "attendance": {tuple(row) for row in links},
        }

    return content


def _native(value: Any) -> Any:
    """A date as Python's; a number that is no integer as text, because 1 == 1.0 in a set."""
    if isinstance(value, float):
        return repr(value)
    return value.to_native() if isinstance(value, neo4j.time.Date) else value


def _empty(run: Callable[..., list[neo4j.Record]]) -> None:
    run("MATCH (n) DETACH DELETE n")
    for [name] in run("SHOW CONSTRAINTS YIELD name"):
        run(f"DROP CONSTRAINT `{name}`")
