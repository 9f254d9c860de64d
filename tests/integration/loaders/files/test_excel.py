"""A sheet lands like a delimited file; dates and numbers become text that reads one way."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas
import pytest

from loaders.batch import FileRefusedError
from loaders.contract.model import Source
from loaders.files import kinds, sheets, workbook
from tests.integration.loaders.conftest import Load, Rows

Contract = Callable[[str], tuple[Source, ...]]
Query = Callable[[str], Rows]

SHEET = "sources: {notes: {files: '*.xlsx', format: excel, columns: [id, value]}}"
LANDED = "select id, value, _source_row from staging.raw_notes order by 3"


def write(file: Path, rows: list[list[Any]], sheet: str = "Sheet1") -> None:
    with pandas.ExcelWriter(file) as book:
        pandas.DataFrame(rows, dtype=object).to_excel(
            book, sheet_name=sheet, header=False, index=False
        )
        for at, row in enumerate(rows, start=1):
            if row and isinstance(row[0], timedelta):
                book.sheets[sheet].cell(at, 1).number_format = "[h]:mm:ss"


def test_every_kind_of_cell_lands_as_unambiguous_text(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    values = {
        "007": "007",
        7: "7",
        0.1 + 0.2: "0.3",
        1234567.25: "1234567.25",
        1e21: "1000000000000000000000",
        -2.5e-7: "-0.00000025",
        date(2026, 2, 1): "2026-02-01",
        datetime(2026, 2, 1, 10, 11, 12): "2026-02-01 10:11:12",
        time(9, 30): "09:30:00",
        timedelta(hours=26, minutes=30): "26:30:00",
        "NA": "NA",
        " =x \n\"y', Zoë 👍": " =x \n\"y', Zoë 👍",
        "\\N": "\\N",
        None: "",
    }
    write(inbox / "notes.xlsx", [["VALUE ", "id"], *([v, "x"] for v in [*values, True])])
    (receipt,) = load(contract(SHEET))
    assert [value for _, value, _ in query(LANDED)] == [*values.values(), "true"]
    assert (receipt.landed, receipt.rejected) == (len(values) + 1, 0)
    assert load(contract(SHEET))[0].load_id is None


def test_a_sheet_is_chosen_and_its_header_read_as_declared(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    with pandas.ExcelWriter(inbox / "notes.xlsx") as book:
        pandas.DataFrame([["wrong"]]).to_excel(book, sheet_name="Cover", index=False)
        rows: list[list[Any]] = [
            ["Export", None, None, "of today"],
            [],
            ["First", "Value", "more"],
            ["key"],
            [1, "-", "m"],
            [],
            [2, "b"],
        ]
        rows = [[*row, *[None] * (4 - len(row))] for row in rows]
        pandas.DataFrame(rows).to_excel(book, sheet_name="Data", header=False, index=False)
    header = "sheet: Data, header: {skip: 1, rows: 2, aliases: {First key: id}}"
    (receipt,) = load(contract(SHEET.replace("format: excel", f"format: excel, {header}")))
    assert query(LANDED) == [("1", "-", 1), ("2", "b", 2)]
    assert receipt.extra == ("more",)
    assert query("select _extra from staging.raw_notes where id = '1'") == [({"more": "m"},)]


def test_a_sheet_without_a_header_takes_the_declared_order(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    write(inbox / "notes.xlsx", [[1, "a"], [2, "b"]])
    load(contract(SHEET.replace("columns", "header: {rows: 0}, columns")))
    assert query(LANDED) == [("1", "a", 1), ("2", "b", 2)]


def test_every_row_that_is_not_blank_is_counted(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    count = workbook.ROWS + 5  # more than one part
    rows: list[list[Any]] = [["id", "value"], *([number, "x"] for number in range(count))]
    write(inbox / "notes.xlsx", rows[:3] + [[None, None]] * 2 + rows[3:] + [["", None]])
    (receipt,) = load(contract(SHEET))
    assert (receipt.landed, receipt.rejected) == (count, 0)
    assert query("select rows_in, rows_landed + rows_rejected from staging.loads") == [
        (count, count)
    ]
    assert query("select min(_source_row), max(_source_row) from staging.raw_notes") == [(1, count)]
    assert query("select count(distinct id) from staging.raw_notes") == [(count,)]


def test_a_merged_cell_is_in_its_first_row_and_column(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    with pandas.ExcelWriter(inbox / "notes.xlsx") as book:
        frame = pandas.DataFrame([["id", "value"], [1, "a"], [2, "b"], [3, "c"]])
        frame.to_excel(book, header=False, index=False)
        sheet = book.sheets["Sheet1"]
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("A4:B4")
    load(contract(SHEET))
    assert query(LANDED) == [("1", "a", 1), ("", "b", 2), ("3", "", 3)]


def test_an_error_in_a_cell_is_not_a_number(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    with pandas.ExcelWriter(inbox / "notes.xlsx") as book:
        frame = pandas.DataFrame([["id", "value"], [1, "#DIV/0!"], [2, "NaN"]])
        frame.to_excel(book, header=False, index=False)
        assert book.sheets["Sheet1"]["B2"].data_type == "e"
    load(contract(SHEET))
    assert query(LANDED) == [("1", "#DIV/0!", 1), ("2", "NaN", 2)]


def old_workbook(file: Path) -> None:
    file.write_bytes(kinds.COMPOUND_FILE + b"canary" * 100)


def other_archive(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("canary.txt", "canary")


def bomb(file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 2**22)


def damaged(file: Path) -> None:
    write(file, [["id", "value"], [1, "canary"]])
    whole = zipfile.ZipFile(file)
    parts = {name: whole.read(name) for name in whole.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:-60]
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "not Excel": (lambda file: file.write_text("id,value\ncanary,1\n"), "not a readable Excel"),
    "password or .xls": (old_workbook, "has a password or is an old .xls"),
    "another archive": (other_archive, "not a readable Excel"),
    "damaged": (damaged, "not a readable Excel"),
    "a bomb": (bomb, "unpacks to more than"),
    "no such sheet": (lambda file: write(file, [["id"]], "canary"), "has no sheet `Data`"),
    "an empty sheet": (lambda file: write(file, [[]], "Data"), "is empty"),
    "a missing column": (lambda file: write(file, [["id"], [1]], "Data"), "row 1: required column"),
    "only a header": (lambda file: write(file, [["id", "value"]], "Data"), "has no rows"),
}


@pytest.mark.parametrize(("make", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_not_the_declared_sheet_is_refused(
    make: Callable[[Path], object],
    message: str,
    load: Load,
    inbox: Path,
    contract: Contract,
    query: Query,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets, "GZIP_FREE", 2**20)
    make(inbox / "notes.xlsx")
    sheet = "" if message.startswith("not a readable") else ", sheet: Data"
    with pytest.raises(FileRefusedError, match=message) as caught:
        load(contract(SHEET.replace("format: excel", f"format: excel{sheet}")))
    assert "canary" not in str(caught.value) + str(query("select * from staging.loads"))
    assert query("select count(*) from staging.raw_notes") == [(0,)]
