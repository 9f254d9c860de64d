"""Reads a file as its source declares it."""

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from psycopg import Connection

from loaders import ledger
from loaders.chunks import Chunk
from loaders.csv_source import CsvSource
from loaders.header import read_head
from loaders.reading import HashingFile, fingerprint, shown, utf8_blocks
from loaders.sources import Source
from loaders.stream import Seal, Stream

HEAD = 2**16  # bytes; what stands before the first record may go beyond a smaller first block


@contextmanager
def opened(source: Source, path: Path, advance: Callable[[int], None]) -> Iterator[Stream]:
    """Open a file for one pass."""
    with HashingFile(path, advance) as file:

        def seal() -> Seal:
            found = file.fingerprint()
            return Seal(found.sha256, found.size)

        if source.format == "excel":
            # Imported here: pandas takes half a second, which other formats need not wait.
            from loaders import excel_source

            sheet = excel_source.read(file, source)
            yield Stream(sheet.layout, sheet.chunks(), seal)
            return
        blocks = utf8_blocks(file, source.dialect.encoding)
        first = next(blocks, b"")
        if len(first) < HEAD:
            first += next(blocks, b"")
        head = read_head(first, source, path)
        parser = CsvSource(source.dialect, head.layout, head.lines, shown(path))
        rest = itertools.chain([first[head.size :]], blocks)
        yield Stream(head.layout, _ahead(parser.chunks(rest)), seal)


def is_landed(connection: Connection[Any], source: Source, path: Path) -> bool:
    """Whether a load that counts holds exactly the file's bytes; it is hashed only if one may."""
    with HashingFile(path) as file:
        known = ledger.checksums(connection, source, file.before.st_size)
    return bool(known) and fingerprint(path).sha256 in known


def _ahead(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """Read the next chunk in a second thread while the caller sends this one."""
    with ThreadPoolExecutor(1, "reader") as pool:
        waiting = pool.submit(next, chunks, None)
        while (chunk := waiting.result()) is not None:
            waiting = pool.submit(next, chunks, None)
            yield chunk
