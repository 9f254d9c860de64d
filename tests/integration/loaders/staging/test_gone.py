"""The last row of what the next complete export no longer has is kept, whatever retention drops."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import psycopg
import pytest

from loaders.contract.model import Source
from tests.integration.loaders.conftest import Load, Prune, Rows

Query = Callable[[str], Rows]
Contract = Callable[[str], tuple[Source, ...]]

SOURCES = """
sources:
  subscriptions:
    files: "*subscriptions*.csv"
    columns: [Student, SubscriptionStartDate, SubscriptionProgress]
    mode: MODE
    retention: {loads: 1, monthly: false}
"""
GONE = """
select "Student", "SubscriptionProgress", _load_id, _gone_load_id from staging.gone_subscriptions
order by _gone_load_id, "Student"
"""


def deliver(inbox: Path, **files: str) -> None:
    """Write exports in place of those that are there: `Ada1 Bo5` are two students' progress."""
    for path in inbox.iterdir():
        path.unlink()
    for name, students in files.items():
        rows = "".join(f"{one[:-1]},2026-01-01,{one[-1]}\n" for one in students.split())
        text = "Student,SubscriptionStartDate,SubscriptionProgress\n" + rows
        (inbox / f"subscriptions {name.replace('m', '2026-0')}.csv").write_text(text)


def test_what_the_next_export_lacks_is_kept_as_it_was_last_seen(
    load: Load, prune: Prune, inbox: Path, query: Query, contract: Contract
) -> None:
    sources = contract(SOURCES.replace("MODE", "snapshot"))
    for students in ("Ada1 Bo1 Cy1", "Ada2 Bo2", "Ada3 Cy3", "Ada4"):
        deliver(inbox, all=students)
        load(sources)
    assert prune(sources[0]) == 3
    assert query(GONE) == [("Cy", "1", 1, 2), ("Bo", "2", 2, 3), ("Cy", "3", 3, 4)]


def test_an_export_that_a_later_day_makes_the_newest_is_compared_too(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    sources = contract(SOURCES.replace("MODE", "snapshot").replace("loads: 1", "loads: 5"))
    for day, students in enumerate(("Ada2", "Bo1 Ada1", "Ada2", "Bo1 Ada1", "Ada2"), start=1):
        deliver(inbox, all=students)
        load(sources, as_of=date(2026, 5, day))
    assert query(GONE) == [("Bo", "1", 2, 1)]


def test_each_part_is_compared_with_its_own_successor(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    sources = contract(SOURCES.replace("MODE", "parts"))
    deliver(inbox, m5="Ada1 Bo1 Cy1", m6="Di1")
    load(sources)
    # Cy moved to another part.
    deliver(inbox, m5="Ada2", m7="Cy2 El2")
    load(sources)
    assert [row[0] for row in query(GONE)] == ["Bo"]


@pytest.mark.parametrize("mode", ["append", "snapshot"])
def test_nothing_is_gone_where_exports_add_or_have_nothing_in_common(
    mode: str, load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    sources = contract(SOURCES.replace("MODE", mode))
    deliver(inbox, all="Ada1 Bo1")
    load(sources)
    deliver(inbox, all="Cy1 Di1" if mode == "snapshot" else "Ada1")
    load(sources)
    assert query(GONE) == []


def test_table_takes_the_columns_that_the_contract_has_gained(
    load: Load, inbox: Path, query: Query, contract: Contract, connection: psycopg.Connection
) -> None:
    sources = SOURCES.replace("MODE", "snapshot")
    deliver(inbox, all="Ada1 Bo1")
    load(contract(sources.replace(", SubscriptionProgress", "")))
    deliver(inbox, all="Ada1")
    load(contract(sources))
    assert [row[0] for row in query(GONE)] == ["Bo"]
