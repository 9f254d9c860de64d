"""Opens a workbook and reads a sheet's cells, unless it is damaged or fills the memory."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl.reader.excel import ExcelReader  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from loaders.batch import FileRefusedError
from loaders.contract.model import Source
from loaders.files.cells import text_of
from loaders.files.kinds import COMPOUND_FILE, GZIP, TEXT, WORKBOOK, ZIP, kind_of
from loaders.files.reading import BLOCK, GZIP_FREE, GZIP_RATIO, HashingFile, refused

# Of the rectangle from the first cell to the last column and row that hold something: a sheet as
# long as the format allows may have 23 columns. All of a workbook's texts are in memory.
MOST_CELLS = 25_000_000
MOST_BYTES = 2 * 2**30  # unpacked
MOST_ROWS = 1_048_576  # of the format; a row may say that it is any, and all before it are read
MOST_SHEETS = 1_000  # each is opened, and a small file may name millions
NAMED = 12
BROKEN = "is not a readable Excel workbook"
SAVE = "save it as .xlsx in a spreadsheet program"


class _Reader(ExcelReader):  # type: ignore[misc]
    """Leaves out what holds no cells."""

    def read_chartsheet(self, sheet: Any, rel: Any) -> None:
        """Read nothing of a chart."""


def cells(file: HashingFile, source: Source) -> list[list[str]]:
    """Return what the cells of the source's sheet show, the only filled one where it names none."""
    sheets = _sheets(file)
    filled = [*_filled_sheets(sheets, file)] if source.sheet is None else []
    if len(filled) > 1:
        more = f" and {len(filled) - NAMED} more" * (len(filled) > NAMED)
        raise refused(
            file.path,
            f"has more than one sheet with cells ({', '.join(filled[:NAMED])}{more}): have "
            "`make inspect` give each to its source, or save each as a workbook of its own",
        )
    wanted = source.sheet or next(iter(filled or sheets), "")
    if wanted in sheets:
        try:
            return _texts(sheets[wanted], file)
        except FileRefusedError:
            raise
        except Exception as error:
            raise _broken(file, error) from None
    raise refused(
        file.path,
        f"has no sheet `{wanted}`: rename the right one, or correct `sheet` of source "
        f"`{source.name}`"
        if wanted
        else f"has no sheet with cells that can be read: {SAVE}, and not as a strict one",
    )


def _texts(sheet: Any, file: HashingFile) -> list[list[str]]:
    """Return its rows, each as long as it is filled; stop where they reach too far."""
    rows: list[list[str]] = []
    widest = 0
    for number, row in enumerate(_rows(sheet), start=1):
        texts = [text_of(cell) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        widest = max(widest, len(texts))
        if texts and number * widest > MOST_CELLS:
            raise refused(
                file.path,
                f"holds something as far down as row {number:,} and as far right as column "
                f"{get_column_letter(widest)}, which makes more than {MOST_CELLS:,} cells: delete "
                "what lies apart from the table, or split it",
            )
        rows.append(texts)
    return rows


def _rows(sheet: Any) -> Iterator[Any]:
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > MOST_ROWS:
            raise ValueError("more rows than the format has")
        yield row


def titles(file: HashingFile) -> list[str]:
    """Return the names of a workbook's sheets that hold something."""
    return [*_filled_sheets(_sheets(file), file)]


def _sheets(file: HashingFile) -> dict[str, Any]:
    data = b"".join(iter(lambda: file.read(BLOCK) or b"", b""))
    _check(data, file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and the like, which do not matter here
            reader = _Reader(
                io.BytesIO(data), read_only=True, data_only=True, keep_links=False, rich_text=False
            )
            reader.read()
            for sheet in reader.wb.worksheets:
                sheet.reset_dimensions()  # what the file says of its size may be wrong
            return {sheet.title: sheet for sheet in reader.wb.worksheets}
    except Exception as error:
        raise _broken(file, error) from None


def _filled_sheets(sheets: dict[str, Any], file: HashingFile) -> Iterator[str]:
    for title, sheet in sheets.items():
        try:
            if any(cell.value is not None for row in _rows(sheet) for cell in row):
                yield title
        except Exception as error:
            raise _broken(file, error) from None


def _check(data: bytes, file: HashingFile) -> None:
    """Refuse what is no workbook, or a damaged one, before any of its cells is read."""
    if data.startswith(COMPOUND_FILE):
        raise refused(
            file.path,
            "has a password or is an old .xls workbook: save it as .xlsx without a password",
        )
    if data.startswith(ZIP):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                unpacked = sum(part.file_size for part in packed.infolist())
                bomb = unpacked > max(GZIP_FREE, GZIP_RATIO * len(data))
                large = unpacked > MOST_BYTES
                damaged = None if bomb or large else packed.testzip()
                sheets = 0 if bomb or large or damaged else _count_sheets(packed)
        except Exception as error:
            raise _broken(file, error) from None
        if bomb:
            raise refused(
                file.path,
                f"unpacks to more than {GZIP_RATIO} times its size: check it, and split it if it "
                "is right",
            )
        if large:
            raise refused(
                file.path, f"unpacks to more than {MOST_BYTES:,} bytes: split it, or save it as CSV"
            )
        if sheets > MOST_SHEETS:
            raise refused(
                file.path,
                f"has {sheets:,} sheets, more than {MOST_SHEETS:,}: save what is needed of it as a "
                "workbook of its own",
            )
        if damaged:
            raise refused(file.path, f"{BROKEN} (a part of it is damaged): {SAVE}")
    kind = kind_of(data)
    if kind != WORKBOOK:
        raise refused(
            file.path, BROKEN + (f": {SAVE}" if kind in (TEXT, GZIP) else f", but {kind}")
        )


def _count_sheets(packed: zipfile.ZipFile) -> int:
    """How many sheets the part of it says that lists them, whatever its place and prefix."""
    parts = (name for name in packed.namelist() if name.lower().endswith("workbook.xml"))
    return sum(packed.read(name).count(b"sheetId=") for name in parts)


def _broken(file: HashingFile, error: Exception) -> FileRefusedError:
    """Say it in one line: damage shows as any error, and its text may quote a cell."""
    return refused(file.path, f"{BROKEN} ({type(error).__name__}): {SAVE}")
