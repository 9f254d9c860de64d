"""`python -m queries.page`: writes the questions with their answers into docs/graph_model.md.

The answers are those of the sample, so it must be what the configured warehouse holds, built as
of the day that is named here.
"""

import argparse
from collections.abc import Iterator, Mapping

from common import cli
from docs.generator.marked import replace_marked
from queries import questions
from queries.questions import Answer, Question

PAGE = questions.FOLDER.parent / "docs" / "graph_model.md"
BROWSER = questions.FOLDER / "browser"

# The day that the answers shown look from: `dbt build --vars 'as_of_date: …'`.
AS_OF = "2026-11-15"

BEGIN, END = "<!-- made by `python -m queries.page` -->", "<!-- end of the questions -->"
# Rows of an answer that the page shows.
SHOWN = 10


def main() -> None:
    """Ask every question in SQL, and write the page."""
    argparse.ArgumentParser(prog="python -m queries.page", description=__doc__).parse_args()
    answers = {name: questions.ask(questions.question(name, "sql"), {}) for name in in_sql()}
    PAGE.write_text(with_questions(PAGE.read_text("utf-8"), answers), "utf-8")
    print(f"wrote {PAGE}")


def in_sql() -> list[str]:
    """Names of the questions, those with both languages first."""
    return sorted(questions.names(), key=lambda name: (-len(questions.engines(name)), name))


def with_questions(page: str, answers: Mapping[str, Answer]) -> str:
    """The page, with every question between its marks."""
    parts = (*(_asked(name, answers[name]) for name in in_sql()), _starred())
    text = "\n".join(line for part in parts for line in part)
    return replace_marked(page, BEGIN, END, text)


def _asked(name: str, answer: Answer) -> Iterator[str]:
    asked = [questions.question(name, engine) for engine in questions.engines(name)]
    yield f"### {name}\n\n{asked[0].title}\n"
    if defaults := asked[0].defaults:
        listed = ", ".join(f"`{key}={value}`" for key, value in defaults.items())
        yield f"Parameters: {listed}\n"
    yield from _table(answer)
    yield f"\n<details><summary>{' and '.join(map(_language, asked))}</summary>\n"
    for each in asked:
        yield f"```{each.engine}\n{each.text.rstrip()}\n```\n"
    yield "</details>\n"


def _table(answer: Answer) -> Iterator[str]:
    yield f"| {' | '.join(answer.columns)} |"
    yield "|---" * len(answer.columns) + "|"
    for row in answer.rows[:SHOWN]:
        yield f"| {' | '.join('' if value is None else str(value) for value in row)} |"
    if len(answer.rows) > SHOWN:
        yield f"\n… and {len(answer.rows) - SHOWN:,} more rows"


def _language(asked: Question) -> str:
    return {"sql": "SQL", "cypher": "Cypher"}[asked.engine]


def _starred() -> Iterator[str]:
    yield "### To star in Neo4j Browser\n"
    yield (
        "These draw a picture. Paste one and star it, or drop the files of "
        "[`queries/browser`](../queries/browser) on Browser's favourites:\nthe first line becomes "
        "its name. (The embedded server has no Browser; `compose.yaml`'s and Aura have.)\n"
    )
    for path in sorted(BROWSER.glob("*.cypher")):
        yield f"```cypher\n{path.read_text('utf-8').rstrip()}\n```\n"


if __name__ == "__main__":
    cli.run(main)
