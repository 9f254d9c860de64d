"""Both languages give the answer that was worked out by hand for a small school."""

import datetime
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import psycopg
import pytest

from common.commands.progress import Progress
from common.servers.connections import connect_postgres, neo4j_settings, open_neo4j
from graph_sync.sync import Options, sync
from queries import questions
from tests.integration.in_process import run_module
from tests.integration.plans import full_scans
from tests.integration.small_marts import drop, make

ROOT = Path(__file__).resolve().parents[3]
BROWSER = questions.FOLDER / "browser"

# Bob and Cem sit together in x1 and x2 with Alice, Eli with her in x4; Dee sits alone, Fay never
# comes. Gil sits with Eli, and Hal with Gil, so that Hal is three sessions from Alice.
# There are two Alices, and keys whose order differs between byte order and a dictionary's.
SCHOOL = """
insert into marts.students (student_id, name) values
    ('a', 'Alice'), ('B', 'Bob'), ('c', 'Cem'), ('d', 'Dee'), ('e', 'Eli'), ('f', 'Fay'),
    ('Z', 'Alice'), ('g', 'Gil'), ('h', 'Hal');
insert into marts.sessions values
    ('x1', '2024-01-31', 60, 'Python'), ('x2', '2024-02-01', 90, 'SQL'),
    ('X3', '2024-02-01', 90, 'Python'), ('x4', null, null, null),
    ('x5', '2024-03-01', 30, 'Git'), ('x6', '2024-03-02', 30, 'Go'), ('x7', '2024-03-03', 30, 'Go');
insert into marts.attendance values
    ('a', 'x1'), ('B', 'x1'), ('c', 'x1'), ('a', 'x2'), ('B', 'x2'), ('c', 'x2'), ('Z', 'x2'),
    ('d', 'X3'), ('e', 'x4'), ('a', 'x4'), ('e', 'x6'), ('g', 'x6'), ('g', 'x7'), ('h', 'x7');
insert into marts.subscriptions values
    ('1', 'a', 'KE', 'Kenya', '2023-01-01'), ('2', 'a', 'CI', 'Ivory Coast', '2024-01-01'),
    ('3', 'B', 'KE', 'Kenya', null), ('4', 'c', 'KE', 'Kenya', '2024-01-01'),
    ('5', null, 'KE', 'Kenya', '2024-01-01');
insert into marts.student_churn (student_id, subscription_status, churn_flag) values
    ('a', 'active', false), ('B', 'churned', true), ('d', 'churned', true),
    ('e', 'unknown', null), ('f', 'churned', true);
"""
# What the questions read of the reporting marts, as dbt counts it.
ENGAGEMENT = """
create table marts.session_engagement as
select sessions.session_id, cast(count(attendance.student_id) as integer) as students_attended,
    cast(count(*) filter (where student_churn.churn_flag) as integer) as students_churned
from marts.sessions left join marts.attendance using (session_id)
    left join marts.student_churn using (student_id)
group by sessions.session_id;
create table marts.student_engagement as
select students.student_id, latest.country_code,
    coalesce(latest.country_name, 'Unknown') as country_name,
    cast(count(attendance.session_id) as integer) as attendances
from marts.students left join marts.attendance using (student_id) left join lateral (
    select * from marts.subscriptions where subscriptions.student_id = students.student_id
    order by start_date desc nulls last limit 1
) as latest on true
group by students.student_id, latest.country_code, latest.country_name;
create table marts.module_engagement as
select coalesce(sessions.module, 'Unknown') as module,
    cast(count(distinct attendance.student_id) as integer) as students_recorded
from marts.sessions left join marts.attendance using (session_id) group by 1;
create table marts.month_engagement as
select cast(date_trunc('month', sessions.date) as date) as month,
    cast(count(distinct sessions.session_id) as integer) as sessions_scheduled,
    count(attendance.student_id) as attendances_recorded,
    cast(count(distinct attendance.student_id) as integer) as students_recorded
from marts.sessions left join marts.attendance using (session_id)
where sessions.date is not null group by 1;
"""
JAN, FEB = datetime.date(2024, 1, 31), datetime.date(2024, 2, 1)
MARCH = [datetime.date(2024, 3, day) for day in (1, 2, 3)]

