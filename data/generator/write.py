"""Writes rows as CSV files: UTF-8, minimal quoting, one line ending per file."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from data.generator.dirt import Row

BATCH = 5_000


def write_csv(path: Path, header: list[str], rows: Iterable[Row], ending: str) -> int:
    """Write the rows under their header and return their number; memory holds one batch."""
    count = 0
    with path.open("wb") as file:
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator=ending)
        writer.writerow(header)
        for count, row in enumerate(rows, 1):
            if isinstance(row, bytes):
                _flush(text, file)
                file.write(row + ending.encode())
            else:
                writer.writerow(row)
            if count % BATCH == 0:
                _flush(text, file)
        _flush(text, file)
    return count


def _flush(text: io.StringIO, file: io.BufferedWriter) -> None:
    file.write(text.getvalue().encode())
    text.seek(0)
    text.truncate()
