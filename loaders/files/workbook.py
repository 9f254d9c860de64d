"""Reads one sheet of an Excel workbook; what its cells show becomes text that reads one way."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl.reader.excel import ExcelReader  # type: ignore[import-untyped]

from loaders.batch import (
    Batch,
    FileRefusedError,
    Layout,
    RejectedRecord,
    readable,
    row_text,
    unstorable,
)
from loaders.columns import by_name, by_position
from loaders.contract import Source
from loaders.files.cells import text_of
from loaders.files.header import joined
from loaders.files.kinds import COMPOUND_FILE, GZIP, TEXT, WORKBOOK, ZIP, kind_of
from loaders.files.reading import BLOCK, GZIP_FREE, GZIP_RATIO, HashingFile, refused, shown

ROWS = 10_000  # of a batch
BROKEN = "is not a readable Excel workbook"
SAVE = "save it as .xlsx in a spreadsheet program"


class _Reader(ExcelReader):  # type: ignore[misc]
    """Leaves out what holds no cells."""

    def read_chartsheet(self, sheet: Any, rel: Any) -> None:
        """Read nothing of a chart."""


@dataclass(frozen=True)
class Sheet:
    """A sheet's rows after the header as text; `first` is the row of the sheet they begin at.

    They are as long as they are filled: one cell far to the right would make all of them as wide.
    `held` names the nameless columns that hold something, once all batches are read;
    `title` is the text above the header.
    """

    rows: list[list[str]]
    first: int
    layout: Layout
    held: set[str] = field(default_factory=set)
    title: str = ""

    def batches(self) -> Iterator[Batch]:
        """Yield the rows; blank ones are none."""
        named = 1 + max(at for _, at in (*self.layout.declared, *self.layout.extra))
        filled = [(line, row) for line, row in enumerate(self.rows, start=self.first) if any(row)]
        for start in range(0, len(filled), ROWS):
            parts: list[bytes] = []
            rejects: list[RejectedRecord] = []
            for number, (line, row) in enumerate(filled[start : start + ROWS], start + 1):
                surplus = any(row[self.layout.width :])
                reason = "extra-cell" if surplus else unstorable(row)
                if reason:
                    raw = ",".join(row).encode("utf-8", "surrogatepass")
                    rejects.append(RejectedRecord(number, line, readable(raw), reason))
                    continue
                cells = _filled(row, named)
                parts.append(row_text(*self.layout.arranged(cells, self.held), number))
            yield Batch(b"".join(parts), len(parts), rejects)


def read(file: HashingFile, source: Source) -> Sheet:
    """Read a whole sheet, which the format limits to 1,048,576 rows, and match its header."""
    rows = cells(file, source)
    name, header = shown(file.path), source.header
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise refused(file.path, "is empty: export it again")
    # What is above the header may be wider than the table.
    table = rows[header.skip :]
    width = max((at + 1 for row in table for at, cell in enumerate(row) if cell), default=0)
    at, names = header.skip, list[list[str]]()
    while len(names) < header.rows and at < len(rows):
        if any(rows[at]):
            names.append([cell.strip() for cell in _filled(rows[at], width)])
        at += 1
    if len(names) < header.rows:
        raise refused(file.path, "has no readable header: check `skip` and `rows` in sources.yml")
    if any(reason := unstorable(line) for line in names):
        raise refused(
            file.path,
            f"row {at} holds a character in the header that PostgreSQL cannot store ({reason}): "
            "type that name again",
        )
    if header.rows:
        layout = by_name(joined(names), source, f"{name} row {at}:")
    elif len(source.required) <= width:
        layout = by_position(min(width, len(source.columns)), source)
    else:
        raise refused(
            file.path,
            f"has {width} columns, not {len(source.required)} or more: correct the file, or "
            "`columns` in sources.yml",
        )
    title = "\n".join(" ".join(filter(None, row)) for row in rows[: header.skip])
    return Sheet(rows[at:], at + 1, layout, title=title)


def _filled(row: list[str], width: int) -> list[str]:
    return row + [""] * (width - len(row))


def cells(file: HashingFile, source: Source) -> list[list[str]]:
    """Return what the cells of the source's sheet show, the only filled one where it names none."""
    sheets = _sheets(file)
    filled = [*_filled_sheets(sheets, file)] if source.sheet is None else []
    if len(filled) > 1:
        raise refused(
            file.path,
            f"has more than one sheet with cells ({', '.join(filled)}): have `make inspect` give "
            "each to its source, or save each as a workbook of its own",
        )
    wanted = source.sheet or next(iter(filled or sheets), "")
    if wanted in sheets:
        try:
            return [[text_of(cell) for cell in row] for row in sheets[wanted].iter_rows()]
        except Exception as error:
            raise _broken(file, error) from None
    raise refused(
        file.path,
        f"has no sheet `{wanted}`: rename the right one, or correct `sheet` of source "
        f"`{source.name}`"
        if wanted
        else f"has no sheet with cells that can be read: {SAVE}, and not as a strict one",
    )


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
            if any(cell.value is not None for row in sheet.iter_rows() for cell in row):
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
                damaged = None if bomb else packed.testzip()
        except Exception as error:
            raise _broken(file, error) from None
        if bomb:
            raise refused(
                file.path,
                f"unpacks to more than {GZIP_RATIO} times its size: check it, and split it if it "
                "is right",
            )
        if damaged:
            raise refused(file.path, f"{BROKEN} (a part of it is damaged): {SAVE}")
    kind = kind_of(data)
    if kind != WORKBOOK:
        raise refused(
            file.path, BROKEN + (f": {SAVE}" if kind in (TEXT, GZIP) else f", but {kind}")
        )


def _broken(file: HashingFile, error: Exception) -> FileRefusedError:
    """Say it in one line: damage shows as any error, and its text may quote a cell."""
    return refused(file.path, f"{BROKEN} ({type(error).__name__}): {SAVE}")
