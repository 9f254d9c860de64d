"""Reads a file as its source declares it."""

import itertools
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

from loaders.batch import Batch, Seal, Stream
from loaders.contract.model import Source
from loaders.files.decoding import table_of, utf8_blocks
from loaders.files.delimited import DelimitedReader
from loaders.files.header import read_head
from loaders.files.reading import HashingFile

HEAD = 2**16  # bytes; what comes before the first record may go beyond a smaller first block


@contextmanager
def opened(source: Source, path: Path, advance: Callable[[int], None]) -> Iterator[Stream]:
    """Open a file for one pass."""
    with HashingFile(path, advance) as file:

        def seal() -> Seal:
            found = file.fingerprint()
            return Seal(found.sha256, found.size)

        if source.format == "excel" or path.suffix.lower() == ".xlsx":
            # Imported here: it takes a moment that other formats need not wait.
            from loaders.files import workbook

            sheet = workbook.read(file, source)
            yield Stream(sheet.layout, sheet.batches(), seal, sheet.held, title=sheet.title)
            return
        blocks = table_of(utf8_blocks(file, source), source.header.until)
        first = next(blocks, b"")
        if len(first) < HEAD:
            first += next(blocks, b"")
        head = read_head(first, source, path)
        reader = DelimitedReader(source.dialect, head.layout, head.ends, head.lines)
        rest = itertools.chain([first[head.size :]], blocks)
        size = None if path.suffix.lower() == ".gz" else file.before.st_size
        with closing(_ahead(reader.batches(rest))) as batches:  # before the file is closed
            held = reader.writer.held
            yield Stream(head.layout, batches, seal, held, head.lines, size, head.title)


def _ahead(batches: Iterator[Batch]) -> Generator[Batch]:
    """Read the next batch in a second thread while the caller sends this one."""
    with ThreadPoolExecutor(1, "reader") as pool:
        waiting = pool.submit(next, batches, None)
        while (batch := waiting.result()) is not None:
            waiting = pool.submit(next, batches, None)
            yield batch
