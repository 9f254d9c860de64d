"""Pulls from real databases: in one snapshot, read-only, exact, and nothing twice or never."""

import itertools
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from common.errors import UserError
from common.servers.connections import Role, connect_postgres, postgres_settings
from loaders.batch import Batch
from loaders.contract.model import Source
from loaders.databases.postgres import PostgresReader
from loaders.databases.pull import pulls
from loaders.databases.reader import DatabaseError
from loaders.databases.sqlite import SqliteReader
from loaders.input import Receipt
from loaders.load import land
from loaders.own_day import today
from loaders.staging import partitions
from tests.integration.loaders.conftest import Load, Rows
from tests.integration.loaders.test_refusals import run

Query = Callable[[str], Rows]
Contract = Callable[[str], tuple[Source, ...]]
Pull = Callable[[str], list[Receipt]]
Execute = Callable[[str], Any]

SNAPSHOT = "{database: SCHOOL_DB, table: enrolments, columns: [id, name], optional: [at]}"
APPEND = (
    "{database: SCHOOL_DB, table: enrolments, mode: append, watermark: at, columns: [id, name, at]}"
)
LANDED = """
select id, name from staging.raw_notes inner join staging.loads on load_id = _load_id
where status = 'landed' and superseded_at is null order by _load_id, _source_row
"""


@pytest.fixture
def pull(connection: psycopg.Connection[Any], contract: Contract) -> Pull:
    def run_pull(settings: str) -> list[Receipt]:
        sources = contract(f"sources: {{notes: {settings}}}")
        with connect_postgres(role=Role.LOADER) as own:
            partitions.prepare(own, sources)
            return land(own, pulls(sources, None))

    return run_pull


@pytest.fixture(params=["postgresql", "sqlite"])
def execute(request: pytest.FixtureRequest) -> Execute:
    """Run SQL in the one or the other operational database."""
    name = "school" if request.param == "postgresql" else "lite"
    database: Any = request.getfixturevalue(name)
    result: Execute = database.execute
    return result


def test_values_of_postgresql_land_as_unambiguous_text(
    school: psycopg.Connection[Any], pull: Pull, query: Query
) -> None:
    school.execute("alter database school set datestyle = 'German'")
    school.execute("alter database school set timezone = 'Asia/Tokyo'")
    values = {
        "date '2026-02-01'": "2026-02-01",
        "timestamp '2026-02-01 10:11:12.5'": "2026-02-01 10:11:12.5",
        "timestamptz '2026-02-01 10:11:12+02'": "2026-02-01 08:11:12+00",
        "timestamp 'infinity'": "infinity",
        "12345678901234567890.10::numeric": "12345678901234567890.10",
        "0.1::float8": "0.1",
        "0.1::float4": "0.1",
        "true": "true",
        "'\\xdead'::bytea": "\\xdead",
        "interval '1 day 2 hours'": "P1DT2H",
        "e'two\\nlines, \"quoted\"'": 'two\nlines, "quoted"',
        "''": "",
        "null::text": None,
        "'\\N'": "\\N",
        "'\\.'": "\\.",
        "'100 %s {x} Zoë'": "100 %s {x} Zoë",
        "array[1, 2]": "{1,2}",
    }
    columns = ", ".join(f"{value} as c{at}" for at, value in enumerate(values))
    school.execute(f"create view wide as select 1 as id, {columns}".encode())
    names = [f"c{at}" for at in range(len(values))]
    pull(f"{{database: SCHOOL_DB, table: public.wide, columns: [id, {', '.join(names)}]}}")
    (landed,) = query(f"select {', '.join(names)} from staging.raw_notes")
    assert dict(zip(values, landed, strict=True)) == values


