"""Opens a file of a folder and reads what it holds, without knowing how it is written."""

import csv
import gzip
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import TextIOWrapper
from itertools import islice, takewhile
from pathlib import Path
from typing import BinaryIO, cast

from loaders.contract.model import Source
from loaders.contract.vocabulary import folded, vocabulary
from loaders.files.kinds import GZIP, HEAD, TEXT, WORKBOOK, kind_of
from loaders.files.reading import HashingFile, refused, shown
from loaders.files.sheets import cells, titles
from loaders.inspection.columns import Match, known_names, match
from loaders.inspection.encodings import UTF8, Encoding, encoding_of
from loaders.inspection.headings import head_a_register
from loaders.inspection.shapes import Shape, shape_of_rows, shape_of_text
from loaders.inspection.table import Table, read_table
from loaders.own_day import of_file
from loaders.parts import FileName, read_name

LINES = 500  # by which delimiter and header are judged
BLOCK = 2**20
csv.field_size_limit(2**23)


@dataclass(frozen=True)
class Opened:
    """A file whose bytes can be read as text or cells: `encoding` is None of a workbook.

    `sheet` names one of several in a workbook; what they say of their source is then its name's.
    """

    path: Path
    said: FileName
    encoding: Encoding | None
    sheet: str | None = None

    @property
    def own_day(self) -> date:
        """The day it was exported."""
        return of_file(self.path).day

    @property
    def name(self) -> str:
        """The file's name as messages show it."""
        return shown(self.path) + f", sheet {self.sheet}" * (self.sheet is not None)


@dataclass(frozen=True)
class FileView:
    """A file read as one of a source's."""

    file: Opened
    shape: Shape
    match: Match
    table: Table


def open_file(path: Path) -> list[Opened]:
    """Say what a file is, or each sheet of it; `FileRefusedError` names one that is no table."""
    head = _head(path)
    kind = kind_of(head)
    packed = kind == GZIP
    if packed:
        with gzip.open(path) as file:
            kind = kind_of(file.read(HEAD))
    suffix = path.suffix.lower()
    if kind == WORKBOOK and suffix != ".xlsx":
        raise refused(path, f"is a workbook: name it `{path.stem}.xlsx`")
    if kind == TEXT and (suffix == ".xlsx" or packed != (suffix == ".gz")):
        wanted = f"{path.name.split('.')[0]}.csv{'.gz' * packed}"
        raise refused(path, f"is {'packed text' if packed else 'text'}: name it `{wanted}`")
    if kind not in (TEXT, WORKBOOK):
        raise refused(path, f"is {kind}")
    if kind == WORKBOOK:
        return _sheets(path)
    with _bytes(path) as file:
        encoding = encoding_of(iter(lambda: b"".join(file.readlines(BLOCK)), b""))
    if encoding.refusal:
        raise refused(path, encoding.refusal)
    return [Opened(path, read_name(path.name), encoding)]


def _sheets(path: Path) -> list[Opened]:
    said = read_name(path.name)
    with HashingFile(path) as file:
        names = titles(file)
    if len(names) < 2:
        return [Opened(path, said, None)]
    return [
        Opened(path, replace(said, sources=read_name(name).sources or said.sources), None, name)
        for name in names
    ]


def names_known(source: Source) -> Mapping[str, str]:
    """Return every name that a source's columns may have, folded."""
    own = {folded(column): column for column in source.columns}
    aliases = {folded(name): column for name, column in source.header.aliases.items()}
    return {**vocabulary().columns.get(source.name, {}), **own, **aliases}


def views(file: Opened, sources: Sequence[Source]) -> dict[str, FileView]:
    """Read a file as each of some sources', by the source's name; a workbook is opened once."""
    is_workbook = file.encoding is None
    rows = _workbook(file.path, replace(sources[0], sheet=file.sheet)) if is_workbook else []
    return {source.name: _view(file, source, rows) for source in sources}


def _view(file: Opened, source: Source, rows: list[list[str]]) -> FileView:
    """Read a file as a source's, in the encoding that this declares where it is not proved."""
    known = names_known(source)
    marks = "session_date" in source.columns

    def count(cells: Sequence[str]) -> int:
        return known_names(cells, known) + (marks and head_a_register(cells))

    if file.encoding is None:
        shape = shape_of_rows(rows, count)
        records: Iterator[Sequence[str]] = iter(rows[shape.skip + 1 :])
        return FileView(file, shape, _matched(shape, source), read_table(shape.names, records))
    name = file.encoding.name if file.encoding.proved else source.dialect.encoding
    if name == UTF8 and not file.encoding.proved:
        name = file.encoding.name
    shape = shape_of_text(list(islice(_lines(file.path, name), LINES)), count)
    lines: Iterator[str] = islice(_lines(file.path, name), shape.skip, None)
    if until := shape.until or source.header.until:
        lines = takewhile(lambda line: not line.startswith(until), lines)
    reader = csv.reader(lines, delimiter=shape.delimiter or ",")
    next(reader, None)
    return FileView(file, shape, _matched(shape, source), read_table(shape.names, reader))


def known_columns(source: Source) -> tuple[str, ...]:
    """Return the columns that a source has or may have."""
    more = vocabulary().columns.get(source.name, {}).values()
    return tuple(dict.fromkeys((*source.columns, *more)))


def _matched(shape: Shape, source: Source) -> Match:
    synonyms = vocabulary().columns.get(source.name, {})
    return match(shape.names, known_columns(source), synonyms, source.header.aliases)


def _head(path: Path) -> bytes:
    """Return a file's first bytes, or all of a zip: its table of contents is at its end."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            return head + file.read() if head.startswith(b"PK") else head
    except OSError as error:
        raise refused(path, f"cannot be opened ({error.strerror})") from None


def _bytes(path: Path) -> BinaryIO:
    packed = path.suffix.lower() == ".gz"
    return cast(BinaryIO, gzip.open(path)) if packed else path.open("rb")


def _lines(path: Path, encoding: str) -> Iterator[str]:
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    with _bytes(path) as file, TextIOWrapper(file, codec, errors="replace", newline="") as lines:
        yield from lines


def _workbook(path: Path, source: Source) -> list[list[str]]:
    """Return the rows of the sheet that the loader would read, all of one width."""
    with HashingFile(path) as file:
        rows = cells(file, source)
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]
