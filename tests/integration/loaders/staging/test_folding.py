"""Many small loads stay few partitions; ledger, rows and readers notice nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common.servers.connections import Role, connect_postgres
from loaders.contract.model import Source
from loaders.staging import retention
from tests.integration.loaders.conftest import Load, Rows

Query = Callable[[str], Rows]
LOG = "sources: {log: {files: '*.csv', columns: [a], optional: [b], mode: append}}"
PARTITIONS = "select count(*) from pg_inherits where inhparent = 'staging.raw_log'::regclass"
ROWS = """
select _load_id, _source_row, a, b, _extra from staging.raw_log
inner join staging.loads on load_id = _load_id
where status = 'landed' and superseded_at is null order by 1, 2
"""


@pytest.fixture
def days(load: Load, inbox: Path, contract: Callable[[str], tuple[Source, ...]]) -> Any:
    """Land one small file for each number and return the source."""

    def run(numbers: range) -> Source:
        sources = contract(LOG)
        for number in numbers:
            for old in inbox.iterdir():
                old.unlink()
            (inbox / f"{number}.csv").write_text(f"a,more\n{number},x\n{number},\n")
            load(sources)
        return sources[0]

    return run


def fold(source: Source) -> int:
    with connect_postgres(role=Role.LOADER) as own:
        return retention.fold(own, source)


def test_small_partitions_become_few_and_nothing_else_changes(days: Any, query: Query) -> None:
    source = days(range(1, 26))
    before, ledger = query(ROWS), query("select * from staging.loads order by 1")
    assert query(PARTITIONS) == [(25,)]
    assert fold(source) == 18
    assert query(PARTITIONS) == [(7,)]
    assert query(ROWS) == before
    assert len(before) == 50
    assert query("select * from staging.loads order by 1") == ledger
    assert fold(source) == 0
    days(range(26, 32))
    assert fold(source) == 9
    assert query("select a from staging.raw_log where _load_id in (3, 31) order by a") == [
        *(("3",), ("3",), ("31",), ("31",))
    ]


@pytest.mark.slow
def test_ten_of_ten_become_one_of_a_hundred(days: Any, query: Query) -> None:
    source = days(range(1, 101))
    fold(source)
    assert query(PARTITIONS) == [(1,)]
    assert query("select count(*), count(distinct _load_id) from staging.raw_log") == [(200, 100)]


def test_a_load_that_was_replaced_stays_apart(
    days: Any, load: Load, query: Query, contract: Callable[[str], tuple[Source, ...]]
) -> None:
    source = days(range(1, 11))
    load(contract(LOG), force=True)
    fold(source)
    assert query("select to_regclass('staging.raw_log_10') is not null") == [(True,)]
    assert query(PARTITIONS) == [(2,)]


def test_a_reader_is_not_held_up_and_an_older_snapshot_sees_all(
    days: Any, query: Query, connection: psycopg.Connection[Any]
) -> None:
    source = days(range(1, 11))
    with connect_postgres() as reader:
        reader.execute("select * from staging.raw_log")
        assert fold(source) == 0
    with connect_postgres() as reader:
        reader.execute("set transaction isolation level repeatable read")
        reader.execute("select 1")
        assert fold(source) == 9
        assert len(reader.execute(ROWS.encode()).fetchall()) == 20
    assert query(PARTITIONS) == [(1,)]