def test_values_of_sqlite_land_as_unambiguous_text(
    lite: sqlite3.Connection, pull: Pull, query: Query
) -> None:
    lite.execute("create table enrolments (id integer, name, at boolean)")
    values = ["x", 0.1, 1e300, 2**62, b"\xde\xad", None, "", "\\N", 'a "b"\n,', "2026-01-02"]
    lite.executemany("insert into enrolments values (1, ?, true)", [[value] for value in values])
    pull(SNAPSHOT)
    assert [
        name for (name,) in query("select name from staging.raw_notes order by _source_row")
    ] == [*("x", "0.1", "1e+300", str(2**62), "\\xdead", None, "", "\\N", 'a "b"\n,', "2026-01-02")]
    assert query("select distinct id, at from staging.raw_notes") == [("1", "true")]


def test_what_sqlite_holds_and_postgresql_cannot_is_rejected(
    lite: sqlite3.Connection, pull: Pull, query: Query
) -> None:
    lite.execute("create table enrolments (id, name)")
    rows = [(1, "ok"), (2, "nul\0"), (3, b"caf\xe9")]
    lite.executemany("insert into enrolments values (?, cast(? as text))", rows)
    pull(SNAPSHOT.replace("columns", "limits: {max_rejected: 1}, columns"))
    assert query("select id, _source_row from staging.raw_notes") == [("1", 1)]
    assert query("select record_number, reason, raw from staging.rejected_rows order by 1") == [
        (2, "source-error", "2,nul\\x00"),
        (3, "encoding-error", "3,caf\\xe9"),
    ]


def test_columns_are_matched_by_name_and_others_kept(
    execute: Execute, pull: Pull, query: Query
) -> None:
    execute('create table enrolments (more text, "it\'s {}" text, "NAME" text, id integer)')
    execute("insert into enrolments values ('m', null, 'n', 1)")
    (receipt,) = pull(SNAPSHOT)
    assert receipt.extra == ("more", "it's {}")
    assert query("select id, name, at, _extra, _source_row from staging.raw_notes") == [
        ("1", "n", None, {"more": "m", "it's {}": None}, 1)
    ]


def test_a_query_may_be_given(execute: Execute, pull: Pull, query: Query) -> None:
    execute("create table enrolments (id integer, first text, last text)")
    execute("insert into enrolments values (1, '100 %', ':x'), (2, 'y', 'z')")
    text = "select id, first || last as name from enrolments where first like '%00 %' -- {only};"
    (receipt,) = pull(f'{{database: SCHOOL_DB, query: "{text}", columns: [id, name]}}')
    assert query(LANDED) == [("1", "100 %:x")]
    assert receipt.file == "SCHOOL_DB query"
    ledger = "select file, mode, rows_in, rows_landed, file_sha256, watermark from staging.loads"
    assert query(ledger) == [("SCHOOL_DB query", "snapshot", 1, 1, None, None)]


def test_each_snapshot_replaces_the_one_before(execute: Execute, pull: Pull, query: Query) -> None:
    execute("create table enrolments (id integer, name text)")
    execute("insert into enrolments values (1, 'a'), (2, 'b')")
    pull(SNAPSHOT)
    execute("delete from enrolments where id = 1")
    pull(SNAPSHOT)
    assert query(LANDED) == [("2", "b")]


