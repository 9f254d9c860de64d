"""Turns a delimited file, block by block, into text for PostgreSQL's `COPY`."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

import numpy as np

from loaders.batch import Batch, LandingError, Layout
from loaders.contract import Dialect
from loaders.files.canonical import Before, Canonical, Rules, canonical
from loaders.files.duckdb_reader import WRITTEN_LIMIT, DuckdbReader
from loaders.files.grammar import Grammar, made_up
from loaders.files.line_ends import LineEnds
from loaders.files.marks import Marks
from loaders.files.plain import Plain
from loaders.files.scan import RECORD_LIMIT, Scan, scan


class CsvSource:
    """Turns blocks of UTF-8 text into batches; every record is landed or rejected, exactly once.

    A block that is plain is sent as it is. One in which a cheap check finds anything unusual is
    scanned exactly, and its bad records are taken out. What `COPY` cannot read even then DuckDB
    reads. Whoever reads it has to agree with the scan on the number of records.
    """

    def __init__(self, dialect: Dialect, layout: Layout, lines: int, file: str):
        self.dialect, self.layout, self.file = dialect, layout, file
        self.grammar = Grammar.of(dialect)
        self.mark, self.null = made_up(dialect).encode(), made_up(dialect).encode()
        self.plain = Plain(dialect, layout, self.mark)
        self.rules = Rules(dialect, layout.width, self.mark, self.null, self.plain.possible)
        self.records, self.lines = 0, lines
        self.untidy = self.ends_wrong = False

    @cached_property
    def duckdb(self) -> DuckdbReader:
        """Started when it is needed: most files need none."""
        return DuckdbReader(self.dialect, self.layout, self.mark, self.null, self.file)

    def batches(self, blocks: Iterator[bytes]) -> Iterator[Batch]:
        """Convert the blocks that follow the header."""
        carried, block = b"", next(blocks, None)
        try:
            while block is not None:
                following = next(blocks, None)
                text = carried + block
                batch, consumed = self._batch(text, final=following is None)
                carried, block = text[consumed:], following
                yield batch
        finally:
            if "duckdb" in self.__dict__:
                self.duckdb.close()

    def _batch(self, block: bytes, final: bool) -> tuple[Batch, int]:
        lines = LineEnds(block)
        batch = None if self.untidy else self._tidy(lines)
        if batch:
            consumed, ended = len(block), lines.count
        else:
            found = scan(block, self.grammar, final)
            batch = self._scanned(lines, found)
            consumed, ended = found.consumed, lines.before(np.array([found.consumed]))[0]
        self.records += batch.records
        self.lines += ended
        return batch, consumed

    def _scanned(self, lines: LineEnds, found: Scan) -> Batch:
        """Convert a block whose records were found one by one."""
        before = Before(self.records, self.lines, self.ends_wrong)
        safe = canonical(lines, found, self.rules, before)
        self.ends_wrong = safe.ends_wrong
        self.untidy = bool(safe.rejects) or safe.ends_wrong
        form = self.plain.records(safe)
        if form:
            return Batch(safe.text, safe.records - len(safe.rejects), safe.rejects, form)
        lf = replace(self.rules, keep_crlf=False)
        return self._read(canonical(lines, found, lf, before) if safe.crlf else safe)

    def _tidy(self, lines: LineEnds) -> Batch | None:
        """Convert a block in which nothing is unusual, else return None."""
        block = lines.block
        if not lines.are_all(self.dialect.record_end):
            return None
        form = self.plain.lines(lines)
        if form:
            return Batch(block, lines.count, [], form)
        # Where `COPY` can be told the dialect, the scan is quicker than DuckDB.
        if self.plain.possible or not self.grammar.plain:
            return None
        quote = self.grammar.quote
        if b"\r" in block and not (quote and quote in block):
            block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        # For a single column DuckDB takes a blank line as a record.
        blank = self.layout.width == 1 and (b"\n\n" in block or block.startswith(b"\n"))
        if blank or b"\0" in block or b"\r" in block or not block.endswith(b"\n"):
            return None
        if not Marks(block, self.grammar).all_quotes_right:
            return None
        rewritten = self.duckdb.rewritten(block, self.records, RECORD_LIMIT)
        return Batch(*rewritten) if rewritten else None

    def _read(self, safe: Canonical) -> Batch:
        """Let DuckDB read canonical text."""
        rewritten = self.duckdb.rewritten(safe.text, self.records, WRITTEN_LIMIT)
        if rewritten is None or rewritten[1] + len(safe.rejects) != safe.records:
            raise LandingError(
                f"{self.file}: two readers differ on records {self.records + 1:,} to "
                f"{self.records + safe.records:,}, so nothing was landed: please report it with "
                "the source's settings in sources.yml"
            )
        return Batch(*rewritten, safe.rejects)
