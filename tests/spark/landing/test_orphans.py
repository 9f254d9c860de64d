"""Whatever ends a load into the lake: the ledger names whole folders, and the next one tidies."""

import multiprocessing
import os
import random
import time
from collections.abc import Callable, Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common.servers.connections import Role, connect_postgres
from loaders.batch import FileRefusedError, LandingError
from loaders.contract.model import Source
from loaders.contract.sources import read_sources
from loaders.discovery import matched
from loaders.lake.folders import OWNER, Lake
from loaders.lake.rows import LakeRows
from loaders.lake.store import LakeStore
from loaders.load import land, session, tidy
from loaders.staging.store import PostgresStore
from tests.integration.loaders.conftest import Load, Rows

Connection = psycopg.Connection[Any]
Contract = Callable[[str], tuple[Source, ...]]
Query = Callable[[str], Rows]
CONTRACT = """
sources:
  notes: {files: '*.csv', columns: [version, text], retention: {loads: 2, monthly: false}}
"""
ROWS = 60_000
KILLS = 12
SPAWN = multiprocessing.get_context("forkserver")
SPAWN.set_forkserver_preload(["tests.spark.landing.test_orphans"])
LANDED = "select load_id, rows_landed from staging.loads where status = 'landed' order by 1"


def start(inbox: Path, contract: Path, lake: Path) -> BaseProcess:
    """Begin to load in a process of its own."""
    process = SPAWN.Process(target=_load, args=(inbox, contract, lake, dict(os.environ)))
    process.start()
    return process


def _load(inbox: Path, contract: Path, lake: Path, environment: Mapping[str, str]) -> None:
    os.environ.update(environment)
    sources = read_sources(contract)
    with session(sources) as connection:
        store = LakeStore(connection, Lake.at(str(lake)))
        land(connection, matched(inbox, sources), store=store)


def write(inbox: Path, version: int) -> None:
    text = "".join(f"{version},text {number}\n" for number in range(ROWS))
    (inbox / "notes.csv").write_text("version,text\n" + text)


def held(lake: Lake, source: str, load_id: int) -> tuple[set[Any], int]:
    """The versions of a load's rows, and how many there are."""
    found = LakeRows(lake, source, load_id).spellings("version")
    return set(found), found.total()


def test_a_loader_killed_at_any_moment_leaves_whole_loads_and_the_next_one_tidies(
    load: Load, inbox: Path, tmp_path: Path, contract: Contract, lake: Lake, query: Query
) -> None:
    sources = contract(CONTRACT)
    write(inbox, 0)
    load(sources)
    spent = 0.0
    for version in (-2, -1):  # the first process of the server waits for the others' imports
        write(inbox, version)
        began = time.monotonic()
        start(inbox, tmp_path / "sources.yml", Path(lake.root)).join()
        spent = time.monotonic() - began
    dice, outcomes, orphans = random.Random(8), set(), 0
    for kill in range(1, KILLS + 1):
        write(inbox, kill)
        process = start(inbox, tmp_path / "sources.yml", Path(lake.root))
        time.sleep(dice.uniform(0, spent * 1.3))
        process.kill()
        process.join()
        landed: dict[int, int] = dict(query(LANDED))
        for load_id, rows in landed.items():
            versions, count = held(lake, "notes", load_id)
            assert (len(versions), count) == (1, rows)
        newest = held(lake, "notes", max(landed))[0].pop()
        outcomes.add(newest == str(kill))
        orphans += len(set(lake.loads("notes")) - set(landed))
    assert outcomes == {True, False}
    assert orphans > 0
    write(inbox, KILLS + 1)
    load(sources)
    assert set(lake.loads("notes")) == {load_id for load_id, _ in query(LANDED)}


def test_a_refused_load_leaves_no_folder(
    load: Load, inbox: Path, contract: Contract, lake: Lake
) -> None:
    sources = contract(
        "sources: {notes: {files: 'n*.csv', columns: [a]}, others: {files: 'o*.csv', columns: [b]}}"
    )
    (inbox / "notes.csv").write_text("a\n1\n")
    (inbox / "others.csv").write_text("b\n")
    with pytest.raises(FileRefusedError, match="has no rows"):
        load(sources)
    assert [list(lake.loads(source.name)) for source in sources] == [[], []]


def test_what_retention_drops_is_removed_by_the_next_load(
    load: Load, inbox: Path, contract: Contract, lake: Lake, query: Query
) -> None:
    sources = contract(CONTRACT)
    for version in range(4):
        (inbox / "notes.csv").write_text(f"version,text\n{version},x\n")
        load(sources)
    with connect_postgres(role=Role.LOADER) as own:
        assert tidy(LakeStore(own, lake), sources) == 2
    status = "select status, count(*) from staging.loads group by 1 order by 1"
    assert query(status) == [("dropped", 2), ("landed", 2)]
    assert len(list(lake.loads("notes"))) == 4
    (inbox / "notes.csv").write_text("version,text\n5,x\n")
    load(sources)
    assert len(list(lake.loads("notes"))) == 3


def test_the_loads_of_another_database_are_left_alone(
    load: Load, connection: Connection, inbox: Path, contract: Contract, lake: Lake, query: Query
) -> None:
    sources = contract(CONTRACT)
    write(inbox, 0)
    load(sources)
    (begun,) = lake.loads("notes")
    connection.execute("update staging.suppression_key set secret = sha256(secret)")
    connection.execute("delete from staging.loads")
    write(inbox, 1)
    with pytest.raises(LandingError, match=r"another database: name a path of its own .*nothing"):
        load(sources)
    assert list(lake.loads("notes")) == [begun]
    connection.execute("delete from staging.loads")
    Path(lake.root, OWNER).write_text("")  # as a load leaves it that is killed right there
    load(sources)
    assert begun not in lake.loads("notes")


def test_rows_are_kept_in_one_place(
    load: Load, connection: Connection, inbox: Path, contract: Contract, lake: Lake
) -> None:
    sources = contract(CONTRACT)
    write(inbox, 0)
    load(sources)
    write(inbox, 1)
    with (
        connect_postgres(role=Role.LOADER) as own,
        pytest.raises(LandingError, match=r"load 1 \(notes.csv\) .* kept in the lake"),
    ):
        land(own, matched(inbox, sources), store=PostgresStore(own))
    connection.execute("update staging.loads set kept_in = 'postgres'")
    with pytest.raises(LandingError, match=r"kept in PostgreSQL.*without `--target spark`"):
        load(sources)


def test_a_lake_that_cannot_be_written_is_one_line(
    load: Load, inbox: Path, contract: Contract, lake: Lake, query: Query
) -> None:
    write(inbox, 0)
    Path(lake.root).write_text("a file where the folder would be")
    with pytest.raises(LandingError, match=r"the lake cannot be written .*load again"):
        load(contract(CONTRACT))
    assert query("select status from staging.loads") == [("failed",)]


def test_a_bucket_that_does_not_answer_is_one_line(
    load: Load, inbox: Path, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError("AWS Error NETWORK_CONNECTION")

    write(inbox, 0)
    for names in (["loads"], ["settle", "remove"]):
        with monkeypatch.context() as patch:
            for name in names:
                patch.setattr(Lake, name, refuse)
            with pytest.raises(LandingError, match=r"cannot be written \(AWS .*\); .*load again"):
                load(contract(CONTRACT))
