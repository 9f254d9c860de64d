"""Reads the graph, and writes to it in managed transactions that count what they did."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from neo4j import Driver, ManagedTransaction, Session

from common.servers.connections import neo4j_settings, open_neo4j
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
    """One database of Neo4j; `reader` reads pages ahead and ends before the driver does."""

    driver: Driver
    database: str | None
    reader: ThreadPoolExecutor

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

    def rows(self, statement: str, limit: int | None = None) -> Iterator[Row]:
        """Rows of a paged statement in the order of their key, which is their first value.

        `limit` is the size of a page. One page is read while the one before it is worked on.
        """
        limit = limit or PAGE
        place: dict[str, Any] = {"from": "", "skip": 0}
        indexed = set(UNIQUE) <= self.unique()
        following = self.reader.submit(self.read, statement, **place, limit=limit)
        while page := following.result()[0][0]:
            if indexed:
                # The least text that is greater than the last key.
                place["from"] = page[-1][0] + "\0"
            else:
                # Without an index `>=` sorts beyond U+FFFF before U+E000, unlike ORDER BY.
                place["skip"] += limit
            following = self.reader.submit(self.read, statement, **place, limit=limit)
            yield from map(tuple, page)

    def unique(self) -> set[tuple[str, str]]:
        """Label and property of every uniqueness constraint there is."""
        return {(label, key) for label, key in self.read("list_constraints")}

    def strays(self, node: Node) -> list[str]:
        """Element ids of nodes of this label whose key is missing or no text."""
        return [row[0] for row in self.read(f"stray_{node.plural}")]

    def counts(self) -> dict[str, int]:
        """Number of students, sessions and attendances."""
        [[students, sessions, attendance]] = self.read("count_graph")
        return {"students": students, "sessions": sessions, "attendance": attendance}

    def token(self) -> str | None:
        """Fencing token of the run that took over last; None where none ever did."""
        return next((row[0] for row in self.read("read_run")), None)

    def state(self) -> str:
        """Neo4j's bookmark of the database as it is now.

        It identifies a point in the history of the database. Two that are equal say that nothing
        was committed in between; more cannot be read from one.
        """
        with graph_errors(), self._session() as session:
            # As a write, so that in a cluster the leader answers, which has every commit.
            session.execute_write(lambda tx: tx.run("RETURN 1").consume())
            return " ".join(sorted(session.last_bookmarks().raw_values))

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
        # Whoever stops in the middle of a page leaves the next one to be read.
        with ThreadPoolExecutor() as reader:
            yield Graph(driver, settings.database, reader)


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
