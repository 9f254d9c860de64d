"""Attendance beside which a column may say who came is not landed as if all had come."""

from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.batch import FileRefusedError
from loaders.contract.model import Source
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
        ("Abs.", ("Oui", "Non") * 4, "column `Abs.` looks like a status"),
        ("Code", ("", "pas venu") * 4, "column `Code` looks like a status"),
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


def test_what_came_with_a_status_does_not_lose_it_unless_said_so(
    inbox: Path, contract: Contract, load: Load, query: Query
) -> None:
    sources = SOURCES + "    optional: [status]\n"
    with_status, without = inbox / "attendance.csv", "student_id,session_id\n1,s1\n2,s1\n"
    with_status.write_text("student_id,session_id,status\n1,s1,absent\n2,s1,present\n")
    load(contract(sources))
    with_status.write_text(without)
    with pytest.raises(FileRefusedError, match="put `status` under `ignore`"):
        load(contract(sources))
    assert query("select status from staging.raw_attendance order by 1") == [
        ("absent",),
        ("present",),
    ]
    load(contract(sources.replace("[Etat]", "[Etat, status]")))
    assert query("select status from staging.raw_attendance where _load_id = 3") == [
        (None,),
        (None,),
    ]


@pytest.mark.parametrize("name", ["Absences", "الغياب"])
def test_a_list_of_absences_is_no_list_of_who_came(
    inbox: Path, contract: Contract, load: Load, query: Query, name: str
) -> None:
    named = contract(SOURCES.replace("*attendance*", name))
    (inbox / f"{name}.csv").write_text("student_id,session_id\n1,s1\n")
    with pytest.raises(FileRefusedError, match="it lists who was absent"):
        load(named)
    assert query("select count(*) from staging.raw_attendance") == [(0,)]


@pytest.mark.parametrize("column", ["Etat", "room"])
def test_what_is_ignored_or_plain_is_kept_beside(
    inbox: Path, contract: Contract, load: Load, query: Query, column: str
) -> None:
    cell = "Absent" if column == "Etat" else "blue room"
    (inbox / "attendance.csv").write_text(f"student_id,session_id,{column}\n1,s1,{cell}\n")
    load(contract(SOURCES))
    assert query(f"select _extra ->> '{column}' from staging.raw_attendance") == [(cell,)]
