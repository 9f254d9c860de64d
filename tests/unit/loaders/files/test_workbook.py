"""A sheet becomes rows, or the workbook is refused in one line, however it is damaged."""

import io
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from loaders.batch import FileRefusedError
from loaders.contract import Source
from loaders.files.file import opened

SOURCE = Source("notes", required=("a", "b"), format="excel")


def book(*rows: list[object]) -> bytes:
    data, workbook = io.BytesIO(), openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(data)
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
