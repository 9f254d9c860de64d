"""Marts built aside take the place of those that are read: for readers at once, or not at all."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import IsolationLevel

from common.servers.connections import Role, connect_postgres
from common.servers.settings import reporter_settings
from refresh.build import publish as publishing
from refresh.build.publish import publish
from refresh.build.published import SQL, fingerprint, last_build, up_to_date
from refresh.build.switch import Switch, UnpublishedError
from tests.integration.debian_postgres import oldest_postgres
from tests.integration.schemas import empty

Warehouse = psycopg.Connection[Any]

MARTS = 6
READERS = 50
# Each mart holds the number of its build.
ASKS_ALL = "select " + ", ".join(f"(select max(build) from marts.t{n})" for n in range(MARTS))
IN_PLACE = "select nspname from pg_namespace where nspname ~ '^(marts|intermediate)' order by 1"


@pytest.fixture(scope="module", params=["embedded", pytest.param("oldest", marks=pytest.mark.slow)])
def server(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each of the two servers, with nothing in the warehouse."""
    if request.param == "embedded":
        request.getfixturevalue("warehouse")
        yield
        return
    with oldest_postgres():
        yield


@pytest.fixture
def connection(server: None) -> Iterator[Warehouse]:
    """The transformer's connection to a warehouse in which build 1 is published."""
    with connect_postgres(autocommit=True) as admin:
        empty(admin)
        with connect_postgres(role=Role.TRANSFORMER, autocommit=True) as opened:
            opened.execute(
                "create table history.int_student_states"
                " (state_key text, build_id text, loaded_at timestamptz)"
            )
            build(opened, 1)
            publish("build 1", "code")
            yield opened
        empty(admin)


def build(connection: Warehouse, number: int) -> None:
    """Build aside, as dbt does."""
    connection.execute("drop schema if exists intermediate_next, marts_next cascade")
    connection.execute((SQL / "make_schemas.sql").read_bytes())
    connection.execute(
        "create table intermediate_next.int_loads as select date '2026-11-01' as as_of_date"
    )
    for mart in range(MARTS):
        connection.execute(
            f"create table marts_next.t{mart} as select {number} as build;"
            f"grant select on marts_next.t{mart} to warehouse_reporter".encode()
        )


def read(connection: Warehouse) -> tuple[Any, ...]:
    (row,) = connection.execute(ASKS_ALL.encode(), prepare=False).fetchall()
    return tuple(row)


class Readers:
    """Many who ask for all marts in one statement, over and over."""

    def __init__(self, number: int) -> None:
        self.seen: list[list[tuple[Any, ...]]] = [[] for _ in range(number)]
        self.failures: list[str] = []
        self._ends = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=[seen]) for seen in self.seen]

    def __enter__(self) -> "Readers":
        for thread in self._threads:
            thread.start()
        while not all(self.seen):
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, seen: list[tuple[Any, ...]]) -> None:
        with connect_postgres(autocommit=True) as connection:
            while not self._ends.is_set():
                try:
                    seen.append(read(connection))
                except psycopg.Error as error:
                    self.failures.append(str(error))
                time.sleep(0.02)  # else they only wait for each other

    def assert_all_saw_one_build_each(self, newest: int) -> None:
        assert self.failures == []
        torn = [row for seen in self.seen for row in seen if len(set(row)) > 1]
        assert torn == []
        for seen in self.seen:
            builds = [row[0] for row in seen]
            assert builds == sorted(builds)
            assert builds[-1] <= newest


def test_every_statement_sees_one_build_and_nobody_waits_for_an_idle_reader(
    connection: Warehouse,
) -> None:
    with connect_postgres() as idle, Readers(READERS) as readers:
        assert read(idle) == (1,) * MARTS  # in a transaction from here on
        for number in (2, 3, 4):
            build(connection, number)
            assert publish(f"build {number}", "code") < 5
        assert idle.execute("select build from marts.t0").fetchone() == (4,)
        # Of these, that reader keeps the first.
        left = [name for (name,) in connection.execute(IN_PLACE).fetchall()]
        assert [name.partition("_old_")[0] for name in left] == ["intermediate", "marts", "marts"]
    readers.assert_all_saw_one_build_each(4)
    build(connection, 5)
    publish("build 5", "code")
    assert connection.execute(IN_PLACE).fetchall() == [("intermediate",), ("marts",)]


