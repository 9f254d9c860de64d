"""Asks the graph, and keeps its findings in the warehouse for dashboards."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from psycopg import Connection

from common.commands.progress import Progress
from common.servers.settings import graph_holds_email
from graph_sync import record
from graph_sync.errors import GraphError, history_errors
from graph_sync.graph import Graph, open_graph
from graph_sync.mart import snapshot, warehouse

# Findings kept of each ranked insight.
KEPT = 20


# Each is a question to the graph: the file `<insight>.cypher` beside this one.
INSIGHTS = ("isolated_student", "most_connected_student", "bridging_session", "company_of_churned")

COLUMNS = (
    "insight", "rank", "student_id", "session_id", "sat_with_churned", "numerator", "denominator",
    "as_of_date", "synced_at",
)  # fmt: skip

Row = tuple[Any, ...]


def fill(progress: Progress) -> dict[str, int]:
    """Replace the findings with today's; how many there are of each insight.

    Raises `GraphError` unless the graph is as a sync of these very marts left it.
    """
    # Locked, because no sync may change the graph while it is asked.
    with warehouse(locked=True) as connection, open_graph() as graph:
        with snapshot(connection, email=graph_holds_email()) as mart:
            digest, as_of = mart.digest(), mart.as_of_date()
            last = record.read(connection, graph.token())
        if last is None or last.mart_digest != digest.text:
            raise GraphError(
                "the graph is not that of today's marts, so its findings would be of another day: "
                "run `make graph` first"
            )
        rows = list(_ask(graph, as_of, last.finished_at, progress))
        _replace(connection, rows)
    return {name: sum(row[0] == name for row in rows) for name in INSIGHTS}


def _ask(
    graph: Graph, as_of: date | None, synced_at: datetime, progress: Progress
) -> Iterator[Row]:
    for name in INSIGHTS:
        with progress.stage(f"ask for {name}", None):
            found = graph.read(f"insights/{name}", limit=KEPT)
        for rank, values in enumerate(found, start=1):
            yield (name, rank, *values, as_of, synced_at)


def _replace(connection: Connection[Row], rows: list[Row]) -> None:
    """All or nothing; a reader sees the old rows until then."""
    connection.read_only = False
    with (
        history_errors(),
        connection.transaction(),
        connection.cursor() as cursor,
    ):
        cursor.execute("delete from history.graph_findings")
        names = ", ".join(COLUMNS)
        with cursor.copy(f"copy history.graph_findings ({names}) from stdin") as copy:
            for row in rows:
                copy.write_row(row)
