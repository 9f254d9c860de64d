"""Times the graph sync side by side with its peers: `python benchmarks/graph.py`; see README.md.

The servers are embedded ones of this run's own, on synthetic marts; every contestant starts on an
empty graph that has the constraints, and runs in a process of its own.
"""

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from typing import Any

from neo4j import ManagedTransaction, Session

from benchmarks.own_servers import own_servers
from graph_sync.constraints import ensure_constraints
from graph_sync.graph import open_graph
from graph_sync.mart import batches
from graph_sync.progress import Progress
from graph_sync.sync import Options, check, sync
from services import neo4j_server, servers
from services.connections import connect_postgres, neo4j_settings

FLAT_ROWS = 10_000  # per batch, as pyingest and cartography do
SLICE = 2_000  # attendances of the contestant that sends them one by one

MARTS = """
drop schema if exists marts cascade;
create schema marts;
create table marts.students (student_id text primary key, name text, email text);
create table marts.sessions (
    session_id text primary key, date date, duration integer, module text
);
insert into marts.students
select 'ST' || lpad(n::text, 7, '0'), 'Student ' || n, null from generate_series(1, {s}) as n;
insert into marts.sessions
select 'SE' || lpad(n::text, 6, '0'), date '2024-01-01' + n % 730, 60, 'Module ' || n % 40
from generate_series(1, {c}) as n;
create table marts.attendance as
select distinct 'ST' || lpad((1 + floor(random() * {s}))::int::text, 7, '0') as student_id,
    'SE' || lpad(n::text, 6, '0') as session_id
from generate_series(1, {c}) as n, generate_series(1, {a} / {c});
alter table marts.attendance add primary key (student_id, session_id);
create index on marts.attendance (session_id);
create table marts.student_churn as
select student_id, 'Ghana' as country_name, 'active' as subscription_status,
    false as churn_flag, current_date as as_of_date
from marts.students;
alter table marts.student_churn add primary key (student_id);
analyze;
"""

# Half of the attendances of one session in a hundred: 0.5 % leave, 0.5 % come.
DAY = """
create temp table today as
select session_id from marts.sessions order by md5(session_id) limit {c} / 100;
delete from marts.attendance
where session_id in (select session_id from today) and random() < 0.5;
insert into marts.attendance
select distinct 'ST' || lpad((1 + floor(random() * {s}))::int::text, 7, '0'), session_id
from today, generate_series(1, {a} / {c} / 2)
on conflict do nothing;
"""

SPREAD = """
delete from marts.attendance where random() < 0.005;
insert into marts.attendance
select distinct 'ST' || lpad((1 + floor(random() * {s}))::int::text, 7, '0'),
    'SE' || lpad((1 + floor(random() * {c}))::int::text, 6, '0')
from generate_series(1, {a} / 200)
on conflict do nothing;
"""

NODES = {
    "marts.students": "UNWIND $rows AS row MERGE (n:Student {student_id: row[0]}) "
    "SET n.name = row[1]",
    "marts.sessions": "UNWIND $rows AS row MERGE (n:Session {session_id: row[0]}) "
    "SET n.date = row[1], n.duration = row[2], n.module = row[3]",
}
FLAT = (
    "UNWIND $rows AS row MATCH (s:Student {student_id: row[0]}) "
    "MATCH (t:Session {session_id: row[1]}) MERGE (s)-[:ATTENDED]->(t)"
)
SINGLE = (
    "MATCH (s:Student {student_id: $row[0]}) MATCH (t:Session {session_id: $row[1]}) "
    "MERGE (s)-[:ATTENDED]->(t)"
)


def flat() -> None:
    """Nodes and attendances by `UNWIND … MERGE` in batches of rows."""
    with open_graph() as graph, graph.driver.session(database=graph.database) as session:
        for table, statement in NODES.items():
            _send(session, table, statement)
        _send(session, "marts.attendance", FLAT)


def per_row() -> None:
    """A slice of the attendances, one statement each, on nodes that are there."""
    with open_graph() as graph, graph.driver.session(database=graph.database) as session:
        for row in _rows("marts.attendance", f"limit {SLICE}"):
            session.run(SINGLE, row=list(row)).consume()


def synced() -> None:
    """What `make graph` does."""
    sync(Options(delete_fraction=1.0), Progress())


def _send(session: Session, table: str, statement: Any) -> None:
    for batch in batches(_rows(table), FLAT_ROWS):
        session.execute_write(_run, statement, [list(row) for row in batch])


def _run(transaction: ManagedTransaction, statement: Any, rows: list[list[Any]]) -> None:
    transaction.run(statement, rows=rows).consume()


def _rows(table: str, limit: str = "") -> Iterator[tuple[Any, ...]]:
    with connect_postgres() as connection, connection.cursor(name="rows") as cursor:
        cursor.itersize = FLAT_ROWS
        cursor.execute(f"select * from {table} {limit}")
        yield from cursor


def timed(name: str, work: Callable[[], None]) -> float:
    """Seconds of the work in a process of its own; prints them with its memory."""
    queue = multiprocessing.get_context("fork").SimpleQueue()

    def child() -> None:
        began = time.perf_counter()
        work()
        queue.put((time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{name} failed")
    seconds, kilobytes = queue.get()
    print(f"{name:<40}{seconds:>9.2f} s {kilobytes / 1024:>6.0f} MB", flush=True)
    return float(seconds)


def empty_graph() -> None:
    """Empty the graph by bounded transactions, constraints kept or made."""
    database = neo4j_settings().database
    with open_graph() as graph, graph.driver.session(database=database) as session:
        for pattern, name in (("()-[x]->()", "x"), ("(x)", "x")):
            session.run(
                f"MATCH {pattern} CALL ({name}) {{ DELETE x }} IN TRANSACTIONS OF 50000 ROWS"
            ).consume()
        ensure_constraints(graph)
    # A contestant finds a server as cold as the one before it did.
    neo4j_server.down()
    servers.up(["neo4j"], lambda line: None)


def main() -> None:
    """Run every contestant once and print seconds, memory and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=200_000)
    parser.add_argument("--sessions", type=int, default=20_000)
    parser.add_argument("--attendances", type=int, default=2_000_000)
    given = parser.parse_args()
    sizes = {"s": given.students, "c": given.sessions, "a": given.attendances}

    def change(text: str) -> None:
        with connect_postgres(autocommit=True) as connection:
            connection.execute(text.format(**sizes).encode())
            connection.execute("analyze")

    with own_servers("postgres", "neo4j"):
        change(MARTS)
        empty_graph()
        flat_seconds = timed("flat UNWIND … MERGE, 10,000 rows a batch", flat)
        one_by_one = timed(f"one by one MERGE, {SLICE:,} attendances", per_row)
        empty_graph()
        first = timed("sync, first load", synced)
        nothing = timed("sync, nothing changed", synced)
        change(DAY)
        day = timed("sync, 1 % changed in 1 % of sessions", synced)
        change(SPREAD)
        spread = timed("sync, 1 % changed, spread", synced)
        timed("check, every value", _equal)
    rows = one_by_one * given.attendances / SLICE
    print(f"flat / first load          {flat_seconds / first:>8.2f}")
    print(f"one by one / first load    {rows / first:>8.0f}  (extrapolated)")
    for name, seconds in (("nothing changed", nothing), ("a day's work", day), ("spread", spread)):
        print(f"{name:<16}/ first load {seconds / first:>8.1%}")


def _equal() -> None:
    if check(Progress()).plan.differences:
        raise SystemExit("the graph differs from the mart")


if __name__ == "__main__":
    main()
