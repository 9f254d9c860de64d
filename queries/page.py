"""`python -m queries.page`: writes the table of questions into docs/graph_model.md.

The answers are those of the sample. So the configured warehouse must hold the sample, built as of
the day named here.
"""

import argparse
from collections.abc import Mapping

from common.commands import cli
from docs.generator.marked import replace_marked
from queries import questions
from queries.questions import Answer

PAGE = questions.FOLDER.parent / "docs" / "graph_model.md"

# The day of the answers shown: `dbt build --vars 'as_of_date: …'`.
AS_OF = "2026-11-15"

BEGIN, END = "<!-- made by `python -m queries.page` -->", "<!-- end of the questions -->"


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
    """The page, with the table of questions between its marks."""
    head = ("| question | files | first row of the answer |", "|---|---|---|")
    rows = (_row(name, answers[name]) for name in in_sql())
    return replace_marked(page, BEGIN, END, "\n".join((*head, *rows)))


def _row(name: str, answer: Answer) -> str:
    engines = questions.engines(name)
    files = ", ".join(f"[{name}.{engine}](../queries/{name}.{engine})" for engine in engines)
    values = ("" if value is None else str(value) for value in answer.rows[0])
    first = ", ".join(map("`{}` {}".format, answer.columns, values))
    return f"| {questions.question(name, engines[0]).title} | {files} | {first} |"


if __name__ == "__main__":
    cli.run(main)
