"""What heads a register's columns is kept with its load; a register that is none is refused."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from loaders import summary
from loaders.batch import FileRefusedError
from loaders.contract.model import Source
from loaders.contract.sources import DEFAULT_SOURCES
from tests.integration.loaders.conftest import Load, Rows

Query = Callable[[str], Rows]
Contract = Callable[[str], tuple[Source, ...]]

SOURCES = """
sources:
  attendance:
    files: "*.csv"
    columns: [student_id]
    optional: [session_date]
    date_order: day_first
    register: BY
    ignore: [Total]
    statuses: {p: attended, a: missed}
"""
KEPT = """
select setting, column_name, value from staging.load_settings
where setting in ('mark_date', 'mark_name', 'mark_session', 'title') order by 1, 2
"""


def test_a_date_and_what_is_behind_it(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    file = inbox / "présences mai.csv"
    file.write_text("student_id,Nom,04/05,5 mai SQL,31/02/2026,Total\n1,Ada,P,A,,3\n")
    at = datetime(2026, 6, 2, tzinfo=UTC).timestamp()
    os.utime(file, (at, at))
    load(contract(SOURCES.replace("BY", "date")))
    assert query(KEPT) == [
        ("mark_date", "04/05", "2026-05-04"),
        ("mark_date", "31/02/2026", ""),
        ("mark_date", "5 mai SQL", "2026-05-05"),
        ("mark_name", "5 mai SQL", "SQL"),
        ("title", None, "présences mai "),
    ]
    assert query("select _extra ->> '04/05' from staging.raw_attendance") == [("P",)]


def test_the_columns_that_hold_marks(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    (inbox / "a.csv").write_text("student_id,Nom,S1,S2,Total,Points\n1,Ada,P,,P,12\n2,Bo,A,P,A,9\n")
    [receipt] = load(contract(SOURCES.replace("BY", "session")))
    [told, _] = summary.landed([receipt], DEFAULT_SOURCES)
    assert told.endswith(", 2 columns of marks; kept in _extra: Nom, Total, Points")
    assert query(KEPT) == [
        ("mark_session", "S1", "S1"),
        ("mark_session", "S2", "S2"),
        ("title", None, "a "),
    ]


@pytest.mark.parametrize(
    ("by", "header", "told"),
    [
        ("date", "Nom,Note", "no column is headed by a date"),
        ("session", "Nom,Note", "no column is headed by a session"),
        (
            "date",
            "05/01/2026,01/25/2026",
            "1 of 2 columns are headed by a date such as `01/25/2026`",
        ),
    ],
)
def test_what_is_no_such_register_is_refused(
    load: Load, inbox: Path, contract: Contract, by: str, header: str, told: str
) -> None:
    (inbox / "a.csv").write_text(f"student_id,{header}\n1,une note,une autre note longue\n")
    with pytest.raises(FileRefusedError, match=told):
        load(contract(SOURCES.replace("BY", by)))
