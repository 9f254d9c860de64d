"""A sync that cannot work says why in one line; one that fails is repaired by the next."""

import multiprocessing
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import psycopg
import pytest

from common.commands.progress import Progress
from common.servers import warehouse_lock
from common.servers.connections import Role, connect_postgres
from common.servers.warehouse_lock import LockedError
from graph_sync import sync as sync_module
from graph_sync.apply import apply
from graph_sync.constraints import ensure_constraints
from graph_sync.errors import (
    GraphError,
    GuardError,
    MartError,
    NotEqualError,
    OvertakenError,
)
from graph_sync.graph import Graph, MissingError, Statement, open_graph
from graph_sync.insights.findings import fill
from graph_sync.runs import Run
from graph_sync.sync import Options, check
from tests.integration.graph_sync.odd_texts import ODD

# A larger school, so that there is something to kill.
CROWD = """
insert into marts.students select 'x' || n, 'Extra ' || n, null from generate_series(1, 800) as n;
insert into marts.sessions
select 'y' || n, date '2024-01-01', 60, 'Module x' from generate_series(1, 40) as n;
insert into marts.attendance
select 'x' || s, 'y' || c from generate_series(1, 800) as s, generate_series(1, 40) as c
where (s + c * 31) % 10 = 0;
"""

# What dbt does at the end of building a table.
SWAP = """
create table marts.students_new as select * from marts.students;
grant select (student_id, name, email) on marts.students_new to warehouse_graph;
alter table marts.students rename to students_old;
alter table marts.students_new rename to students;
drop table marts.students_old cascade;
"""

MUCH_CHANGED = """
delete from marts.attendance where random() < 0.4;
insert into marts.attendance
select student_id, session_id from marts.students, marts.sessions
where random() < 0.04
on conflict do nothing;
"""


def sync_when_free(run_sync: Any) -> None:
    """The servers may still be ending the work of a process that was killed a moment ago."""
    for _ in range(20):
        try:
            run_sync()
        except (LockedError, OvertakenError):
            time.sleep(0.2)
        else:
            return
    run_sync()


def test_deletes_above_a_tenth_stop_before_anything_is_written(
    run_sync: Any, mart: Any, expected: Any, actual: Any
) -> None:
    run_sync()
    before = expected()
    mart.execute("delete from marts.attendance where session_id in ('c1', 'c2')")
    mart.execute("update marts.students set name = 'x'")

    with pytest.raises(
        GuardError, match=r"of 102 attendance \(\d+\.\d%\).*--allow-delete-fraction"
    ):
        run_sync(delete_fraction=Options().delete_fraction)

    assert actual() == before
    run_sync(delete_fraction=0.25)
    assert actual() == expected()


def test_an_empty_mart_stops_and_says_which_share_to_allow(
    run_sync: Any, mart: Any, expected: Any, actual: Any
) -> None:
    run_sync()
    before = expected()
    mart.execute("truncate marts.students, marts.sessions, marts.attendance cascade")

    with pytest.raises(GuardError, match="--allow-delete-fraction 1`"):
        run_sync(delete_fraction=0.99)

    assert actual() == before


def test_subscriptions_that_vanish_stop_the_sync_too(
    run_sync: Any, mart: Any, expected: Any, actual: Any
) -> None:
    run_sync()
    before = expected()
    mart.execute("truncate marts.student_churn")

    with pytest.raises(GuardError, match=r"24 of 24 students' subscriptions \(100.0%\)"):
        run_sync(delete_fraction=0.5)

    assert actual() == before


