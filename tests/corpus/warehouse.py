"""Takes an export the whole way in a second: inspected, landed, and read by the models' own SQL.

dbt compiles the models once; for each export their SQL runs as it is, in the order of the graph, in
a transaction that is rolled back. A test of dbt that finds rows, and is an error, refuses.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from dbt.artifacts.schemas.run import RunExecutionResult
from psycopg import Connection

from common import school
from common.errors import UserError
from common.servers.connections import connect_postgres
from loaders.contract.sources import DEFAULT_SOURCES, read_sources, school_sources
from loaders.discovery import matched
from loaders.inspection.proposal import Proposal, merge
from loaders.inspection.propose import propose
from loaders.load import land, session
from tests.corpus.figures import Figures
from tests.corpus.marts import read_figures
from tests.corpus.school import OWN_DAY
from tests.integration.in_process import invoke
from tests.integration.schemas import empty
from verdict.rules import Verdict, judge, read_rules

# The marts that the figures are read from; all that they need is made.
MARTS = (
    *("students", "sessions", "attendance", "attendance_marks", "subscriptions"),
    *("churn_by_cohort", "student_engagement", "silent_groups", "verdict_rules"),
)
GUARDS = ("dbt_project/tests/limits", "dbt_project/tests/guard")
VARS = json.dumps({"as_of_date": f"{OWN_DAY}"})

# dbt writes the loads that count into the views of staging when it builds them.
NOTHING_LOADED = "_load_id in (null)"
IN_FORCE = """_load_id in (
    select load_id from intermediate.int_loads where is_in_force and load_id {} in (
        select load_id from staging.load_settings where setting = 'register'
    )
)"""
REGISTERS = "stg_register_marks"


@dataclass(frozen=True)
class Statement:
    """A model's or test's SQL as dbt compiled it."""

    name: str
    kind: str  # view, table or test
    relation: str
    sql: str


@dataclass(frozen=True)
class Told:
    """What the marts say of an export; `failed` are the tests that would keep it unpublished."""

    figures: Figures
    verdict: Verdict
    failed: Sequence[str]


def compiled() -> list[Statement]:
    """Let dbt make the seeds and compile the models, in the order in which they build."""
    with session(read_sources()):  # which makes the tables of staging
        pass
    for command in (
        ["seed"],
        ["compile", "--select", *(f"+{mart}" for mart in MARTS), *(f"path:{g}" for g in GUARDS)],
    ):
        done = invoke("--quiet", *command, "--vars", VARS)
        assert done.success, done.exception
    assert isinstance(done.result, RunExecutionResult)
    nodes = [each.node for each in done.result.results if getattr(each.node, "compiled_code", "")]
    return list(_ordered({node.unique_id: node for node in nodes}))


def _ordered(nodes: Mapping[str, Any]) -> Iterator[Statement]:
    done: set[str] = set()

    def visit(name: str) -> Iterator[Statement]:
        if name in done or name not in nodes:
            return
        done.add(name)
        node = nodes[name]
        for parent in node.depends_on.nodes:
            yield from visit(parent)
        kind = "test" if node.resource_type == "test" else node.config.materialized
        relation = f"{node.schema}.{node.name}"
        those = IN_FORCE.format("" if node.name == REGISTERS else "not")
        sql = node.compiled_code.replace(NOTHING_LOADED, those)
        yield Statement(node.name, kind, relation, sql)

    for mart in MARTS:
        yield from visit(f"model.student_session_analytics.{mart}")
    made = done | {
        parent
        for node in nodes.values()
        for parent in node.depends_on.nodes
        if parent.startswith(("seed.", "source."))
    }
    for name, node in nodes.items():
        is_guard = node.original_file_path.startswith(GUARDS)
        is_error = getattr(node.config, "severity", "").lower() == "error"
        if is_guard and is_error and set(node.depends_on.nodes) <= made:
            yield from visit(name)


def settled(folder: Path, answers: Mapping[str, str]) -> Proposal:
    """Inspect, answer by what each question is about, and keep it, as one yes would.

    Raises `UserError` where the files are refused, `KeyError` where a question has no answer.
    """
    own: dict[str, Any] = {}
    proposal = propose(folder, DEFAULT_SOURCES, own)
    for question in proposal.questions:
        [choice] = [c for c in question.choices if c.name == answers[question.about]]
        merge(own, {question.source: choice.settings})
    if proposal.questions:
        proposal = propose(folder, DEFAULT_SOURCES, own)
    if proposal.refusals:
        raise UserError(proposal.refusals[0])
    school.school_path().unlink(missing_ok=True)
    school.keep({"sources": merge(own, proposal.settings)})
    return proposal


def landed(folder: Path, as_of: date | None = None) -> None:
    """Land the files of a folder in an empty warehouse, as of the day they were exported.

    `as_of` is their own day where it is another one; a folder with a school.yml is read by it.
    """
    at = datetime.combine(OWN_DAY, time(18)).timestamp()
    for path in folder.iterdir():
        os.utime(path, (at, at))
    with connect_postgres(autocommit=True) as connection:
        empty(connection, "staging")
    sources = school_sources(folder)
    with session(sources) as connection:
        land(connection, matched(folder, sources, as_of))


def of_the_own_day(statements: Sequence[Statement]) -> list[Statement]:
    """Return the SQL as it is where no day is chosen: it looks from the exports' own day."""
    chosen = f"cast('{OWN_DAY}' as date) as chosen_day"
    assert any(chosen in statement.sql for statement in statements)
    none = "cast(null as date) as chosen_day"
    return [replace(one, sql=one.sql.replace(chosen, none)) for one in statements]


def told(statements: Sequence[Statement], today: date = OWN_DAY) -> Told:
    """Make the marts, read what they say on a day, and forget them."""
    with connect_postgres() as connection, rolled_back(connection):
        failed = made(statements, connection)
        verdict = judge(read_rules(connection), None, today)
        return Told(read_figures(connection), verdict, failed)


def asked(statements: Sequence[Statement], query: str) -> list[tuple[Any, ...]]:
    """Make the marts, ask this of them, and forget them."""
    with connect_postgres() as connection, rolled_back(connection):
        assert made(statements, connection) == []
        return connection.execute(query.encode()).fetchall()


def made(statements: Sequence[Statement], connection: Connection[Any]) -> list[str]:
    """Make the marts, and return what would keep them unpublished."""
    failed = []
    for statement in statements:
        if statement.kind == "test":
            rows = connection.execute(statement.sql.encode()).fetchall()
            failed += [f"{statement.name}: {row}" for row in rows]
        else:
            kind = "view" if statement.kind == "view" else "table"
            create = f"create {kind} {statement.relation} as {statement.sql}"
            connection.execute(create.encode())
    return failed


@contextmanager
def rolled_back(connection: Connection[Any]) -> Iterator[None]:
    """Undo what is done in the connection."""
    try:
        yield
    finally:
        connection.rollback()