def test_a_pull_sees_one_moment_while_others_write(
    school: psycopg.Connection[Any], pull: Pull, query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.execute("create table enrolments (id integer, name text)")
    school.execute("insert into enrolments select n, 'old' from generate_series(1, 200000) as n")
    begun, stop = threading.Event(), threading.Event()
    copied = PostgresReader.rows

    def watched(self: PostgresReader, *arguments: Any) -> Iterator[Batch]:
        for batch in copied(self, *arguments):
            begun.set()
            yield batch

    def write() -> None:
        with connect_postgres(dbname="school", autocommit=True) as writer:
            begun.wait(20)
            while not stop.is_set():
                writer.execute("update enrolments set name = 'new' where id % 3 = 0")
                writer.execute("delete from enrolments where id % 5 = 0")
                writer.execute("insert into enrolments select 0, 'new' from generate_series(1, 9)")

    monkeypatch.setattr(PostgresReader, "rows", watched)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        pull(SNAPSHOT)
    finally:
        begun.set()
        stop.set()
        writer.join()
    assert query("select count(*), min(name), max(name) from staging.raw_notes") == [
        (200000, "old", "old")
    ]
    assert query("select count(distinct id), max(_source_row) from staging.raw_notes") == [
        (200000, 200000)
    ]


def test_a_pull_of_sqlite_sees_one_moment_while_others_write(
    lite: sqlite3.Connection, pull: Pull, query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    lite.execute("pragma journal_mode = wal")
    lite.execute("create table enrolments (id integer, name text, at text)")
    old = [(number, "old", "2026-01-01") for number in range(20_000)]
    lite.executemany("insert into enrolments values (?, ?, ?)", old)
    since = SqliteReader.rows

    def watched(self: SqliteReader, *arguments: Any) -> Iterator[Batch]:
        # The greatest watermark is known, no row is read yet.
        for batch in itertools.chain([Batch(b"", 0)], since(self, *arguments)):
            lite.execute("insert into enrolments values (0, 'new', '2026-01-02')")
            yield batch

    monkeypatch.setattr(SqliteReader, "rows", watched)
    (receipt,) = pull(APPEND)
    assert receipt.landed == 20_000
    assert query("select name, count(*) from staging.raw_notes group by 1") == [("old", 20_000)]


def test_pulls_by_watermark_beside_a_writer_get_each_row_once(
    school: psycopg.Connection[Any], pull: Pull, query: Query
) -> None:
    school.execute("create table enrolments (id serial, name text, at timestamp)")
    stop = threading.Event()

    def write() -> None:
        # Many rows share a watermark, and a pull may see only the first of them.
        add = (
            "insert into enrolments (name, at) "
            "select 'x', date_trunc('second', clock_timestamp()) from generate_series(1, 3)"
        )
        with connect_postgres(dbname="school", autocommit=True) as writer:
            while not stop.is_set():
                writer.execute(add)

    pulled = [pull(APPEND.replace("columns", "limits: {min_rows: 0}, columns"))]
    writer = threading.Thread(target=write)
    writer.start()
    try:
        pulled += [pull(APPEND) for _ in range(12)]
    finally:
        stop.set()
        writer.join()
    pull(APPEND)
    assert sum(receipt.landed > 0 for (receipt,) in pulled) > 6
    written = school.execute(
        "select id::text, name from enrolments order by enrolments.id"
    ).fetchall()
    assert sorted(query(LANDED), key=lambda row: int(row[0])) == written


def test_a_pull_cannot_write(school: psycopg.Connection[Any], pull: Pull) -> None:
    school.execute("create sequence numbers")
    with pytest.raises(DatabaseError, match="SQLSTATE 25006"):
        pull("{database: SCHOOL_DB, query: select nextval('numbers') as id, columns: [id]}")


def test_a_pull_by_watermark_neither_loses_nor_doubles_rows_at_it(
    execute: Execute, pull: Pull, query: Query
) -> None:
    kind = "timestamp" if "psycopg" in str(execute) else "text"
    execute(f"create table enrolments (id integer, name text, at {kind}, more text)")

    def add(*rows: str) -> None:
        for row in rows:
            execute(f"insert into enrolments values ({row})")

    add("1, 'a', '2026-01-01 00:00:00.5', 'm'", "2, 'b', '2026-01-02 00:00:00', null")
    pull(APPEND)
    # Twins, a row at the watermark that differs in an undeclared column, and one beyond it.
    add("2, 'b', '2026-01-02 00:00:00', null", "2, 'b', '2026-01-02 00:00:00', 'other'")
    add("3, 'c', '2026-01-03 00:00:00', null")
    (second,) = pull(APPEND)
    assert second.landed == 3
    assert query(LANDED) == [("1", "a"), ("2", "b"), ("2", "b"), ("2", "b"), ("3", "c")]
    (third,) = pull(APPEND)
    assert third.load_id is None
    assert query("select count(*) from staging.loads") == [(2,)]
    add("4, 'd', '2026-01-03 00:00:00', null")
    pull(APPEND)
    pull(APPEND)
    assert query(LANDED)[4:] == [("3", "c"), ("4", "d")]
    assert query("select watermark from staging.loads order by load_id") == [
        ("2026-01-02 00:00:00",),
        ("2026-01-03 00:00:00",),
        ("2026-01-03 00:00:00",),
    ]
    assert query("select count(*) from pg_class where relname ~ '^raw_notes_[0-9]+$'") == [(3,)]


def test_a_row_that_a_file_brought_is_not_taken_for_one_of_a_pull(
    execute: Execute, pull: Pull, load: Load, inbox: Path, contract: Contract, query: Query
) -> None:
    execute("create table enrolments (id integer, name text, at text)")
    execute("insert into enrolments values (1, 'a', '2026-01-01')")
    pull(APPEND)
    (inbox / "notes.csv").write_text("id,name,at\n2,b,2026-01-01\n")
    load(contract("sources: {notes: {files: '*', mode: append, columns: [id, name, at]}}"))
    execute("insert into enrolments values (2, 'b', '2026-01-01')")
    (receipt,) = pull(APPEND)
    assert receipt.landed == 1
    assert query(LANDED) == [("1", "a"), ("2", "b"), ("2", "b")]


def test_a_number_may_be_the_watermark(execute: Execute, pull: Pull, query: Query) -> None:
    execute("create table enrolments (id integer, name text)")
    settings = APPEND.replace("watermark: at", "watermark: id").replace(", at]", "]")
    for number in (9, 10, 11, 100):
        execute(f"insert into enrolments values ({number}, 'x')")
        pull(settings)
    assert [number for number, _ in query(LANDED)] == ["9", "10", "11", "100"]


@pytest.mark.parametrize(
    ("value", "message"),
    [("null", "is null in 1 rows"), ("'2175-01-01 00:00:00'", "a time in the future")],
)
def test_a_watermark_that_would_lose_rows_later_is_refused(
    value: str, message: str, execute: Execute, pull: Pull, query: Query
) -> None:
    execute("create table enrolments (id integer, name text, at timestamp)")
    execute(f"insert into enrolments values (1, 'a', {value}), (2, 'b', '2026-01-01 00:00:00')")
    with pytest.raises(DatabaseError, match=message):
        pull(APPEND)
    assert query("select status, count(*) from staging.loads group by 1") == [("failed", 1)]


def test_limits_hold_for_pulls(execute: Execute, pull: Pull, query: Query) -> None:
    execute("create table enrolments (id integer, name text)")
    execute("insert into enrolments values (1, 'a')")
    pull(SNAPSHOT)
    execute("delete from enrolments")
    with pytest.raises(UserError, match="SCHOOL_DB enrolments has no rows"):
        pull(SNAPSHOT)
    assert query(LANDED) == [("1", "a")]


BROKEN = {
    "not set": ("", "environment variable SCHOOL_DB is not set"),
    "no URL": ("canary", "holds no URL of PostgreSQL or SQLite"),
    "another database": ("mysql://me:canary@host/db", "holds no URL of PostgreSQL or SQLite"),
    "a driver for it": ("mssql+pyodbc://me:canary@host/db", "of other databases export the table"),
    "a name of old": ("postgres://me:canary@host/db", "it must begin with postgresql:// or"),
    "nobody there": ("postgresql://me:canary@127.0.0.1:9/x", "no server answers there"),
    "no such host": ("postgresql://me:canary@no.invalid/x", "cannot connect to the database in"),
    "wrong password": ("postgresql://{user}:canary@{at}/postgres", "the user or the password"),
    "no such database": ("postgresql://{user}:{password}@{at}/canary", "no such database"),
    "no such table": ("postgresql://{user}:{password}@{at}/postgres", "there is no such table"),
    "no file": ("sqlite:////nowhere/canary.db", "there is no such SQLite file"),
    "an empty file": ("sqlite:///{empty}", "there is no such table"),
    "no SQLite": ("sqlite:///{text}", "not an SQLite database"),
}


@pytest.mark.parametrize(("url", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_database_that_cannot_be_read_is_one_line(
    url: str,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    query: Query,
) -> None:
    settings = postgres_settings()
    (tmp_path / "empty.db").touch()
    (tmp_path / "text.db").write_text("canary canary " * 100)
    files = {name: str(tmp_path / f"{name}.db") for name in ("empty", "text")}
    where = {"user": settings.user, "password": settings.password, "at": settings.address}
    monkeypatch.setenv("SCHOOL_DB", url.format(**where, **files))
    contract = tmp_path / "sources.yml"
    contract.write_text(f"sources: {{notes: {SNAPSHOT}}}")
    done = run("pull", "--sources", contract)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert message in done.stderr
    ledger = str(query("select * from staging.loads"))
    assert message in ledger
    for secret in ("canary", settings.password):
        assert secret not in done.stderr + ledger


def test_a_missing_column_is_one_line(execute: Execute, pull: Pull) -> None:
    execute("create table enrolments (id integer)")
    with pytest.raises(UserError, match="enrolments: required column `name` is missing"):
        pull(SNAPSHOT)
    with pytest.raises(DatabaseError, match="there is no such column"):
        pull("{database: SCHOOL_DB, query: select nought from enrolments, columns: [id]}")


def test_no_value_of_a_row_shows_in_an_error(
    school: psycopg.Connection[Any], pull: Pull, query: Query
) -> None:
    school.execute("create table enrolments (id text)")
    school.execute("insert into enrolments values ('canary')")
    with pytest.raises(DatabaseError) as caught:
        pull("{database: SCHOOL_DB, query: select id::int from enrolments, columns: [id]}")
    assert "SQLSTATE 22P02" in str(caught.value)
    assert "canary" not in str(caught.value) + str(query("select * from staging.loads"))


def test_the_command_says_what_was_pulled(
    school: psycopg.Connection[Any], tmp_path: Path, query: Query
) -> None:
    school.execute("create table enrolments (id integer, name text, at timestamp)")
    school.execute(
        "insert into enrolments select n, 'x', '2026-01-01' from generate_series(1, 3) n"
    )
    contract = tmp_path / "sources.yml"
    contract.write_text(f"sources: {{notes: {APPEND}}}")
    first, second = run("pull", "--sources", contract), run("pull", "notes", "--sources", contract)
    assert first.stdout.splitlines() == [
        f"notes  3 rows landed, own day {today()} (when it was pulled)",
        "next: dbt build",
    ]
    assert second.stdout.splitlines() == ["notes  unchanged: nothing is new since the last pull"]
    assert run("pull", "other", "--sources", contract).returncode == 2
    assert "declare one with `database`" in run("pull").stderr


def test_memory_stays_flat(
    school: psycopg.Connection[Any], pull: Pull, query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.execute(
        SQL("create table {} as select n as id, repeat('x', 200) as name").format(
            Identifier("enrolments")
        )
        + SQL(" from generate_series(1, 100000) as n")
    )
    sizes: list[int] = []
    copied = PostgresReader.rows

    def watched(self: PostgresReader, *arguments: Any) -> Iterator[Batch]:
        for batch in copied(self, *arguments):
            sizes.append(len(batch.text))
            yield batch

    monkeypatch.setattr(PostgresReader, "rows", watched)
    pull(SNAPSHOT)
    assert len(sizes) > 15
    assert max(sizes) < 2 * 2**20
    assert query("select count(*) from staging.raw_notes") == [(100000,)]
