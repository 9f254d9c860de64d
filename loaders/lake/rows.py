"""One load's rows in the lake: written as a Parquet file, and counted in it."""

import json
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from loaders.batch import Batch, LandingError, Layout
from loaders.lake.folders import Lake
from loaders.lake.parsing import EXTRA, NUMBER, other_letters, schema_of, table_of
from loaders.store import NUMERIC, DateCounts, Sent

# So many rows or bytes are written at once: what Spark reads in one piece.
GROUP_ROWS, GROUP_BYTES = 2**20, 2**26
PACKED = "zstd"
DATE = re.compile(NUMERIC, re.DOTALL)
NUMBERS = re.compile(r"[^0-9]*([0-9]+)[-/. ]([0-9]+)[-/. ]([0-9]+)")
DIGIT = re.compile(r"[0-9]")
LEAP = 2000
FIRST = 1000


@dataclass(frozen=True)
class LakeRows:
    """The rows of a load; its folder means nothing before the ledger names the load.

    `then` says what is left where the lake cannot be written, and what to do.
    """

    then: ClassVar[str] = "put that right and run the same again: it goes on where it was"
    lake: Lake
    source: str
    load_id: int

    def send(self, layout: Layout, batches: Iterable[Batch], sent: Sent) -> None:
        """Write all batches as one file."""
        with writing(self.then):
            self.lake.files.create_dir(self.lake.folder(self.source, self.load_id))
            with (
                self.lake.files.open_output_stream(self._path) as file,
                parquet.ParquetWriter(file, schema_of(layout), compression=PACKED) as writer,
            ):
                for group in _grouped(_tables(layout, batches, sent)):
                    writer.write_table(group)

    def without(self, numbers: list[int]) -> None:
        """Write the file again without these records."""
        # By this name Spark reads over it, where one that was killed has left it.
        aside = f"{self.lake.folder(self.source, self.load_id)}/_rest"
        left_out = pa.array(numbers, pa.int64())
        with writing(self.then):
            with (
                self.lake.files.open_input_file(self._path) as file,
                self.lake.files.open_output_stream(aside) as rest,
            ):
                whole = parquet.ParquetFile(file)
                with parquet.ParquetWriter(rest, whole.schema_arrow, compression=PACKED) as writer:
                    for batch in whole.iter_batches(GROUP_ROWS):
                        is_theirs = pc.is_in(batch.column(NUMBER), value_set=left_out)
                        writer.write_batch(batch.filter(pc.invert(is_theirs)))
            self.lake.files.move(aside, self._path)

    def with_other_letters(self) -> int:
        """How many rows hold other letters than ASCII."""
        return sum(
            other_letters([c for c in batch.columns if pa.types.is_string(c.type)])
            for batch in self.batches()
        )

    def dates(self, column: str) -> DateCounts:
        """How the dates of a column are written."""
        counts = [0] * 5
        for text, cells in self.spellings(column).items():
            if text is not None and DIGIT.search(text):
                for at, holds in enumerate(_date(text)):
                    counts[at] += cells * holds
        return DateCounts(*counts)

    def undeclared(self, most: int) -> Iterator[tuple[str, str, int]]:
        """Yield name, text and rows of the cells that nobody declared."""
        found = Counter[tuple[str, str]]()
        for text, rows in self.spellings(EXTRA).items():
            for name, cell in (json.loads(text) if text else {}).items():
                if len(found) < most or (name, cell or "") in found:
                    found[name, cell or ""] += rows
        for (name, cell), rows in found.items():
            yield name, cell, rows

    def spellings(self, column: str) -> Counter[str | None]:
        """The different texts of a column, with their rows; none where the file lacks it."""
        found = Counter[str | None]()
        for batch in self.batches([column]):
            if column in batch.schema.names:
                counted = batch.column(column).value_counts()
                texts, counts = (counted.field(name) for name in ("values", "counts"))
                found.update(dict(zip(texts.to_pylist(), counts.to_pylist(), strict=True)))
        return found

    def of(self, numbers: list[int]) -> Iterator[dict[str, Any]]:
        """Yield these records."""
        for batch in self.batches():
            yield from batch.filter(
                pc.is_in(batch.column(NUMBER), value_set=pa.array(numbers, pa.int64()))
            ).to_pylist()

    def count(self) -> int:
        """How many rows there are."""
        with self.lake.files.open_input_file(self._path) as file:
            return int(parquet.ParquetFile(file).metadata.num_rows)

    def says(self, column: str) -> bool:
        """Whether one of the first rows has something in a column."""
        first = next(self.batches([column], size=FIRST), None)
        return bool(
            first
            and column in first.schema.names
            and first.column(column).null_count < first.num_rows
        )

    def batches(
        self, columns: list[str] | None = None, size: int = 2**16
    ) -> Iterator[pa.RecordBatch]:
        """Read the rows; of the columns those that are there, and others that begin like them."""
        with self.lake.files.open_input_file(self._path) as file:
            yield from parquet.ParquetFile(file).iter_batches(size, columns=columns)

    def keep(self) -> None:
        """See to it that the file outlives a crash; the ledger's line makes it count."""
        with writing(self.then):
            self.lake.settle(self.source, self.load_id)

    def drop(self) -> None:
        """Remove the folder."""
        self.lake.remove(self.source, self.load_id)

    @property
    def _path(self) -> str:
        return self.lake.file(self.source, self.load_id)


def _tables(layout: Layout, batches: Iterable[Batch], sent: Sent) -> Iterator[pa.Table]:
    for batch in batches:
        table = table_of(batch, layout, sent.records)
        sent.add(batch)
        yield table


def _grouped(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Few large tables instead of many small ones."""
    group: list[pa.Table] = []
    for table in tables:
        group.append(table)
        rows, size = sum(one.num_rows for one in group), sum(one.nbytes for one in group)
        if rows >= GROUP_ROWS or size >= GROUP_BYTES:
            yield pa.concat_tables(group)
            group = []
    if group:
        yield pa.concat_tables(group)


def _date(text: str) -> tuple[bool, bool, bool, bool, bool]:
    """What one cell with a digit adds to `DateCounts`."""
    found = NUMBERS.match(text) if DATE.search(text) else None
    if found is None:
        return False, False, False, False, True
    first, second = int(found[1]), int(found[2])
    low, high = sorted((first, second))
    is_day = 1 <= low <= 12 and high <= monthrange(LEAP, low)[1]
    same = first == second and len(found[3]) >= 4
    return True, first > 12 >= second, first <= 12 < second, is_day and not same, True


@contextmanager
def writing(then: str) -> Iterator[None]:
    """What the file system or the bucket refuses, in one line."""
    try:
        yield
    except OSError as error:
        raise LandingError(
            f"the lake cannot be written ({error.strerror or error}); {then}"
        ) from None