def test_what_is_not_ours_survives(run_sync: Any, mart: Any, neo: Any, expected: Any) -> None:
    run_sync()
    neo(
        """
        MATCH (kept:Student {student_id: 's1'}), (gone:Student {student_id: 's2'})
        MATCH (closed:Session {session_id: 'c2'}), (open:Session {session_id: 'c3'})
        SET kept:Mentor, gone:Mentor, kept.shoe = 42, gone.shoe = 43, closed.room = 'A'
        SET gone.date = 'of birth'
        CREATE (p:Person {name: 'Eve'})-[:ATTENDED]->(open)
        CREATE (kept)-[:ATTENDED {role: 'guest'}]->(gone), (open)-[:ATTENDED]->(kept)
        CREATE (p)-[:KNOWS {since: 1}]->(kept), (p)-[:KNOWS]->(gone), (closed)-[:IN]->(:Room)
        """
    )
    foreign = (
        "MATCH (n) WHERE n:Person OR n:Room OR n:Mentor RETURN count(n), sum(n.shoe) "
        "UNION ALL MATCH ()-[r:KNOWS|IN]->() RETURN count(r), sum(r.since) AS `sum(n.shoe)`"
    ).replace("RETURN count(r)", "RETURN count(r) AS `count(n)`")
    before = neo(foreign)
    mart.execute("delete from marts.attendance where student_id = 's2' or session_id = 'c2'")
    mart.execute("delete from marts.student_churn where student_id = 's2'")
    mart.execute("delete from marts.students where student_id = 's2'")
    mart.execute("delete from marts.sessions where session_id = 'c2'")
    mart.execute("update marts.students set name = 'x' where student_id = 's1'")

    run_sync()

    assert neo(foreign) == before
    assert [r.values() for r in neo("MATCH (n:Mentor) RETURN count(n)")] == [[2]]
    assert [r.values() for r in neo("MATCH (n)-[:IN]->(:Room) RETURN n.room")] == [["A"]]
    [[ours]] = neo("MATCH (n) WHERE n:Student OR n:Session RETURN count(n)")
    assert ours == len(expected()["students"]) + len(expected()["sessions"])
    # Eve is no student: her attendance is foreign, and nothing of ours.
    [[eve]] = neo("MATCH (:Person)-[r:ATTENDED]->(:Session {session_id: 'c3'}) RETURN count(r)")
    assert eve == 1
    [[left]] = neo("MATCH (n:Mentor) WHERE n.shoe = 43 RETURN keys(n)")
    assert set(left) == {"shoe", "date"}
    # Nor is what is called ATTENDED and leads from no student to a session.
    [[others]] = neo(
        "MATCH (a)-[r:ATTENDED]->(b) WHERE (a:Mentor AND b:Mentor) OR a:Session RETURN count(r)"
    )
    assert others == 2


@pytest.mark.parametrize("table", ["students", "sessions"])
def test_a_mart_whose_parts_do_not_fit_fails_loudly(table: str, run_sync: Any, mart: Any) -> None:
    key = {"students": "student_id", "sessions": "session_id"}[table]
    mart.execute(f"alter table marts.attendance drop constraint attendance_{key}_fkey")
    mart.execute(f"delete from marts.{table} where {key} in ('s1', 'c1')")

    with pytest.raises((MissingError, MartError)):
        run_sync()


def test_a_mart_with_a_key_twice_is_refused(run_sync: Any, mart: Any) -> None:
    mart.execute("alter table marts.students drop constraint students_pkey cascade")
    mart.execute("insert into marts.students values ('s1', 'again', null)")

    with pytest.raises(MartError, match="twice"):
        run_sync()


def test_a_key_that_no_index_can_hold_is_refused(run_sync: Any, mart: Any, neo: Any) -> None:
    # PostgreSQL's own index holds it only because it is compressed.
    mart.execute("insert into marts.sessions (session_id) values (repeat('é', 4083))")

    told = r"marts.sessions holds a session_id of 8,166 bytes.*8,164 at most; nothing was written"
    with pytest.raises(MartError, match=told):
        run_sync()

    assert neo("MATCH (n:Student|Session) RETURN n") == []
    mart.execute("update marts.sessions set session_id = repeat('é', 4082) where date is null")
    run_sync()
    assert len(neo("MATCH (n:Session) WHERE size(n.session_id) = 4082 RETURN n")) == 1


def test_marts_that_are_not_built_are_named(run_sync: Any, mart: Any) -> None:
    mart.execute("drop table marts.attendance")

    with pytest.raises(MartError, match=r'"marts.attendance" does not exist.*dbt build'):
        run_sync()


def test_a_mart_that_a_build_is_putting_in_its_place_is_waited_for(
    run_sync: Any, mart: Any, expected: Any, actual: Any
) -> None:
    """A snapshot from before the new table would see that it is there, and none of its rows."""
    with ThreadPoolExecutor() as pool, connect_postgres() as build:
        build.execute(SWAP)
        syncing = pool.submit(run_sync)
        while not mart.execute("select from pg_locks where not granted").fetchall():
            assert not syncing.done()
        build.commit()
        syncing.result()

    assert len(actual()["students"]) == 40
    assert actual() == expected()