EXPECTED: dict[str, list[tuple[Any, ...]]] = {
    "sessions_of_student": [
        ("a", "x1", JAN, "Python", 60),
        ("Z", "x2", FEB, "SQL", 90),
        ("a", "x2", FEB, "SQL", 90),
        ("a", "x4", None, None, None),
    ],
    "most_active_students": [("a", "Alice", 3), ("B", "Bob", 2), ("c", "Cem", 2)],
    "students_per_session": [
        ("X3", FEB, "Python", 1),
        ("x1", JAN, "Python", 3),
        ("x2", FEB, "SQL", 4),
        ("x4", None, None, 2),
        ("x5", MARCH[0], "Git", 0),
        ("x6", MARCH[1], "Go", 2),
        ("x7", MARCH[2], "Go", 2),
    ],
    "students_per_module": [("Git", 0), ("Go", 3), ("Python", 4), ("SQL", 4), (None, 2)],
    "never_attended": [("f", "Fay")],
    "highest_engagement": [
        ("x2", FEB, "SQL", 4),
        ("x1", JAN, "Python", 3),
        ("x4", None, None, 2),
        ("x6", MARCH[1], "Go", 2),
        ("x7", MARCH[2], "Go", 2),
        ("X3", FEB, "Python", 1),
    ],
    "attended_together": [
        ("B", "Bob", "a", "Alice", 2),
        ("B", "Bob", "c", "Cem", 2),
        ("a", "Alice", "c", "Cem", 2),
        ("B", "Bob", "Z", "Alice", 1),
        ("Z", "Alice", "a", "Alice", 1),
    ],
    # Cem, the second Alice, Gil and Hal have no subscription; only Bob's loss was seen by others.
    "companions_of_churned": [
        ("active", 1, 1),
        ("churned", 2, 0),
        ("unknown", 1, 0),
        (None, 4, 2),
    ],
    # Their defaults are of the sample; here they are asked with other parameters, below.
    "companions_of_student": [],
    "students_of_two_modules": [],
    "path_between_students": [],
    "isolated_attendees": [("d", "Dee", 1)],
    "attendance_by_module": [
        ("Git", 1, 0, 0),
        ("Go", 2, 4, 3),
        ("Python", 2, 4, 4),
        ("SQL", 1, 4, 4),
        (None, 1, 2, 2),
    ],
    "attendance_by_month": [
        (datetime.date(2024, 1, 1), 1, 3, 3),
        (datetime.date(2024, 2, 1), 2, 5, 5),
        (datetime.date(2024, 3, 1), 3, 4, 3),
        (None, 1, 2, 2),
    ],
    "attendance_by_country": [
        (None, None, 7, 5),
        ("KE", "Kenya", 4, 2),
        ("CI", "Ivory Coast", 3, 1),
    ],
}
GIVEN = [
    ("sessions_of_student", {"student_name": "Dee"}, [("d", "X3", FEB, "Python", 90)]),
    ("sessions_of_student", {"student_name": "'; DROP TABLE"}, []),
    ("most_active_students", {"how_many": "1"}, [("a", "Alice", 3)]),
    ("most_active_students", {"how_many": "0"}, []),
    ("highest_engagement", {"how_many": "1"}, [("x2", FEB, "SQL", 4)]),
    ("attended_together", {"how_many": "1"}, [("B", "Bob", "a", "Alice", 2)]),
    (
        "companions_of_student",
        {"student_key": "a", "how_many": "3"},
        [("B", "Bob", 2), ("c", "Cem", 2), ("Z", "Alice", 1)],
    ),
    ("companions_of_student", {"student_key": "d"}, []),
    (
        "students_of_two_modules",
        {"one_module": "Python", "other_module": "SQL"},
        [("B", "Bob", 1, 1), ("a", "Alice", 1, 1), ("c", "Cem", 1, 1)],
    ),
    (
        "students_of_two_modules",
        {"one_module": "Go", "other_module": "Go", "how_many": "1"},
        [("g", "Gil", 2, 2)],
    ),
    (
        "path_between_students",
        {"from_student": "Z", "to_student": "c"},
        [(1, "Z", "Alice", "x2", "SQL"), (2, "c", "Cem", None, None)],
    ),
    # Of x1 and x2, and of Bob's and Cem's company, the first in the order of keys.
    (
        "path_between_students",
        {"from_student": "B", "to_student": "e"},
        [
            (1, "B", "Bob", "x1", "Python"),
            (2, "a", "Alice", "x4", None),
            (3, "e", "Eli", None, None),
        ],
    ),
    (
        "path_between_students",
        {"from_student": "a", "to_student": "h"},
        [
            (1, "a", "Alice", "x4", None),
            (2, "e", "Eli", "x6", "Go"),
            (3, "g", "Gil", "x7", "Go"),
            (4, "h", "Hal", None, None),
        ],
    ),
    # Four sessions apart, alone, oneself, and nobody.
    ("path_between_students", {"from_student": "B", "to_student": "h"}, []),
    ("path_between_students", {"from_student": "a", "to_student": "d"}, []),
    ("path_between_students", {"from_student": "a", "to_student": "a"}, []),
    ("path_between_students", {"from_student": "a", "to_student": "nobody"}, []),
]
FILES = [(name, engine) for name in questions.names() for engine in questions.engines(name)]


