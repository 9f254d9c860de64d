"""Superseded loads lose their rows beyond the retention; no active load is ever dropped."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common.servers import warehouse_lock
from common.servers.connections import Role, connect_postgres
from loaders.batch import LandingError
from loaders.contract.model import Source
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
    source = seven_loads("snapshot", "{loads: 2, months: 1200}")
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


def test_no_superseded_load_keeps_its_rows_beyond_the_greatest_age(
    seven_loads: Callable[[str, str], Source],
    query: Query,
    connection: psycopg.Connection[Any],
) -> None:
    source = seven_loads("snapshot", "{months: 3}")
    aged = "update staging.loads set finished_at = now() - interval '{}' where load_id in ({})"
    connection.execute(aged.format("4 months", "1, 2").encode())
    connection.execute(aged.format("2 months", "3").encode())
    connection.execute(aged.format("5 months", "7").encode())
    assert prune(source) == 2
    assert query(KEPT) == [(3,), (4,), (5,), (6,), (7,)]


def test_active_loads_stay(seven_loads: Callable[[str, str], Source], query: Query) -> None:
    assert prune(seven_loads("append", "{loads: 1, monthly: false}")) == 0
    assert query("select count(*) from staging.raw_notes") == [(7,)]


def test_a_reader_is_not_held_up(seven_loads: Callable[[str, str], Source], query: Query) -> None:
    source = seven_loads("snapshot", "{loads: 1, monthly: false}")
    with connect_postgres() as reader:
        reader.execute("select * from staging.raw_notes")
        assert prune(source) == 0
    assert prune(source) == 6
    assert query("select a from staging.raw_notes") == [("7",)]


def test_a_month_is_one_of_utc_wherever_the_loader_runs(
    seven_loads: Callable[[str, str], Source],
    query: Query,
    connection: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = seven_loads("snapshot", "{loads: 1, months: 1200}")
    at = "update staging.loads set finished_at = %s where load_id = %s"
    for load_id, moment in enumerate(["01-31 09:00Z", "01-31 23:00Z", "02-01 01:00Z"], start=1):
        connection.execute(at, [f"2026-{moment}", load_id])
    monkeypatch.setenv("PGOPTIONS", "-c timezone=Pacific/Kiritimati")  # 14 hours ahead
    prune(source)
    assert query(KEPT)[:2] == [(2,), (3,)]


def test_only_the_rejects_of_dropped_loads_go(
    load: Load, inbox: Path, query: Query, contract: Callable[[str], tuple[Source, ...]]
) -> None:
    kept = "{loads: 1, months: 1200}, limits: {max_rejected: 1}"
    sources = contract(NOTES.format(mode="snapshot", kept=kept))
    for number in range(1, 5):
        (inbox / "notes.csv").write_text(f"a\n{number}\nbad,{number}\n")
        load(sources)
    query("update staging.loads set finished_at = '2026-01-05' where load_id = 1 returning 1")
    assert prune(sources[0]) == 2
    assert query("select load_id, raw from staging.rejected_rows order by 1") == [
        (1, "bad,1"),
        (4, "bad,4"),
    ]


def test_a_load_at_work_keeps_the_others_of_its_source_waiting(
    seven_loads: Callable[[str, str], Source],
    load: Load,
    inbox: Path,
    contract: Callable[[str], tuple[Source, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = seven_loads("snapshot", "{loads: 1, monthly: false}")
    (inbox / "notes.csv").write_text("a\n8\n")
    others = contract("sources: {others: {files: '*.txt', columns: [a]}}")
    monkeypatch.setenv("PGOPTIONS", "-c lock_timeout=300ms")
    with connect_postgres(role=Role.LOADER) as working:
        warehouse_lock.wait(working, "load notes")
        assert prune(source) == 0
        with pytest.raises(LandingError, match=r"kept a table or a load .* locked"):
            load((source,))
        (inbox / "notes.csv").rename(inbox / "others.txt")
        (receipt,) = load(others)
    assert receipt.landed == 1
    (inbox / "others.txt").rename(inbox / "notes.csv")
    (receipt,) = load((source,))
    assert receipt.landed == 1


def test_each_source_counts_its_own_loads_alone(
    load: Load, inbox: Path, query: Query, contract: Callable[[str], tuple[Source, ...]]
) -> None:
    kept = "mode: snapshot, columns: [a], retention: {loads: 2, monthly: false}"
    others = f"others: {{files: '*.txt', {kept}}}"
    sources = contract(f"sources: {{notes: {{files: '*.csv', {kept}}}, {others}}}")
    for number in range(1, 4):
        for name in ("notes.csv", "others.txt"):
            (inbox / name).write_text(f"a\n{number}\n")
        load(sources)
    assert [prune(source) for source in sources] == [1, 1]
    assert query("select a from staging.raw_notes order by 1") == [("2",), ("3",)]
    assert query("select a from staging.raw_others order by 1") == [("2",), ("3",)]
