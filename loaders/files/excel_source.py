"""Reads one sheet of an Excel workbook; what its cells hold becomes text that reads one way."""

import io
import math
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pandas

from loaders.batch import (
    Batch,
    Layout,
    RejectedRecord,
    batch_of,
    by_name,
    by_position,
    readable,
    row_text,
    unstorable,
)
from loaders.contract import Source
from loaders.files.header import joined
from loaders.files.reading import BLOCK, GZIP_FREE, GZIP_RATIO, HashingFile, refused, shown

ROWS = 10_000  # of a batch
ERROR = "#ERROR!"
COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")  # begins .xls, and .xlsx with a password


@dataclass(frozen=True)
class Sheet:
    """A sheet's rows after the header as text; `first` is the row of the sheet they begin at."""

    rows: list[list[str]]
    first: int
    layout: Layout

    def batches(self) -> Iterator[Batch]:
        """Yield the rows; blank ones are none."""
        filled = [(line, row) for line, row in enumerate(self.rows, start=self.first) if any(row)]
        for start in range(0, len(filled), ROWS):
            parts: list[bytes] = []
            rejects: list[RejectedRecord] = []
            for number, (line, row) in enumerate(filled[start : start + ROWS], start + 1):
                reason = unstorable(row)
                if reason:
                    raw = ",".join(row).encode("utf-8", "surrogatepass")
                    rejects.append(RejectedRecord(number, line, readable(raw), reason))
                    continue
                extra = {name: row[at] for name, at in self.layout.extra} or None
                declared = [row[at] for _, at in self.layout.declared]
                parts.append(row_text(declared, extra, number))
            yield batch_of(parts, len(parts), rejects)


def read(file: HashingFile, source: Source) -> Sheet:
    """Read a whole sheet, which the format limits to 1,048,576 rows, and match its header."""
    data = b"".join(iter(lambda: file.read(BLOCK) or b"", b""))
    rows = _cells(data, file, source)
    name, header = shown(file.path), source.header
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise refused(file.path, "is empty: export it again")
    # What stands above the header may be wider than the table.
    table = rows[header.skip :]
    width = max((at + 1 for row in table for at, cell in enumerate(row) if cell), default=0)
    rows = [row[:width] for row in rows]
    at, names = header.skip, list[list[str]]()
    while len(names) < header.rows and at < len(rows):
        if any(rows[at]):
            names.append([cell.strip() for cell in rows[at]])
        at += 1
    if len(names) < header.rows:
        raise refused(file.path, "has no readable header: check `skip` and `rows` in sources.yml")
    if header.rows:
        layout = by_name(joined(names), source, f"{name} row {at}:")
    else:
        layout = by_position(width, source, name)
    return Sheet(rows[at:], at + 1, layout)


def _cells(data: bytes, file: HashingFile, source: Source) -> list[list[str]]:
    if data.startswith(COMPOUND_FILE):
        raise refused(
            file.path,
            "has a password or is an old .xls workbook: save it as .xlsx without a password",
        )
    broken = "is not a readable Excel workbook: save it as .xlsx in a spreadsheet program"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile:
        raise refused(file.path, broken) from None
    if unpacked > max(GZIP_FREE, GZIP_RATIO * len(data)):
        raise refused(
            file.path,
            f"unpacks to more than {GZIP_RATIO} times its size: check it, and split it if it is "
            "right",
        )
    try:
        with warnings.catch_warnings(), pandas.ExcelFile(io.BytesIO(data), "openpyxl") as book:
            warnings.simplefilter("ignore")  # about styles and the like, which do not matter here
            if source.sheet is not None and source.sheet not in book.sheet_names:
                raise refused(
                    file.path,
                    f"has no sheet `{source.sheet}`: rename the right one, or correct `sheet` of "
                    f"source `{source.name}`",
                )
            frame = book.parse(
                source.sheet if source.sheet is not None else 0,
                header=None,
                dtype=object,
                na_filter=False,
            )
    except (ArithmeticError, LookupError, OSError, SyntaxError, TypeError, ValueError) as error:
        # A damaged workbook shows as any of these, and their text may quote a cell.
        raise refused(file.path, f"{broken} ({type(error).__name__})") from None
    return [[_text(value) for value in row] for row in frame.itertuples(index=False, name=None)]


def _text(value: Any) -> str:
    """Write a cell's value; a number has the 15 digits that Excel computes with."""
    if value is None or value is pandas.NaT:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, float):
        if math.isnan(value):  # what pandas makes of each error, such as #DIV/0!
            return ERROR
        number = Decimal(f"{value:.15g}")
        return f"{number:f}"
    return str(value)
