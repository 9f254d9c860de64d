"""Lands a file without a server: reads what the loader sends as PostgreSQL reads it."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from loaders.batch import Batch, RejectedRecord
from loaders.contract.model import Source
from loaders.files.file import opened
from loaders.staging import limits
from loaders.store import Sent

MEANT = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}


class Landed(NamedTuple):
    """The declared cells of each row with its others, the records rejected, the other columns."""

    rows: list[tuple[object, ...]]
    rejected: list[RejectedRecord]
    extra: tuple[str, ...]


def landed(source: Source, path: Path) -> Landed:
    """Do what a load does; raise what refuses the file."""
    sent, found = Sent(), list[tuple[object, ...]]()
    with opened(source, path, lambda _: None) as stream:
        layout = stream.layout
        places = [at for _, at in layout.declared]
        for batch in limits.while_bearable(path.name, source, stream, sent):
            for _, cells in rows(batch, sent.records):
                if not batch.form.numbered:
                    found.append((*(cells[at] for at in places), None))
                    continue
                extra = json.loads(cells[-1]) if layout.has_extra and cells[-1] else None
                found.append((*cells[: len(places)], extra))
            sent.add(batch)
        limits.check(path.name, source, sent, stream, None)
        names = (*(name for name, _ in layout.extra), *sorted(stream.held))
    return Landed(found, list(sent.rejected), names)


def rows(batch: Batch, before: int) -> Iterator[tuple[int, list[str]]]:
    """Read a batch as PostgreSQL does: yield the rows that land with their numbers.

    A null in a row that the loader has written again is an empty text.
    """
    text, form = batch.text.decode(), batch.form
    if form.numbered:
        for line in text.split("\n")[:-1]:
            *cells, own = line.split("\t")
            yield int(own), [_meant(cell) for cell in cells]
        return
    if form.format == "text":
        line_end = "\r\n" if "\r\n" in text else "\n"  # a proved line holds no other
        found = [line.split(form.delimiter) for line in text.split(line_end)[:-1]]
    else:
        lines = io.StringIO(text, newline="")
        found = list(csv.reader(lines, delimiter=form.delimiter, quotechar=form.quote, strict=True))
    for number, cells in enumerate(found, before + 1):
        if cells[:1] != [form.null]:
            yield number, cells or [""]


def _meant(cell: str) -> str:
    return "" if cell == r"\N" else re.sub(r"\\(.)", lambda found: MEANT[found[1]], cell)
