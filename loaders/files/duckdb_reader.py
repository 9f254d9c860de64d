"""Lets DuckDB read what `COPY` cannot be told: null tokens, escapes, undeclared columns."""

import codecs
import os
import tempfile

import duckdb

from loaders.batch import NULL, LandingError, Layout
from loaders.contract import Dialect
from loaders.files.scan import RECORD_LIMIT

WRITTEN_LIMIT = 3 * RECORD_LIMIT  # bytes of a record after each of its quotes is doubled


class DuckdbReader:
    """DuckDB, told everything about a file's dialect, rewrites its text as this loader's CSV.

    A record whose first cell is `mark` takes a number and is left out; an unquoted cell that is
    `null` is null, as a null token is.
    """

    def __init__(self, dialect: Dialect, layout: Layout, mark: bytes, null: bytes, file: str):
        self.dialect, self.layout, self.file = dialect, layout, file
        self.mark, self.null = mark.decode(), null.decode()
        # One file each for all blocks: their memory is reused.
        self.given, self.written = _unnamed_file(), _unnamed_file()
        self.duckdb = duckdb.connect(config={"threads": 1, "memory_limit": "1GB"})
        self.duckdb.execute("SET enable_progress_bar = false")
        self.duckdb.execute("SET temp_directory = ''")

    def close(self) -> None:
        """Give everything back."""
        os.close(self.given)
        os.close(self.written)
        self.duckdb.close()

    def rewritten(self, text: bytes, before: int, limit: int) -> tuple[bytes, int] | None:
        """Return `text` as CSV and its number of rows, or None where DuckDB refuses a record.

        `before` records precede it; `limit` is the most bytes that a record may have.
        """
        if text.startswith(codecs.BOM_UTF8):
            # DuckDB drops one at the start of what it reads; here it is part of a cell.
            text = codecs.BOM_UTF8 + text
        os.truncate(self.written, 0)
        os.pwrite(self.given, text, 0)
        os.truncate(self.given, len(text))
        try:
            (count,) = self.duckdb.execute(self._sql(before, limit)).fetchone() or (0,)
            refused = self.duckdb.execute("SELECT count(*) FROM reject_errors").fetchone() != (0,)
            self.duckdb.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")
        except duckdb.Error as error:
            # Its text quotes the record, which may hold personal data.
            raise LandingError(
                f"{self.file}: the records after number {before:,} cannot be read "
                f"({type(error).__name__}): check the source's delimiter and quote in sources.yml"
            ) from None
        if refused:
            return None
        return os.pread(self.written, os.fstat(self.written).st_size, 0), count

    def _sql(self, before: int, limit: int) -> str:
        cells = ", ".join(f"c{i}: 'VARCHAR'" for i in range(self.layout.width))
        columns = [f"c{position}" for _, position in self.layout.declared]
        if self.layout.extra:
            pairs = ", ".join(f"{_text(name)}, c{at}" for name, at in self.layout.extra)
            columns.append(f"json_object({pairs})")
        # Without any token DuckDB takes the empty cell for null.
        tokens = [self.null]
        read = f"""read_csv('/dev/fd/{self.given}', columns = {{{cells}}}, auto_detect = false,
            header = false, delim = {_text(self.dialect.delimiter)},
            quote = {_text(self.dialect.quote)}, escape = {_text(self.dialect.escape)},
            new_line = '\\n', encoding = 'utf-8', strict_mode = true, null_padding = false,
            nullstr = [{", ".join(map(_text, tokens))}], allow_quoted_nulls = false,
            store_rejects = true, rejects_limit = 1,
            max_line_size = {limit}, buffer_size = {2 * WRITTEN_LIMIT})"""
        return f"""COPY (
            SELECT {", ".join(columns)}, source_row
            FROM (SELECT *, row_number() OVER () + {before} AS source_row FROM {read})
            WHERE c0 IS DISTINCT FROM '{self.mark}'
        ) TO '/dev/fd/{self.written}' (
            FORMAT csv, HEADER false, DELIMITER ',', QUOTE '"', ESCAPE '"',
            NULLSTR '{NULL}', USE_TMP_FILE false
        )"""


def _unnamed_file() -> int:
    """Return a file without a name: personal data in it is gone with the process."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("loaders")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
