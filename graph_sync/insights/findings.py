"""Brings what only the graph can tell back to the marts, for people who see dashboards only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from psycopg import Connection, errors

from common.connections import connect_postgres
from common.settings import Role, graph_holds_email
from graph_sync import lock
from graph_sync.errors import GraphError, MartError, mart_errors
from graph_sync.graph import Graph, open_graph
from graph_sync.mart import MartDigest, snapshot
from graph_sync.progress import Progress
from graph_sync.runs import LastRun, last_run
from graph_sync.statements import query

# Findings of each ranked insight that are kept.
KEPT = 20


@dataclass(frozen=True)
class Insight:
    """One question to the graph: `<name>.cypher` beside this file answers it.

    The labels say in a reader's words what was found, and what numerator and denominator count.
    """

    name: str
    label: str
    measure: str


INSIGHTS = (
    Insight(
        "isolated_student",
        "Attended, and never sat with anybody",
        "sessions attended alone, of sessions attended",
    ),
    Insight(
        "most_connected_student",
        "Sat with the most different students",
        "students sat with, of all other students who attended",
    ),
    Insight(
        "bridging_session",
        "Brings together students of the most modules",
        "other modules that its students attend, of all other modules",
    ),
    Insight(
        "company_of_churned",
        "Do students churn who sit with churned students?",
        "students who churned, of students with a verdict",
    ),
)

COLUMNS = (
    "insight", "insight_label", "rank", "student_id", "session_id", "subject", "measure_label",
    "numerator", "denominator", "share", "as_of_date", "synced_at",
)  # fmt: skip

Row = tuple[Any, ...]


def fill(progress: Progress) -> dict[str, int]:
    """Put today's findings in the place of those in `marts.graph_insights`; how many of each.

    Raises `GraphError` unless the graph is as a sync of these very marts left it.
    """
    with (
        connect_postgres(role=Role.GRAPH, application_name=lock.APPLICATION) as connection,
        # No sync may change the graph while it is asked.
        lock.held(connection),
    ):
        with snapshot(connection, email=graph_holds_email()) as mart:
            digest, as_of = mart.digest(), mart.as_of_date()
        with open_graph() as graph:
            synced = _require_synced(last_run(graph), digest)
            rows = list(_ask(graph, as_of, synced.finished_at, progress))
        _replace(connection, rows)
    return {each.name: sum(row[0] == each.name for row in rows) for each in INSIGHTS}


def _require_synced(last: LastRun | None, digest: MartDigest) -> LastRun:
    if last is None or not last.finished or last.mart_digest != digest.texts:
        raise GraphError(
            "the graph is not that of today's marts, so what it tells would be of another day: "
            "run `make graph` first"
        )
    return last


def _ask(
    graph: Graph, as_of: date | None, synced_at: datetime, progress: Progress
) -> Iterator[Row]:
    moment = synced_at.astimezone(UTC).replace(tzinfo=None)
    for each in INSIGHTS:
        with progress.stage(f"ask for {each.name}", None):
            found = graph.read(f"insights/{each.name}", limit=KEPT)
        for rank, (student, session, subject, numerator, denominator) in enumerate(found, start=1):
            share = numerator / denominator if denominator else None
            yield (
                *(each.name, each.label, rank, student, session, subject, each.measure),
                *(numerator, denominator, share, as_of, moment),
            )


def _replace(connection: Connection[Row], rows: list[Row]) -> None:
    """All or nothing; who reads meanwhile sees the old rows."""
    connection.read_only = False
    try:
        with mart_errors("writing marts.graph_insights"), connection.transaction():
            connection.execute(query("create_insights"))
            connection.execute("delete from marts.graph_insights")
            with (
                connection.cursor() as cursor,
                cursor.copy(f"copy marts.graph_insights ({', '.join(COLUMNS)}) from stdin") as copy,
            ):
                for row in rows:
                    copy.write_row(row)
    except MartError as error:
        if isinstance(error.__cause__, errors.InsufficientPrivilege):
            raise MartError(
                "the warehouse user may not write marts.graph_insights: grant it CREATE on the "
                "schema marts, or make it the table's owner"
            ) from None
        raise
