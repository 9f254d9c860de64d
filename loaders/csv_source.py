"""Parses a delimited file with DuckDB, block by block, into text for PostgreSQL's `COPY`."""

import codecs
import os
from collections.abc import Iterator
from uuid import uuid4

import duckdb

from loaders.canonical import Before, Canonical, canonical
from loaders.chunks import NULL, Chunk, unnamed_file
from loaders.errors import LandingError
from loaders.grammar import Grammar
from loaders.header import Layout
from loaders.line_ends import all_end, count_lines
from loaders.marks import Marks
from loaders.scan import RECORD_LIMIT, scan
from loaders.sources import Dialect

WRITTEN_LIMIT = 3 * RECORD_LIMIT  # bytes of a record after each of its quotes is doubled


class CsvSource:
    """Turns blocks of UTF-8 text into chunks; every record is landed or rejected, exactly once.

    DuckDB parses each block. A block in which it, or a cheap check before it, finds anything
    unusual is scanned exactly, its bad records are taken out, and DuckDB must then read
    all the others: the two have to agree on the number of records.
    """

    def __init__(self, dialect: Dialect, layout: Layout, lines: int, file: str):
        self.dialect, self.layout, self.file = dialect, layout, file
        self.grammar = Grammar.of(dialect)
        self.mark = uuid4().hex.encode()
        self.given = unnamed_file()  # one for all blocks: its memory is reused
        self.records, self.lines = 0, lines
        self.untidy = self.ends_wrong = False
        self.duckdb = duckdb.connect(config={"threads": 1, "memory_limit": "1GB"})
        self.duckdb.execute("SET enable_progress_bar = false")
        self.duckdb.execute("SET temp_directory = ''")

    def chunks(self, blocks: Iterator[bytes]) -> Iterator[Chunk]:
        """Convert the blocks that follow the header."""
        carried, block = b"", next(blocks, None)
        try:
            while block is not None:
                following = next(blocks, None)
                text = carried + block
                chunk, consumed = self._chunk(text, final=following is None)
                carried, block = text[consumed:], following
                yield chunk
        finally:
            os.close(self.given)
            self.duckdb.close()

    def _chunk(self, block: bytes, final: bool) -> tuple[Chunk, int]:
        consumed = len(block)
        chunk = None if self.untidy else self._tidy(block)
        if chunk is None:
            found = scan(block, self.grammar, final)
            consumed = found.consumed
            before = Before(self.records, self.lines, self.ends_wrong)
            safe = canonical(block, found, self.dialect, self.layout.width, self.mark, before)
            chunk = self._parsed(safe)
            self.untidy, self.ends_wrong = bool(safe.rejects), safe.ends_wrong
        self.records += chunk.landed + len(chunk.rejects)
        self.lines += count_lines(block[:consumed])
        return chunk, consumed

    def _tidy(self, block: bytes) -> Chunk | None:
        """Convert a block in which nothing is unusual, else return None."""
        if not all_end(block, self.dialect.record_end):
            return None
        quote = self.grammar.quote
        if b"\r" in block and not (quote and quote in block):
            block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        # For a single column DuckDB takes a blank line as a record.
        blank = self.layout.width == 1 and (b"\n\n" in block or block.startswith(b"\n"))
        unusual = blank or b"\0" in block or b"\r" in block or not block.endswith(b"\n")
        if unusual or not self.grammar.plain or not Marks(block, self.grammar).all_quotes_right:
            return None
        chunk, refused = self._convert(block, marked=False, limit=RECORD_LIMIT)
        if refused:
            os.close(chunk.text)
            return None
        return chunk

    def _parsed(self, safe: Canonical) -> Chunk:
        chunk, refused = self._convert(safe.text, bool(safe.rejects), WRITTEN_LIMIT)
        if refused or chunk.landed + len(safe.rejects) != safe.records:
            raise LandingError(
                f"{self.file}: two readers differ on records {self.records + 1:,} to "
                f"{self.records + safe.records:,}, so nothing was landed: please report it with "
                "the source's settings in sources.yml"
            )
        return Chunk(chunk.text, chunk.size, chunk.landed, safe.rejects)

    def _convert(self, text: bytes, marked: bool, limit: int) -> tuple[Chunk, bool]:
        """Let DuckDB rewrite `text`; the second value says whether it refused a record."""
        output = unnamed_file()
        if text.startswith(codecs.BOM_UTF8):
            # DuckDB drops one at the start of what it reads; here it is part of a cell.
            text = codecs.BOM_UTF8 + text
        os.pwrite(self.given, text, 0)
        os.truncate(self.given, len(text))
        try:
            (count,) = self.duckdb.execute(
                self._sql(self.given, output, marked, limit)
            ).fetchone() or (0,)
            refused = self.duckdb.execute("SELECT count(*) FROM reject_errors").fetchone() != (0,)
            self.duckdb.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")
        except duckdb.Error as error:
            # Its text quotes the record, which may hold personal data.
            raise LandingError(
                f"{self.file}: the records after number {self.records:,} cannot be read "
                f"({type(error).__name__}): check the source's delimiter and quote in sources.yml"
            ) from None
        return Chunk(output, os.fstat(output).st_size, count, []), refused

    def _sql(self, given: int, output: int, marked: bool, limit: int) -> str:
        cells = ", ".join(f"c{i}: 'VARCHAR'" for i in range(self.layout.width))
        columns = [f"c{position}" for _, position in self.layout.declared]
        if self.layout.extra:
            pairs = ", ".join(f"{_text(name)}, c{at}" for name, at in self.layout.extra)
            columns.append(f"json_object({pairs})")
        # A null token that no cell can equal keeps the empty cell an empty text.
        tokens = self.dialect.null_tokens or (uuid4().hex,)
        read = f"""read_csv('/dev/fd/{given}', columns = {{{cells}}}, auto_detect = false,
            header = false, delim = {_text(self.dialect.delimiter)},
            quote = {_text(self.dialect.quote)}, escape = {_text(self.dialect.escape)},
            new_line = '\\n', encoding = 'utf-8', strict_mode = true, null_padding = false,
            nullstr = [{", ".join(map(_text, tokens))}], allow_quoted_nulls = false,
            store_rejects = true, rejects_limit = 1,
            max_line_size = {limit}, buffer_size = {2 * WRITTEN_LIMIT})"""
        mark = f"WHERE c0 IS DISTINCT FROM '{self.mark.decode()}'" if marked else ""
        return f"""COPY (
            SELECT {", ".join(columns)}, source_row
            FROM (SELECT *, row_number() OVER () + {self.records} AS source_row FROM {read}) {mark}
        ) TO '/dev/fd/{output}' (
            FORMAT csv, HEADER false, DELIMITER ',', QUOTE '"', ESCAPE '"',
            NULLSTR '{NULL}', USE_TMP_FILE false
        )"""


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