@pytest.fixture(scope="module")
def school(graph: Path) -> Iterator[tuple[psycopg.Connection[Any], neo4j.Driver]]:
    """The school in both servers; the sync has proved that they are equal."""
    with (
        connect_postgres(autocommit=True) as connection,
        open_neo4j(neo4j_settings()) as driver,
    ):
        make(connection, SCHOOL, ENGAGEMENT)
        driver.execute_query("MATCH (n) DETACH DELETE n")
        sync(Options(), Progress())
        yield connection, driver
        driver.execute_query("MATCH (n) DETACH DELETE n")
        drop(connection)


def ask(school: Any, asked: questions.Question, given: dict[str, str]) -> questions.Answer:
    connection, driver = school
    values = questions.parameters(asked, given)
    if asked.engine == "sql":
        return questions.ask_postgres(connection, asked, values)
    return questions.ask_neo4j(driver, neo4j_settings().database, asked, values)


def test_every_question_has_an_expected_answer() -> None:
    assert sorted(EXPECTED) == questions.names()


@pytest.mark.parametrize(("name", "engine"), FILES)
def test_answer_is_the_expected_one(name: str, engine: str, school: Any) -> None:
    assert ask(school, questions.question(name, engine), {}).rows == EXPECTED[name]


@pytest.mark.parametrize("name", [name for name in EXPECTED if len(questions.engines(name)) == 2])
def test_both_languages_name_the_same_columns(name: str, school: Any) -> None:
    sql, cypher = (ask(school, questions.question(name, each), {}) for each in questions.ENGINES)
    assert sql.columns == cypher.columns


@pytest.mark.parametrize("engine", questions.ENGINES)
@pytest.mark.parametrize(("name", "given", "rows"), GIVEN)
def test_parameters_are_used(
    name: str, given: dict[str, str], rows: list[Any], engine: str, school: Any
) -> None:
    assert ask(school, questions.question(name, engine), given).rows == rows


@pytest.mark.parametrize(("name", "engine"), FILES)
def test_a_file_runs_unchanged(name: str, engine: str, school: Any) -> None:
    """Pasted into psql or Neo4j Browser."""
    connection, driver = school
    text = questions.question(name, engine).text
    if engine == "sql":
        assert len(connection.execute(text).fetchall()) == len(EXPECTED[name])
    else:
        assert len(driver.execute_query(text).records) == len(EXPECTED[name])


@pytest.mark.parametrize("name", ["companions_of_student", "path_between_students"])
def test_a_key_is_looked_up_not_searched_for(name: str, school: Any) -> None:
    asked = questions.question(name, "cypher")

    assert full_scans(school[1], asked.bound(), dict(asked.defaults)) == []
    assert full_scans(school[1], asked.text, {}) == []


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted((questions.FOLDER / "browser").glob("*.cypher"))
        if "_id: '" in path.read_text("utf-8")
    ],
    ids=lambda path: path.stem,
)
def test_a_starred_query_looks_its_key_up(path: Path, school: Any) -> None:
    assert full_scans(school[1], path.read_text("utf-8"), {}) == []


def test_command_prints_the_answer_and_says_what_is_wrong(school: Any) -> None:
    assert "sessions_of_student (sql, cypher)" in run_module("queries").stdout
    done = run_module("queries", "sessions_of_student", "student_name=Dee", "--engine", "cypher")
    assert done.returncode == 0
    assert "X3" in done.stdout
    assert "(1 row)" in done.stdout
    # Longer than a screen is wide, and yet one line.
    title = questions.question("companions_of_churned", "sql").title
    assert run_module("queries", "companions_of_churned").stdout.splitlines()[0] == title
    failed = run_module("queries", "nothing")
    assert (failed.returncode, failed.stdout) == (2, "")
    assert failed.stderr.startswith("error: no question is called 'nothing'")


def test_command_may_be_cut_short_by_its_reader(school: Any) -> None:
    run = [sys.executable, "-m", "queries", "students_per_session"]
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as nobody:
        done = subprocess.run(run, cwd=ROOT, stdout=nobody, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")
