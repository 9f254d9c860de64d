"""Other ways to write the same graph: row by row, in flat batches, by Neo4j's offline import."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, LiteralString

from neo4j import ManagedTransaction, Session

from common.commands.progress import Progress
from common.servers.connections import connect_postgres, neo4j_settings
from graph_sync.constraints import ensure_constraints
from graph_sync.export.import_command import instructions
from graph_sync.graph import open_graph
from graph_sync.mart import batches
from graph_sync.statements import query
from graph_sync.sync import export_to
from services import neo4j_home, neo4j_server, servers

FLAT_ROWS = 10_000  # per batch, as pyingest and cartography do
SLICE = 5_000  # attendances that are sent one by one, after as many that warm the server up

STUDENT = (
    "MERGE (s:Student {student_id: row[0]}) SET s.name = row[1], s.country = row[2], "
    "s.subscription_status = row[3], s.churn_flag = row[4]"
)
SESSION = (
    "MERGE (t:Session {session_id: row[0]}) "
    "SET t.date = row[1], t.duration = row[2], t.module = row[3]"
)
FLAT: dict[LiteralString, str] = {
    query("students"): f"UNWIND $rows AS row {STUDENT}",
    "select * from marts.sessions": f"UNWIND $rows AS row {SESSION}",
    query("attendance"): "UNWIND $rows AS row MATCH (s:Student {student_id: row[0]}) "
    "MATCH (t:Session {session_id: row[1]}) MERGE (s)-[:ATTENDED]->(t)",
}
ROW = f"WITH $student AS row {STUDENT} WITH s, $session AS row {SESSION} MERGE (s)-[:ATTENDED]->(t)"
ROWS: LiteralString = (
    "select students.*, sessions.* from marts.attendance inner join ("
    + query("students")
    + ") as students using (student_id) inner join marts.sessions using (session_id) limit "
    + "%s"
)


def flat() -> None:
    """Nodes and attendances by `UNWIND … MERGE` in batches of rows."""
    with open_graph() as graph, graph.driver.session(database=graph.database) as session:
        for text, statement in FLAT.items():
            for batch in batches(_rows(text), FLAT_ROWS):
                session.execute_write(_run, statement, [list(row) for row in batch])


def one_by_one() -> float:
    """Seconds per attendance that merges its student, its session and itself, and is committed."""
    with open_graph() as graph, graph.driver.session(database=graph.database) as session:
        rows = list(_rows(ROWS, 2 * SLICE))
        for row in rows[:SLICE]:
            _merge(session, row)
        began = time.perf_counter()
        for row in rows[SLICE:]:
            _merge(session, row)
        return (time.perf_counter() - began) / (len(rows) - SLICE)


def imported(folder: Path) -> dict[str, float]:
    """Seconds of the export, and of each command that it says to run then."""
    spent = {}

    def step(name: str, work: Callable[[], object]) -> Any:
        began = time.perf_counter()
        done = work()
        spent[name] = time.perf_counter() - began
        return done

    exported = step("export", lambda: export_to(folder, Progress()))
    lines = [line for line in instructions(exported, neo4j_settings()) if line.startswith("  ")]
    for name, line in zip(("stop", "import", "start", "sync"), lines, strict=True):
        step(name, partial(subprocess.run, line, shell=True, check=True, capture_output=True))
    return spent


def empty_graph() -> None:
    """A new server's empty graph with its constraints, as cold as the one before it was."""
    neo4j_server.down()
    shutil.rmtree(neo4j_home.data_folder() / "data")
    servers.up(["neo4j"], lambda line: None)
    with open_graph() as graph:
        ensure_constraints(graph)


def _merge(session: Session, row: tuple[Any, ...]) -> None:
    session.run(ROW, student=list(row[:6]), session=list(row[6:])).consume()


def _run(transaction: ManagedTransaction, statement: Any, rows: list[list[Any]]) -> None:
    transaction.run(statement, rows=rows).consume()


def _rows(text: LiteralString, *parameters: int) -> Iterator[tuple[Any, ...]]:
    with connect_postgres() as connection, connection.cursor(name="rows") as cursor:
        cursor.itersize = FLAT_ROWS
        cursor.execute(text, parameters)
        yield from cursor