def test_keys_that_are_double_in_the_graph_stop_the_sync(
    run_sync: Any, neo: Any, actual: Any
) -> None:
    neo("UNWIND [1, 2] AS n CREATE (:Session {session_id: 'c1'})")
    before = actual()

    with pytest.raises(GraphError, match="several nodes :Session share a session_id"):
        run_sync()
    for compared in (lambda: check(Progress()), lambda: run_sync(dry_run=True)):
        with pytest.raises(GraphError, match=r"share a key.*`make graph` says which"):
            compared()

    assert actual() == before


def test_two_syncs_at_once_the_second_says_who_is_at_work(run_sync: Any, mart: Any) -> None:
    with connect_postgres(role=Role.GRAPH) as other:
        warehouse_lock.take(other, "sync")
        process = other.info.backend_pid

        with pytest.raises(LockedError, match=f"user .* PostgreSQL process {process}, since"):
            run_sync()
    run_sync()


def test_a_sync_can_begin_before_the_server_saw_the_last_one_go(
    run_sync: Any, mart: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL ends what a closed connection held only when it comes to it."""
    lingering: list[Any] = []
    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Connection, "close", lambda self: lingering.append(self))
        run_sync()
        run_sync()
        fill(Progress())
        mart.execute("truncate marts.students, marts.sessions, marts.attendance cascade")
        for _ in range(2):
            with pytest.raises(GuardError):
                run_sync(delete_fraction=0.1)
    assert len(lingering) == 10  # of each its lock and its work
    for connection in lingering:
        connection.close()


def test_an_old_sync_cannot_undo_a_newer_one(
    run_sync: Any, mart: Any, expected: Any, actual: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old one lost its lock, with its connection to the warehouse, and does not know."""
    run_sync()
    mart.execute("update marts.students set name = 'old'")
    monkeypatch.setattr("common.servers.warehouse_lock.take", lambda connection, name: None)

    def overtaken(*arguments: Any) -> None:
        monkeypatch.setattr("graph_sync.sync.apply", apply)
        mart.execute("update marts.students set name = 'new'")
        run_sync()
        apply(*arguments)

    monkeypatch.setattr("graph_sync.sync.apply", overtaken)
    with pytest.raises(OvertakenError):
        run_sync()
    assert actual() == expected()

    # And so when the newer one came between comparing and beginning to write.
    mart.execute("update marts.students set name = 'older'")

    def allowed(*arguments: Any) -> None:
        monkeypatch.setattr("graph_sync.sync.require_allowed", lambda *arguments: None)
        mart.execute("update marts.students set name = 'newer'")
        run_sync()

    monkeypatch.setattr("graph_sync.sync.require_allowed", allowed)
    with pytest.raises(OvertakenError):
        run_sync()
    assert actual() == expected()


@pytest.mark.parametrize(
    "moment", ["graph_sync.sync.require_allowed", "graph_sync.sync.apply", "graph_sync.sync.verify"]
)
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("first", [True, False], ids=["first load", "later"])
def test_what_others_write_during_a_sync_is_found_by_the_next(
    first: bool,
    before: bool,
    moment: str,
    run_sync: Any,
    mart: Any,
    neo: Any,
    expected: Any,
    actual: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where the sync has compared for the last time."""
    if not first:
        run_sync()
        mart.execute("update marts.sessions set module = 'x' where session_id = 'c4'")
    work = getattr(sync_module, moment.rpartition(".")[2])

    def disturbed(*arguments: Any) -> None:
        if not before:
            work(*arguments)
        neo("MATCH (n:Student {student_id: 's4'}) SET n.name = 'x'")
        if before:
            work(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(moment, disturbed)
        with suppress(NotEqualError):
            run_sync()
    run_sync()

    assert actual() == expected()


def test_an_index_in_the_place_of_a_key_is_named_with_what_drops_it(neo: Any) -> None:
    neo("CREATE INDEX `somebody``s own` FOR (n:Student) ON (n.student_id)")
    with (
        open_graph() as graph,
        pytest.raises(GraphError, match=r"run DROP INDEX `somebody``s own` in Neo4j, then"),
    ):
        ensure_constraints(graph)
    neo("DROP INDEX `somebody``s own`")
    with open_graph() as graph:
        ensure_constraints(graph)


def test_what_is_read_waits_for_what_was_written(neo: Any) -> None:
    """As the followers of a cluster need it, which one server alone does not show."""
    with open_graph() as graph:
        ensure_constraints(graph)
        Run(graph).begin()

        assert list(graph.driver.execute_query_bookmark_manager.get_bookmarks()) == [graph.state()]


def test_a_run_cannot_write_once_another_has_begun(neo: Any) -> None:
    with open_graph() as graph:
        ensure_constraints(graph)
        old, new = Run(graph), Run(graph)
        old.begin()
        new.begin()

        with pytest.raises(OvertakenError):
            old.write()
        new.write()


def test_a_batch_is_not_applied_twice(run_sync: Any, neo: Any) -> None:
    """As when the answer to a commit is lost and the driver tries again."""
    run_sync()
    [[token, batch]] = neo("MATCH (n:SyncRun) RETURN n.token, n.batch")
    [again] = [Statement("next_batch", {"token": token, "batch": batch}, expected=1)]

    with open_graph() as graph, pytest.raises(MissingError):
        graph.write(again)


def test_a_fault_after_any_batch_is_repaired_by_the_next_sync(
    run_sync: Any, mart: Any, expected: Any, actual: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NODES_PER_BATCH", "LINKS_PER_BATCH", "DELETES_PER_BATCH"):
        monkeypatch.setattr(f"graph_sync.apply.{name}", 10)
    write = Graph.write
    calls, fail_at, finished = 0, 0, False

    def faulty(self: Graph, *statements: Statement) -> list[int]:
        nonlocal calls
        calls += 1
        done = write(self, *statements)
        if calls > fail_at:
            raise GraphError("the connection was lost")
        return done

    while not finished:
        calls = 0
        mart.execute(f"update marts.students set name = 'try {fail_at}' where student_id < 's2'")
        mart.execute("delete from marts.attendance where random() < 0.2")
        mart.execute(
            "insert into marts.attendance select student_id, session_id from marts.students, "
            "marts.sessions where random() < 0.05 on conflict do nothing"
        )
        with monkeypatch.context() as patch:
            patch.setattr(Graph, "write", faulty)
            try:
                run_sync()
                finished = True
            except GraphError:
                fail_at += 1
        run_sync()
        assert actual() == expected()
    assert fail_at > 5


def test_any_text_is_synced_as_it_is(
    run_sync: Any, mart: Any, neo: Any, expected: Any, actual: Any
) -> None:
    for table in ("students", "sessions"):
        with mart.cursor() as cursor:
            key = "(student_id, name)" if table == "students" else "(session_id, module)"
            cursor.executemany(
                f"insert into marts.{table} {key} values (%s, %s)",
                [(text, text * 5) for text in ODD],
            )
    mart.execute(
        "insert into marts.attendance select student_id, session_id "
        "from marts.students, marts.sessions on conflict do nothing"
    )

    run_sync()

    assert actual() == expected()
    assert check(Progress()).plan.empty
    mart.execute("update marts.students set name = student_id || name")
    run_sync()
    assert actual() == expected()


@pytest.mark.parametrize("kills", [6, pytest.param(30, marks=pytest.mark.slow)])
def test_kill_at_any_moment_is_repaired_by_the_next_sync(
    kills: int,
    run_sync: Any,
    mart: Any,
    expected: Any,
    actual: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("graph_sync.apply.LINKS_PER_BATCH", 100)
    chance = random.Random(7)
    mart.execute(CROWD)
    run_sync()
    whole, interrupted = 1.0, 0
    while interrupted < kills:
        mart.execute(MUCH_CHANGED)
        start = time.monotonic()
        # A fork, because starting Python takes longer than the sync.
        process = multiprocessing.get_context("fork").Process(target=run_sync)
        process.start()
        process.join(chance.uniform(0, 1.3) * whole)
        process.kill()
        process.join()
        if process.exitcode == -signal.SIGKILL:
            interrupted += 1
        else:
            whole = time.monotonic() - start

        sync_when_free(run_sync)

        assert actual() == expected()
