"""The questions in docs/graph_model.md: today's titles and files, and the sample's answers."""

from typing import Any

import pytest

from common.commands.progress import Progress
from common.servers.connections import connect_postgres, neo4j_settings, open_neo4j
from graph_sync.insights.findings import fill
from queries import page, questions
from tests.integration.in_process import run_dbt

BOTH = [name for name in questions.names() if len(questions.engines(name)) == 2]
STARRED = sorted((questions.FOLDER / "browser").glob("*.cypher"))


@pytest.fixture(scope="module")
def answers(summary: str) -> dict[str, questions.Answer]:
    """What PostgreSQL answers."""
    return {name: questions.ask(questions.question(name, "sql"), {}) for name in questions.names()}


def test_the_page_shows_todays_questions_and_answers(answers: Any) -> None:
    kept = page.PAGE.read_text("utf-8")

    assert page.with_questions(kept, answers) == kept, (
        f"load data/sample, `dbt build --vars 'as_of_date: {page.AS_OF}'`, then run "
        "`python -m queries.page`"
    )


@pytest.mark.parametrize("name", BOTH)
def test_both_languages_answer_alike(name: str, answers: Any) -> None:
    assert answers[name].rows
    assert questions.ask(questions.question(name, "cypher"), {}) == answers[name]


@pytest.mark.parametrize("path", STARRED, ids=lambda path: path.stem)
def test_a_starred_query_draws_something(path: Any, summary: str) -> None:
    text = path.read_text("utf-8")
    with open_neo4j(neo4j_settings()) as driver:
        paths = driver.execute_query(text, database_=neo4j_settings().database).records

    assert text.startswith("// ")
    assert 10 < len(paths) <= 100


def test_insights_of_the_sample_survive_a_build(summary: str) -> None:
    filled = fill(Progress())
    assert all(filled.values())

    # The view too: dbt drops with a table what reads it.
    done = run_dbt("--quiet", "run", "--select", "students", "graph_insights")

    assert done.returncode == 0, done.stdout + done.stderr
    with connect_postgres() as connection:
        count = connection.execute("select count(*) from marts.graph_insights").fetchone()
    assert count == (sum(filled.values()),)


def test_three_queries_are_there_to_be_starred() -> None:
    assert len(STARRED) == 3
