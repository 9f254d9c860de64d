"""Whatever happens to a load, its table is the old or the new version and the ledger agrees."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from common.commands.progress import Progress, Stage
from common.servers.connections import Role, connect_postgres
from loaders.batch import FileRefusedError, LandingError
from loaders.contract.model import Source
from loaders.discovery import matched
from loaders.files import reading
from loaders.input import Receipt
from loaders.load import land
from loaders.staging import partitions
from loaders.staging.ledger import UNFINISHED
from services import servers
from tests.integration.loaders import crash
from tests.integration.loaders.conftest import Load

Connection = psycopg.Connection[Any]
ROWS = 40_000
KILLS = 40
CONTRACT = "sources: {notes: {files: '*.csv', columns: [version, text]}}"
CURRENT = """
select min(version), max(version), count(*), count(distinct _source_row)
from staging.raw_notes inner join staging.loads on _load_id = load_id
where status = 'landed' and superseded_at is null
"""
BUSY = "select pid from pg_stat_activity where application_name = 'loaders' and query like 'copy%'"


@pytest.fixture
def sources(contract: Callable[[str], tuple[Source, ...]]) -> tuple[Source, ...]:
    return contract(CONTRACT)


def write(inbox: Path, version: str, rows: int = ROWS) -> None:
    text = "".join(f"{version},some text {number}\n" for number in range(rows))
    whole = inbox.parent / "notes.part"
    whole.write_text("version,text\n" + text)
    whole.rename(inbox / "notes.csv")


def state(connection: Connection) -> tuple[str, int]:
    """The version that counts, after checking that everything fits together."""
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read")
        ((least, most, rows, numbers),) = connection.execute(CURRENT).fetchall()
        assert (least, rows, numbers) == (most, ROWS, ROWS)
        tables = connection.execute(
            "select relname from pg_class where relname ~ '^raw_notes_[0-9]+$' order by 1"
        ).fetchall()
        landed = connection.execute(
            "select 'raw_notes_' || load_id, rows_landed from staging.loads "
            "where status = 'landed' order by 1"
        ).fetchall()
        assert [name for (name,) in tables] == [name for name, _ in landed]
        assert {count for _, count in landed} == {ROWS}
        counting = connection.execute(
            "select count(*) from staging.loads where status = 'landed' and superseded_at is null"
        ).fetchall()
        assert counting == [(1,)]
    return str(least), len(tables)


def test_a_loader_killed_at_any_moment_leaves_the_old_or_the_new_version(
    connection: Connection, load: Load, inbox: Path, sources: tuple[Source, ...], tmp_path: Path
) -> None:
    write(inbox, "0")
    load(sources)
    # The forked process is timed once, so that the kills fall into all of a load.
    write(inbox, "1")
    process = crash.start(inbox, tmp_path / "sources.yml")
    process.join()
    write(inbox, "2")
    began = time.monotonic()
    process = crash.start(inbox, tmp_path / "sources.yml")
    process.join()
    spent = time.monotonic() - began
    version, outcomes = "2", set()
    for kill in range(3, KILLS + 3):
        write(inbox, str(kill))
        process = crash.start(inbox, tmp_path / "sources.yml")
        # To beyond its end, as the next may take longer on a busy machine.
        time.sleep(spent * 2 * (kill - 3) / KILLS)
        process.kill()
        process.join()
        seen, _ = state(connection)
        # What was sent before the kill may still be committed, but never an older version.
        assert seen in (version, str(kill), str(kill - 1))
        outcomes.add(seen == str(kill))
        version = seen
    assert outcomes == {True, False}
    left = connection.execute("select count(*) from staging.loads where message = %s", [UNFINISHED])
    assert left.fetchall()[0][0] > 0
    load(sources)
    assert state(connection)[0] == str(KILLS + 2)


class Held(Progress):
    """A load in a thread of its own that stops in the middle of sending rows."""

    def __init__(self, inbox: Path, sources: tuple[Source, ...]):
        self.at_work, self.go_on = threading.Event(), threading.Event()
        self.receipts: list[Receipt] = []
        self.error: Exception | None = None
        self.thread = threading.Thread(target=self._run, args=(inbox, sources))
        self.thread.start()
        assert self.at_work.wait(20)

    def _run(self, inbox: Path, sources: tuple[Source, ...]) -> None:
        try:
            with connect_postgres(role=Role.LOADER, application_name="loaders") as own:
                self.receipts = land(own, matched(inbox, sources), progress=self)
        except Exception as error:
            self.error = error

    @contextmanager
    def stage(self, name: str, total: int | None = None, in_bytes: bool = False) -> Iterator[Stage]:
        """Hold the load up in the stage of its file."""
        yield Stage(total, self._wait)

    def _wait(self, stage: Stage) -> None:
        # The second thread reads on while the first one has sent rows and its `COPY` is open.
        if stage.note != "0 rows" and threading.current_thread().name.startswith("reader"):
            self.at_work.set()
            self.go_on.wait(20)

    def finish(self) -> None:
        """Let it go on, and wait for its end."""
        self.go_on.set()
        self.thread.join()


@pytest.fixture
def held(
    load: Load, inbox: Path, sources: tuple[Source, ...], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Held]]:
    """Version 0 is landed and version 1 waits; calling it begins to land that."""
    monkeypatch.setattr(reading, "BLOCK", 2**16)  # so that the file has more than one
    write(inbox, "0")
    load(sources)
    write(inbox, "1")
    begun: list[Held] = []

    def begin() -> Held:
        begun.append(Held(inbox, sources))
        return begun[-1]

    yield begin
    for one in begun:
        one.finish()


def test_a_terminated_backend_leaves_the_old_version_and_a_failed_attempt(
    connection: Connection, held: Callable[[], Held], load: Load, sources: tuple[Source, ...]
) -> None:
    load_at_work = held()
    connection.execute(f"select pg_terminate_backend(pid) from ({BUSY}) as busy")
    load_at_work.finish()
    assert isinstance(load_at_work.error, LandingError)
    assert state(connection)[0] == "0"
    failed = connection.execute("select count(*) from staging.loads where status = 'failed'")
    assert failed.fetchall() == [(1,)]
    load(sources)
    assert state(connection)[0] == "1"


def test_an_immediate_server_stop_leaves_the_old_version(
    held: Callable[[], Held], load: Load, sources: tuple[Source, ...]
) -> None:
    load_at_work = held()
    with connect_postgres(role=Role.LOADER) as own:
        postmaster = psutil.Process(own.info.backend_pid).parent()
    assert postmaster is not None
    postmaster.send_signal(signal.SIGQUIT)
    psutil.wait_procs([postmaster], 20)
    load_at_work.finish()
    servers.up(["postgres"], lambda line: None)
    assert isinstance(load_at_work.error, LandingError)
    with connect_postgres(autocommit=True) as again:
        assert state(again)[0] == "0"
        load(sources)
        assert state(again)[0] == "1"


def test_two_loads_of_the_same_file_at_once_land_it_once(
    connection: Connection, held: Callable[[], Held], load: Load, sources: tuple[Source, ...]
) -> None:
    first = held()
    receipts: list[Receipt] = []
    second = threading.Thread(target=lambda: receipts.extend(load(sources)))
    second.start()
    first.finish()
    second.join()
    assert first.error is None
    assert [receipt.landed for receipt in first.receipts + receipts] == [ROWS, 0]
    assert state(connection) == ("1", 2)


def test_a_load_of_another_source_does_not_wait(
    connection: Connection,
    held: Callable[[], Held],
    contract: Callable[[str], tuple[Source, ...]],
    load: Load,
    inbox: Path,
) -> None:
    held()
    (inbox / "notes.csv").rename(inbox / "other.csv")
    receipts = load(contract(CONTRACT.replace("notes", "other")))
    assert receipts[0].landed == ROWS


def test_readers_are_not_blocked_and_see_one_version(
    connection: Connection, held: Callable[[], Held]
) -> None:
    with connect_postgres() as reader:
        reader.execute("set transaction isolation level repeatable read")
        before = reader.execute(CURRENT).fetchall()
        load_at_work = held()
        connection.execute("set lock_timeout = '2s'")
        assert connection.execute(CURRENT).fetchall() == before
        load_at_work.finish()
        assert load_at_work.error is None
        # Frozen rows show in every snapshot; the ledger, read with them, hides the new load.
        assert reader.execute(CURRENT).fetchall() == before
        reader.rollback()
        assert reader.execute(CURRENT).fetchall() != before


def test_a_reader_that_looks_all_the_time_never_sees_a_mixture(
    load: Load, inbox: Path, sources: tuple[Source, ...]
) -> None:
    write(inbox, "0")
    load(sources)
    seen, done = set(), threading.Event()

    def look() -> None:
        with connect_postgres(autocommit=True) as reader:
            while not done.is_set():
                seen.update(reader.execute(CURRENT).fetchall())

    watcher = threading.Thread(target=look)
    watcher.start()
    for version in range(1, 8):
        write(inbox, str(version))
        load(sources)
    done.set()
    watcher.join()
    assert len(seen) > 2
    assert all((least, rows, numbers) == (most, ROWS, ROWS) for least, most, rows, numbers in seen)


def test_a_locked_table_is_given_up_in_one_line(
    connection: Connection,
    load: Load,
    inbox: Path,
    sources: tuple[Source, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(inbox, "0")
    load(sources)
    write(inbox, "1")
    monkeypatch.setenv("PGOPTIONS", "-c lock_timeout=300ms")
    with connect_postgres() as other:
        other.execute("lock table staging.raw_notes in share row exclusive mode")
        with pytest.raises(LandingError, match="SQLSTATE 55P03"):
            load(sources)
    assert state(connection)[0] == "0"


def test_a_gained_column_does_not_hold_readers_up_for_ever(
    connection: Connection,
    load: Load,
    inbox: Path,
    contract: Callable[[str], tuple[Source, ...]],
    sources: tuple[Source, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(inbox, "0")
    load(sources)
    wait = partitions.WAIT_FOR_LOCKS.replace("60s", "300ms")
    monkeypatch.setattr(partitions, "WAIT_FOR_LOCKS", wait)
    with connect_postgres() as reader:
        reader.execute("select * from staging.raw_notes limit 1")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            load(contract(CONTRACT.replace("text]", "text], optional: [more]")))
    assert state(connection)[0] == "0"


@pytest.mark.parametrize("change", ["replaced", "grown", "rewritten", "deleted"])
def test_a_file_that_changes_while_it_is_read_is_refused(
    change: str, connection: Connection, held: Callable[[], Held], inbox: Path
) -> None:
    load_at_work = held()
    file = inbox / "notes.csv"
    if change == "replaced":
        write(inbox, "2")
    elif change == "deleted":
        file.unlink()
    elif change == "grown":
        with file.open("a") as more:
            more.write("1,more\n")
    else:
        file.write_text(file.read_text().replace("1,some", "9,some"))
    load_at_work.finish()
    assert isinstance(load_at_work.error, FileRefusedError)
    assert "changed while it was read" in str(load_at_work.error)
    assert state(connection)[0] == "0"
