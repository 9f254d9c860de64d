"""A load that is taken back leaves no trace but its line, and what it replaced counts again."""

from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from common.errors import UserError
from common.servers.connections import Role, connect_postgres
from loaders.contract.model import Source
from loaders.withdraw import withdraw
from tests.integration.in_process import run_module
from tests.integration.loaders.conftest import Load, Rows

Query = Callable[[str], Rows]
Contract = Callable[[str], tuple[Source, ...]]

SOURCES = """
sources:
  students:
    files: "*students*.csv"
    columns: [student_id, name]
    limits: {max_rejected: 0.9}
  subscriptions:
    files: "*subscriptions*.csv"
    columns: [Student, SubscriptionStartDate]
    limits: {max_shrink: 0.9}
  calls:
    files: "calls*.csv"
    mode: append
    columns: [student_id, day]
"""
# All that is told of loads and their rows, whatever their numbers are.
STAGING = {
    "rows": "select name from staging.raw_students inner join staging.loads "
    "on load_id = _load_id where is_active order by 1",
    "loads": "select load_id from staging.loads where is_active order by 1",
    "rejected": "select load_id, raw from staging.rejected_rows order by 1, 2",
    "settings": "select * from staging.load_settings order by 1, 2, 3",
    "gone": 'select "Student", _gone_load_id, _until_load_id from staging.gone_subscriptions',
    "partitions": "select inhrelid::regclass::text from pg_inherits order by 1",
}


def deliver(inbox: Path, students: str, subscriptions: str = "") -> None:
    rows = "".join(f"{one},{one.title()}\n" for one in students.split())
    (inbox / "students.csv").write_text(f"student_id,name\n{rows}too,many,cells\n")
    if subscriptions:
        rows = "".join(f"{one},2026-01-01\n" for one in subscriptions.split())
        (inbox / "subscriptions.csv").write_text(f"Student,SubscriptionStartDate\n{rows}")


def take_back(sources: Collection[Source], loads: Collection[int]) -> list[str]:
    with connect_postgres(role=Role.LOADER) as connection:
        return withdraw(connection, sources, loads)


def test_all_is_as_if_it_had_never_landed(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    sources = contract(SOURCES)
    deliver(inbox, "ada bo", "ada bo")
    load(sources)
    before = {name: query(sql) for name, sql in STAGING.items()}
    deliver(inbox, "ada cy dan", "ada")
    loads = [receipt.load_id or 0 for receipt in load(sources)]
    assert query(STAGING["rows"]) == [("Ada",), ("Cy",), ("Dan",)]
    assert query(STAGING["gone"]) == [("bo", loads[1], None)]
    assert take_back(sources, loads) == ["students.csv", "subscriptions.csv"]
    assert {name: query(sql) for name, sql in STAGING.items()} == before
    assert take_back(sources, loads), "again, as after a kill"
    assert {name: query(sql) for name, sql in STAGING.items()} == before
    # The same bytes are no longer landed, and come in again.
    assert [receipt.landed for receipt in load(sources)] == [3, 1]


def test_nothing_is_taken_back_where_nothing_would_be_left(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    sources = contract(SOURCES)
    deliver(inbox, "ada")
    load(sources)
    deliver(inbox, "bo", "bo")
    loads = [receipt.load_id or 0 for receipt in load(sources)]
    before = {name: query(sql) for name, sql in STAGING.items()}
    with pytest.raises(UserError, match="nothing of subscriptions was loaded before"):
        take_back(sources, loads)
    assert {name: query(sql) for name, sql in STAGING.items()} == before


def test_what_adds_to_what_was_before_can_be_taken_back_alone(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    sources = contract(SOURCES)
    (inbox / "calls.csv").write_text("student_id,day\nada,2026-11-15\n")
    [receipt] = load(sources)
    assert take_back(sources, [receipt.load_id or 0]) == ["calls.csv"]
    assert query("select * from staging.raw_calls") == []


def test_a_load_that_is_not_there_is_told(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    sources = contract(SOURCES)
    deliver(inbox, "ada")
    load(sources)
    ended = run_module("loaders", "withdraw", "99")
    assert (ended.returncode, ended.stderr) == (2, "error: there is no load 99\n")
