"""Superseded loads lose their rows beyond the retention; nothing that counts is ever dropped."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common.connections import Role, connect_postgres
from loaders.contract import Source
from loaders.staging import retention
from tests.integration.loaders.conftest import Load, Rows

Query = Callable[[str], Rows]
KEPT = """
select load_id from staging.loads
where to_regclass('staging.raw_notes_' || load_id) is not null order by 1
"""
NOTES = "sources: {{notes: {{files: '*.csv', columns: [a], mode: {mode}, retention: {kept}}}}}"


@pytest.fixture
def seven_loads(
    load: Load, inbox: Path, contract: Callable[[str], tuple[Source, ...]]
) -> Callable[[str, str], Source]:
    def run(mode: str, kept: str) -> Source:
        sources = contract(NOTES.format(mode=mode, kept=kept))
        for number in range(1, 8):
            (inbox / "notes.csv").write_text(f"a\n{number}\n")
            load(sources)
        return sources[0]

    return run


def prune(source: Source) -> int:
    with connect_postgres(role=Role.LOADER) as own:
        return retention.prune(own, source)


def test_the_newest_loads_and_one_a_month_keep_their_rows(
    seven_loads: Callable[[str, str], Source],
    query: Query,
    connection: psycopg.Connection[Any],
) -> None:
    source = seven_loads("snapshot", "{loads: 2}")
    connection.execute(
        "update staging.loads set finished_at = '2026-01-05' where load_id in (1, 2)"
    )
    connection.execute("update staging.loads set finished_at = '2026-02-05' where load_id = 3")
    assert prune(source) == 3
    assert query(KEPT) == [(2,), (3,), (6,), (7,)]
    assert query("select status, count(*) from staging.loads group by 1 order by 1") == [
        ("dropped", 3),
        ("landed", 4),
    ]
    assert prune(source) == 0


def test_loads_that_count_stay(seven_loads: Callable[[str, str], Source], query: Query) -> None:
    assert prune(seven_loads("append", "{loads: 1, monthly: false}")) == 0
    assert query("select count(*) from staging.raw_notes") == [(7,)]


def test_a_reader_is_not_held_up(seven_loads: Callable[[str, str], Source], query: Query) -> None:
    source = seven_loads("snapshot", "{loads: 1, monthly: false}")
    with connect_postgres() as reader:
        reader.execute("select * from staging.raw_notes")
        assert prune(source) == 0
    assert prune(source) == 6
    assert query("select a from staging.raw_notes") == [("7",)]
