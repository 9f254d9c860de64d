"""Both languages give the answer that was worked out by hand for a small school."""

import datetime
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import psycopg
import pytest

from graph_sync.progress import Progress
from graph_sync.sync import Options, sync
from queries import questions
from services.connections import connect_postgres, neo4j_settings, open_neo4j
from tests.integration.small_marts import drop, make

ROOT = Path(__file__).resolve().parents[3]

# Bob and Cem sit together in x1 and x2 with Alice; Dee and Eli each sit alone; Fay never comes.
# There are two Alices, and keys whose order differs between byte order and a dictionary's.
SCHOOL = """
insert into marts.students (student_id, name) values
    ('a', 'Alice'), ('B', 'Bob'), ('c', 'Cem'), ('d', 'Dee'), ('e', 'Eli'), ('f', 'Fay'),
    ('Z', 'Alice');
insert into marts.sessions values
    ('x1', '2024-01-31', 60, 'Python'), ('x2', '2024-02-01', 90, 'SQL'),
    ('X3', '2024-02-01', 90, 'Python'), ('x4', null, null, null),
    ('x5', '2024-03-01', 30, 'Git');
insert into marts.attendance values
    ('a', 'x1'), ('B', 'x1'), ('c', 'x1'), ('a', 'x2'), ('B', 'x2'), ('c', 'x2'), ('Z', 'x2'),
    ('d', 'X3'), ('e', 'x4'), ('a', 'x4');
insert into marts.subscriptions values
    ('1', 'a', 'KE', 'Kenya', '2023-01-01'), ('2', 'a', 'CI', 'Ivory Coast', '2024-01-01'),
    ('3', 'B', 'KE', 'Kenya', null), ('4', 'c', 'KE', 'Kenya', '2024-01-01'),
    ('5', null, 'KE', 'Kenya', '2024-01-01');
"""
JAN, FEB = datetime.date(2024, 1, 31), datetime.date(2024, 2, 1)
MARCH = datetime.date(2024, 3, 1)

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
        ("x5", MARCH, "Git", 0),
    ],
    "students_per_module": [("Git", 0), ("Python", 4), ("SQL", 4), (None, 2)],
    "never_attended": [("f", "Fay")],
    "highest_engagement": [
        ("x2", FEB, "SQL", 4),
        ("x1", JAN, "Python", 3),
        ("x4", None, None, 2),
        ("X3", FEB, "Python", 1),
    ],
    "isolated_attendees": [("d", "Dee", 1)],
    "attendance_by_module": [
        ("Git", 1, 0, 0),
        ("Python", 2, 4, 4),
        ("SQL", 1, 4, 4),
        (None, 1, 2, 2),
    ],
    "attendance_by_month": [
        (datetime.date(2024, 1, 1), 1, 3, 3),
        (datetime.date(2024, 2, 1), 2, 5, 5),
        (datetime.date(2024, 3, 1), 1, 0, 0),
        (None, 1, 2, 2),
    ],
    "attendance_by_country": [
        ("KE", "Kenya", 4, 2),
        ("CI", "Ivory Coast", 3, 1),
        (None, None, 3, 3),
    ],
}
GIVEN = [
    ("sessions_of_student", {"student_name": "Dee"}, [("d", "X3", FEB, "Python", 90)]),
    ("sessions_of_student", {"student_name": "'; DROP TABLE"}, []),
    ("most_active_students", {"how_many": "1"}, [("a", "Alice", 3)]),
    ("most_active_students", {"how_many": "0"}, []),
    ("highest_engagement", {"how_many": "1"}, [("x2", FEB, "SQL", 4)]),
]
FILES = [(name, engine) for name in questions.names() for engine in questions.engines(name)]


@pytest.fixture(scope="module")
def school(graph: Path) -> Iterator[tuple[psycopg.Connection[Any], neo4j.Driver]]:
    """The school in both servers; the sync has proved that they are equal."""
    with (
        connect_postgres(autocommit=True) as connection,
        open_neo4j(neo4j_settings()) as driver,
    ):
        make(connection, SCHOOL)
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
def test_a_file_runs_as_it_stands(name: str, engine: str, school: Any) -> None:
    """Pasted into psql or Neo4j Browser."""
    connection, driver = school
    text = questions.question(name, engine).text
    if engine == "sql":
        assert len(connection.execute(text).fetchall()) == len(EXPECTED[name])
    else:
        assert len(driver.execute_query(text).records) == len(EXPECTED[name])


def test_command_prints_the_answer_and_says_what_is_wrong(school: Any) -> None:
    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        run = [sys.executable, "-m", "queries", *arguments]
        return subprocess.run(run, cwd=ROOT, capture_output=True, text=True)

    assert "sessions_of_student (sql, cypher)" in command().stdout
    done = command("sessions_of_student", "student_name=Dee", "--engine", "cypher")
    assert done.returncode == 0
    assert "X3" in done.stdout
    assert "(1 rows)" in done.stdout
    failed = command("nothing")
    assert (failed.returncode, failed.stdout) == (2, "")
    assert failed.stderr.startswith("error: no question is called 'nothing'")
