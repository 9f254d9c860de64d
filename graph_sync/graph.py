"""Reads the graph, and writes to it in managed transactions that count what they did."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from neo4j import Driver, ManagedTransaction, Session

from common.connections import neo4j_settings, open_neo4j
from graph_sync.bookmarks import transaction_number
from graph_sync.errors import GraphError, graph_errors
from graph_sync.model import UNIQUE, Node
from graph_sync.statements import cypher

# Nodes read from the server at a time: one record of this many rows costs a tenth of single rows.
PAGE = 5_000

# The oldest server that knows every statement of this package (COLLECT subqueries).
OLDEST = (5, 6)

# Seconds a batch is tried again while the server is away; a restart takes about ten.
RETRY_SECONDS = 60.0

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Statement:
    """One hand-written statement with its parameters; `expected` rows or the batch fails."""

    name: str
    parameters: dict[str, Any]
    expected: int | None = None


class MissingError(GraphError):
    """A statement did not find the nodes or relationships that it was to work on."""

    def __init__(self, statement: str, done: int, expected: int) -> None:
        super().__init__(
            f"{statement}.cypher worked on {done:,} of {expected:,} rows, so nodes or "
            "relationships it needs are missing; nothing of this batch was written. Run "
            "`make graph` again; if it fails again, `dbt test` says whether the marts fit together"
        )
        self.statement = statement


@dataclass(frozen=True)
class Graph:
    """One database of Neo4j."""

    driver: Driver
    database: str | None

    def read(self, name: str, **parameters: Any) -> list[list[Any]]:
        """Every record of a statement, as lists of values."""
        with graph_errors(), self._session() as session:
            return session.execute_read(lambda tx: tx.run(cypher(name), parameters).values())

    def write(self, *statements: Statement) -> list[int]:
        """Run statements in one transaction; their counts, each as expected, or nothing happens."""

        def work(transaction: ManagedTransaction) -> list[int]:
            return [_run(transaction, each) for each in statements]

        with graph_errors(), self._session() as session:
            return session.execute_write(work)

    def schema(self, name: str) -> None:
        """Run a statement that changes the schema, which needs a transaction of its own."""
        with graph_errors(), self._session() as session:
            session.run(cypher(name)).consume()

    def rows(self, statement: str) -> Iterator[Row]:
        """Rows of a paged statement in the order of their key, which is their first value."""
        place: dict[str, Any] = {"from": "", "skip": 0}
        indexed = set(UNIQUE) <= self.unique()
        while page := self.read(statement, **place, limit=PAGE)[0][0]:
            yield from map(tuple, page)
            if indexed:
                # The least text that is greater than the last key.
                place["from"] = page[-1][0] + "\0"
            else:
                # Without an index `>=` puts what is beyond U+FFFF before U+E000, unlike ORDER BY.
                place["skip"] += PAGE

    def unique(self) -> set[tuple[str, str]]:
        """Label and property of every uniqueness constraint there is."""
        return {(label, key) for label, key in self.read("list_constraints")}

    def attendees(self, session_ids: Sequence[str]) -> dict[str, tuple[int | None, list[Any]]]:
        """Digest and students' keys of each session that exists; a key once per relationship."""
        rows = self.read("read_attendees", session_ids=list(session_ids))
        return {session_id: (digest, student_ids) for session_id, digest, student_ids in rows}

    def strays(self, node: Node) -> list[str]:
        """Element ids of nodes of this label whose key is missing or no text."""
        return [row[0] for row in self.read(f"stray_{node.plural}")]

    def counts(self) -> dict[str, int]:
        """Number of students, sessions and attendances."""
        students, sessions, attendance, of_students, of_sessions = self.read("count_graph")[0]
        if not attendance == of_students == of_sessions:
            # Others use the type too: only looking at every relationship tells them apart.
            [[attendance]] = self.read("count_attendance")
        return {"students": students, "sessions": sessions, "attendance": attendance}

    def last_transaction(self) -> int | None:
        """Number of the newest transaction of the database; None where the server hides it."""
        with graph_errors(), self._session() as session:
            session.execute_read(lambda tx: tx.run("RETURN 1").consume())
            return transaction_number(session.last_bookmarks())

    def _session(self) -> Session:
        # One for all: in a cluster, what is read comes from a server that has what was written.
        bookmarks = self.driver.execute_query_bookmark_manager
        return self.driver.session(database=self.database, bookmark_manager=bookmarks)


@contextmanager
def open_graph() -> Iterator[Graph]:
    """The graph that the settings name; refuses a server that is too old."""
    settings = neo4j_settings()
    with open_neo4j(settings, max_transaction_retry_time=RETRY_SECONDS) as driver:
        require_version(driver.get_server_info().agent)
        yield Graph(driver, settings.database)


def require_version(agent: str) -> None:
    """Refuse a server such as `Neo4j/4.4.30`, older than `OLDEST`."""
    found = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
    if found and (int(found[1]), int(found[2])) < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise GraphError(
            f"the graph server is {agent.replace('/', ' ')}, and {oldest} is the oldest that "
            "works: upgrade it, or use the embedded one (`make up`)"
        )


def _run(transaction: ManagedTransaction, statement: Statement) -> int:
    record = transaction.run(cypher(statement.name), statement.parameters).single(strict=True)
    done = int(record["done"])
    if statement.expected is not None and done != statement.expected:
        raise MissingError(statement.name, done, statement.expected)
    return done