def test_a_statement_between_two_builds_has_the_old_one_back(
    connection: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(connection, 2)
    found: list[Any] = []
    rename = Switch._rename
    with connect_postgres() as torn:
        torn.execute("select build from marts.t0")  # the first name of the statement …

        def rename_and_read_on(self: Switch, *arguments: Any) -> None:
            rename(self, *arguments)
            reader = threading.Thread(
                target=lambda: found.extend(torn.execute("select build from marts.t1"))
            )  # … and the second one
            reader.start()
            while not waits(connection, torn.info.backend_pid):
                time.sleep(0.01)

        monkeypatch.setattr(Switch, "_rename", rename_and_read_on)
        with connect_postgres(role=Role.TRANSFORMER, autocommit=True) as keeper:
            attempt = Switch(connection, keeper, "build 2", "code").attempt(time.monotonic() + 60)
        assert attempt is None
        while not found:
            time.sleep(0.01)
    assert found == [(1,)]
    assert read(connection) == (1,) * MARTS
    last = last_build(connection)
    assert last is not None
    assert last.build_id == "build 1"


def waits(connection: Warehouse, pid: int) -> bool:
    asks = "select exists (select from pg_locks where not granted and pid = %s)"
    return connection.execute(asks, [pid]).fetchone() == (True,)


def test_a_snapshot_from_before_keeps_the_old_marts_and_is_named(
    connection: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "WAIT_SECONDS", 0.5)
    with connect_postgres(reporter_settings(), application_name="a report") as reader:
        reader.isolation_level = IsolationLevel.REPEATABLE_READ
        reader.execute("select 1")
        build(connection, 2)
        who = rf"user warehouse_reporter \(a report\), PostgreSQL process {reader.info.backend_pid}"
        with pytest.raises(UnpublishedError, match=who):
            publish("build 2", "code")
        assert read(connection) == (1,) * MARTS
        assert reader.execute("select build from marts.t0").fetchone() == (1,)
    publish("build 2", "code")
    assert read(connection) == (2,) * MARTS


def test_a_snapshot_that_ends_is_waited_for(connection: Warehouse) -> None:
    with connect_postgres() as reader:
        reader.isolation_level = IsolationLevel.REPEATABLE_READ
        reader.execute("select 1")
        build(connection, 2)
        ends = threading.Timer(1.5, reader.rollback)
        ends.start()
        began = time.monotonic()
        publish("build 2", "code")
        assert time.monotonic() - began > 1
        ends.join()
    assert read(connection) == (2,) * MARTS


def test_who_reads_all_marts_keeps_publishing_out(
    connection: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "WAIT_SECONDS", 0.5)
    build(connection, 2)
    with connect_postgres(role=Role.GRAPH, application_name="graph_sync") as sync:
        sync.execute("lock table history.publishing in access share mode")
        with pytest.raises(UnpublishedError, match=r"\(graph_sync\).* is reading all marts"):
            publish("build 2", "code")
    assert read(connection) == (1,) * MARTS
    publish("build 2", "code")
    assert read(connection) == (2,) * MARTS


def test_what_dbt_did_not_make_is_not_dropped(connection: Warehouse) -> None:
    with connect_postgres() as admin:
        admin.execute("create table marts.by_hand (note text)")
    build(connection, 2)
    with pytest.raises(UnpublishedError, match=r"marts\.by_hand was not made by dbt"):
        publish("build 2", "code")
    assert connection.execute("select to_regclass('marts.by_hand') is null").fetchone() == (False,)


def test_rights_are_there_from_the_first_moment(connection: Warehouse) -> None:
    with connect_postgres() as admin:
        admin.execute("create role analyst")
        admin.execute("grant usage on schema marts to analyst")
    build(connection, 2)
    publish("build 2", "code")
    with connect_postgres(reporter_settings()) as reader:
        assert read(reader) == (2,) * MARTS
    with connect_postgres(autocommit=True) as admin:
        asks = "select has_schema_privilege('analyst', 'marts', 'usage')"
        assert admin.execute(asks).fetchone() == (True,)
        admin.execute("drop owned by analyst; drop role analyst")


def test_states_count_once_their_build_is_published(connection: Warehouse) -> None:
    insert = "insert into history.int_student_states values (%s, %s, %s)"
    kept = "select build_id from history.int_student_states order by 1"
    connection.execute(insert, ["first", "build 1", "2026-11-01"])
    for number in (2, 3):
        build(connection, number)
        connection.execute(insert, [f"state {number}", f"build {number}", f"2026-11-0{number}"])
        connection.execute(insert, [f"state {number}", "failed", f"2026-11-0{number}"])
        assert len(connection.execute(kept).fetchall()) == number + 1
        publish(f"build {number}", "code")
        newest = [(f"build {each}",) for each in (number - 1, number)]
        assert connection.execute(kept).fetchall() == newest


def test_what_was_made_again_in_place_is_not_the_published_build(
    connection: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("refresh.build.published.fingerprint", lambda: "code")
    published = up_to_date(connection)
    assert published is not None
    assert str(published).endswith("as of 2026-11-01")
    with connection.transaction(force_rollback=True):
        connection.execute("drop table marts.t0; create table marts.t0 as select 1 as build")
        assert up_to_date(connection) is None
    # A crash of the server empties the unlogged tables.
    with connection.transaction(force_rollback=True):
        connection.execute("delete from intermediate.int_loads")
        assert up_to_date(connection) is None
    monkeypatch.setattr("refresh.build.published.fingerprint", lambda: "other code")
    assert up_to_date(connection) is None


def test_another_setting_of_what_is_published_is_another_build(
    connection: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fingerprint()
    assert fingerprint() == before
    monkeypatch.setattr("refresh.build.published.publishes_log", lambda: False)
    assert fingerprint() != before


@pytest.mark.parametrize("kills", [4, pytest.param(20, marks=pytest.mark.slow)])
def test_killed_at_any_moment_the_next_one_converges(connection: Warehouse, kills: int) -> None:
    command = [
        *(sys.executable, "-c"),
        "import sys; from refresh.build.publish import publish; print('begins', flush=True); "
        "publish(sys.argv[1], 'code')",
    ]
    with Readers(8) as readers:
        for number in range(2, kills + 2):
            build(connection, number)
            with subprocess.Popen([*command, f"killed {number}"], stdout=subprocess.PIPE) as run:
                assert run.stdout
                run.stdout.readline()
                time.sleep(1.5 * (number - 2) / kills)
                run.kill()
            build(connection, number)
            publish(f"build {number}", "code")
            assert read(connection) == (number,) * MARTS
    readers.assert_all_saw_one_build_each(kills + 1)
    assert connection.execute(IN_PLACE).fetchall() == [("intermediate",), ("marts",)]
