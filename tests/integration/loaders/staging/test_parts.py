"""Each part of a source replaces itself only, and none is dropped without being named."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from loaders.batch import FileRefusedError
from loaders.contract.model import Source
from loaders.discovery import DiscoveryError
from loaders.staging import limits
from tests.integration.loaders.conftest import Load, Rows

Query = Callable[[str], Rows]
Contract = Callable[[str], tuple[Source, ...]]

MARKS = "sources: {marks: {files: '*attendance*.csv', columns: [a], mode: parts}}"
ACTIVE = "select part, rows_landed from staging.loads where is_active order by 1"


def deliver(inbox: Path, **files: int) -> None:
    for path in inbox.iterdir():
        path.unlink()
    for name, rows in files.items():
        text = "a\n" + "".join(f"{name}{row}\n" for row in range(rows))
        (inbox / f"attendance {name.replace('m', '2026-0')}.csv").write_text(text)


def test_next_month_s_folder_wipes_nothing(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    sources = contract(MARKS)
    deliver(inbox, m5=2, m6=3)
    load(sources)
    deliver(inbox, m7=4)
    load(sources)
    assert query(ACTIVE) == [("2026-05", 2), ("2026-06", 3), ("2026-07", 4)]


def test_a_newer_file_replaces_its_own_part_only(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    sources = contract(MARKS)
    deliver(inbox, m5=2, m6=3)
    load(sources)
    deliver(inbox, m6=5)
    load(sources)
    assert query(ACTIVE) == [("2026-05", 2), ("2026-06", 5)]


def test_a_file_that_is_no_part_drops_the_parts_only_where_that_is_allowed(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    sources = contract(MARKS)
    deliver(inbox, m5=2, m6=3)
    load(sources)
    deliver(inbox)
    (inbox / "attendance.csv").write_text("a\n1\n")
    with pytest.raises(FileRefusedError, match="all parts of marks: 2026-05 and 2026-06"):
        load(sources)
    assert query(ACTIVE) == [("2026-05", 2), ("2026-06", 3)]
    load(limits.allowing(sources, ["marks.drop_parts"]))
    assert query(ACTIVE) == [(None, 1)]


def test_a_part_may_shrink_only_against_itself(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    sources = contract(MARKS.replace("mode: parts", "mode: parts, limits: {max_shrink: 0.5}"))
    deliver(inbox, m5=9)
    load(sources)
    deliver(inbox, m6=1)
    load(sources)
    deliver(inbox, m5=1)
    with pytest.raises(FileRefusedError, match="had 9"):
        load(sources)
    assert query(ACTIVE) == [("2026-05", 9), ("2026-06", 1)]


@pytest.mark.parametrize("names", [["2026-05", "mai 2026"], ["2026-05", ""]])
def test_two_files_of_one_part_in_a_folder_are_refused(
    load: Load, inbox: Path, contract: Contract, names: list[str]
) -> None:
    for name in names:
        (inbox / f"attendance {name}.csv").write_text("a\n1\n")
    with pytest.raises(DiscoveryError, match="comes in parts"):
        load(contract(MARKS))


def test_a_ledger_from_before_parts_takes_them(
    load: Load, inbox: Path, connection: psycopg.Connection[Any], contract: Contract
) -> None:
    (inbox / "attendance.csv").write_text("a\n1\n")
    load(contract(MARKS.replace("parts", "snapshot")))
    connection.execute("alter table staging.loads drop column part")
    old = "check (mode in ('snapshot', 'append'))"
    connection.execute(
        f"alter table staging.loads drop constraint loads_mode_check, "
        f"add constraint loads_mode_check {old}"
    )
    deliver(inbox, m5=2)
    load(contract(MARKS))
    assert connection.execute(ACTIVE).fetchall() == [("2026-05", 2), (None, 1)]
