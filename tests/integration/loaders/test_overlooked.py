"""Attendance beside which a column may say who came is not landed as if all had come."""

from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.batch import FileRefusedError
from loaders.contract import Source
from tests.integration.loaders.conftest import Load, Rows

Query = Callable[[str], Rows]
Contract = Callable[[str], tuple[Source, ...]]

SOURCES = """
sources:
  attendance:
    files: "*attendance*.csv"
    columns: [student_id, session_id]
    ignore: [Etat]
"""


@pytest.mark.parametrize(
    ("column", "cells", "told"),
    [
        ("Motif", ("a", "b", "c"), "column `Motif` looks like a status"),
        ("Vu", ("Présent", "Absent", "Absent"), "column `Vu` looks like a status"),
        ("Vu", ("P", "A", "A"), "run `make inspect DATA=…` on its folder, which asks"),
        ("Seen", ("9:00", "9:05", "10:30"), "column `Seen` looks like a time"),
    ],
)
def test_it_is_refused(
    inbox: Path,
    contract: Contract,
    load: Load,
    query: Query,
    column: str,
    cells: tuple[str, ...],
    told: str,
) -> None:
    rows = "".join(f"{n},s1,{cell}\n" for n, cell in enumerate(cells))
    (inbox / "attendance.csv").write_text(f"student_id,session_id,{column}\n{rows}")
    with pytest.raises(FileRefusedError, match=told):
        load(contract(SOURCES))
    assert query("select count(*) from staging.raw_attendance") == [(0,)]


@pytest.mark.parametrize("column", ["Etat", "room"])
def test_what_is_ignored_or_plain_is_kept_beside(
    inbox: Path, contract: Contract, load: Load, query: Query, column: str
) -> None:
    cell = "Absent" if column == "Etat" else "blue room"
    (inbox / "attendance.csv").write_text(f"student_id,session_id,{column}\n1,s1,{cell}\n")
    load(contract(SOURCES))
    assert query(f"select _extra ->> '{column}' from staging.raw_attendance") == [(cell,)]
