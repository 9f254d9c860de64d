"""A sheet becomes rows, or the workbook is refused in one line, however it is damaged."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from loaders.batch import FileRefusedError
from loaders.contract.model import Header, Source
from loaders.files import sheets, workbook
from loaders.files.file import opened
from loaders.files.reading import HashingFile

SOURCE = Source("notes", required=("a", "b"), format="excel")


def book(*rows: list[object]) -> bytes:
    data, made = io.BytesIO(), openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(data)
    return data.getvalue()


def read(data: bytes, folder: Path) -> bytes:
    """Return the text that goes to PostgreSQL."""
    (folder / "notes.xlsx").write_bytes(data)
    with opened(SOURCE, folder / "notes.xlsx", lambda _: None) as stream:
        return b"".join(batch.text for batch in stream.batches)


@pytest.mark.parametrize("name", ["x_x0000_y", "x_xD83D_y"])
def test_a_name_that_postgresql_cannot_store_refuses_the_sheet(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="row 1 holds a character in the header"):
        read(book(["a", "b", name], [1, 2, 3]), tmp_path)
    assert read(book(["a", "b", "x"], [1, 2, 3]), tmp_path) == b'1\t2\t{"x": "3"}\t1\n'


def test_a_cell_far_to_the_right_makes_no_row_as_wide(tmp_path: Path) -> None:
    rows: list[list[object]] = [["a", "b"], [1, 2], [3, None, *[None] * 9_997, "x"], [5, 6]]
    file = tmp_path / "notes.xlsx"
    file.write_bytes(book(*rows))
    with HashingFile(file) as opened_file:
        sheet = workbook.read(opened_file, SOURCE)
    assert sheet.layout.width == 10_000
    assert [len(row) for row in sheet.rows] == [2, 10_000, 2]
    [batch] = sheet.batches()
    assert batch.text == b'1\t2\t\\N\t1\n3\t\t{"column_10000": "x"}\t2\n5\t6\t\\N\t3\n'


@pytest.mark.parametrize(
    ("row", "column", "place"),
    [(1_048_576, 16_384, "row 1,048,576 .* column XFD"), (100, 16_384, "row 62 .* XFD")],
    ids=["one at the far corner", "many far to the right"],
)
def test_cells_that_lie_apart_are_refused_before_they_fill_the_memory(
    row: int, column: int, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_CELLS", 1_000_000)
    made = openpyxl.Workbook()
    made.active.append(["a", "b"])
    for number in range(row if row > 100 else 3, row + 1):
        made.active.cell(number, column, "x")
    made.save(tmp_path / "notes.xlsx")
    with (
        HashingFile(tmp_path / "notes.xlsx") as file,
        pytest.raises(FileRefusedError, match=rf"{place}, .*: delete what lies apart") as error,
    ):
        sheets.cells(file, SOURCE)
    assert "\n" not in str(error.value)


def test_rows_that_are_only_coloured_count_for_nothing(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.append(["a", "b"])
    made.active.cell(3_000, 16_384).font = openpyxl.styles.Font(bold=True)
    made.save(tmp_path / "notes.xlsx")
    with HashingFile(tmp_path / "notes.xlsx") as file:
        assert max(map(len, sheets.cells(file, SOURCE))) == 2


def test_a_workbook_that_unpacks_to_more_than_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_BYTES", 1_000)
    with pytest.raises(FileRefusedError, match="unpacks to more than 1,000 bytes: split it"):
        read(book(["a", "b"], [1, 2]), tmp_path)


def changed(tmp_path: Path, part: str, before: str, after: str) -> Path:
    """A small workbook in which a part was changed by hand."""
    made, packed, path = openpyxl.Workbook(), io.BytesIO(), tmp_path / "notes.xlsx"
    made.active.append(["a", "b"])
    made.active.append([1, 2])
    made.save(packed)
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            assert name != part or before in text
            new.writestr(name, text.replace(before, after) if name == part else text)
    return path


def test_a_row_beyond_the_format_is_refused_before_all_above_it_are_made(tmp_path: Path) -> None:
    path = changed(tmp_path, "xl/worksheets/sheet1.xml", '<row r="2"', '<row r="99999999999"')
    with (
        HashingFile(path) as file,
        pytest.raises(FileRefusedError, match="is not a readable Excel workbook"),
    ):
        sheets.cells(file, SOURCE)


@pytest.mark.parametrize(
    ("count", "said"), [(1_001, "has 1,001 sheets, more than 1,000"), (20, r"s11 and 8 more\)")]
)
def test_very_many_sheets_are_told_in_a_line(count: int, said: str, tmp_path: Path) -> None:
    [one] = re.findall(
        "<sheet .*?/>",
        zipfile.ZipFile(changed(tmp_path, "", "", "")).read("xl/workbook.xml").decode(),
    )
    many = "".join(one.replace('name="Sheet"', f'name="s{number}"') for number in range(count))
    with (
        HashingFile(changed(tmp_path, "xl/workbook.xml", one, many)) as file,
        pytest.raises(FileRefusedError, match=said) as error,
    ):
        sheets.cells(file, SOURCE)
    assert len(str(error.value)) < 300


def test_a_row_wider_than_the_declared_columns_is_rejected_where_there_is_no_header(
    tmp_path: Path,
) -> None:
    file = tmp_path / "notes.xlsx"
    file.write_bytes(book([1, "x"], [2, "y", None, "a note"], [3, "z"]))
    with opened(replace(SOURCE, header=Header(rows=0)), file, lambda _: None) as stream:
        [batch] = stream.batches
    assert batch.text == b"1\tx\t1\n3\tz\t3\n"
    assert [(each.record, each.reason, each.raw) for each in batch.rejects] == [
        (2, "extra-cell", "2,y,,a note")
    ]


def test_a_strict_workbook_says_how_to_save_it(tmp_path: Path) -> None:
    whole = zipfile.ZipFile(io.BytesIO(book(["a", "b"], [1, 2])))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as strict:
        for name in whole.namelist():
            content = whole.read(name).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            strict.writestr(name, content)
    with pytest.raises(FileRefusedError, match=r"save it as .xlsx .*, and not as a strict one"):
        read(data.getvalue(), tmp_path)
