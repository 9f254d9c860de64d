"""Runs the CSV source alone, without a server, and reads back what it hands to PostgreSQL."""

import csv
import io
import os
from collections.abc import Iterator

from loaders.chunks import NULL
from loaders.csv_source import CsvSource
from loaders.header import Layout
from loaders.sources import Dialect
from tests.unit.loaders.oracle import Expected


def whole_lines(data: bytes, size: int) -> Iterator[bytes]:
    """Cut text as the reader of files does: after LF, or after CR before something else."""
    rest = b""
    for start in range(0, len(data), size):
        rest += data[start : start + size]
        cut = rest.rfind(b"\n") + 1 or rest.rfind(b"\r", 0, len(rest) - 1) + 1
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
    if rest:
        yield rest


def parsed(data: bytes, width: int, dialect: Dialect, size: int = 2**20) -> Expected:
    """Parse text without a header in blocks of about `size` bytes."""
    csv.field_size_limit(2**30)
    names = [f"column {number}" for number in range(width)]
    layout = Layout(width, tuple((name, at) for at, name in enumerate(names)))
    source = CsvSource(dialect, layout, 0, "test.csv")
    landed, rejected = [], []
    for chunk in source.chunks(whole_lines(data, size)):
        text = os.pread(chunk.text, chunk.size, 0).decode()
        os.close(chunk.text)
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert len(rows) == chunk.landed
        landed += [(int(row[-1]), row[:-1]) for row in rows]
        rejected += [(r.record, r.line, r.raw, r.reason) for r in chunk.rejects]
    assert all(NULL not in cell for _, cells in landed for cell in cells) or NULL in data.decode(
        "utf-8", "replace"
    )
    return Expected(landed, rejected)
