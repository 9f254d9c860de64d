"""What every reader of inputs hands over: batches of records, the rejected ones, their columns."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from common.errors import UserError
from loaders.contract import IDENTIFIER_BYTES, Source

NULL = "\\N"  # a value that is spelt like this is quoted, so only a real null stands bare


# The names are those of Frictionless (specs.frictionlessdata.io); the hint says what to do.
HINTS = {
    "missing-cell": "fewer cells than columns: add the missing ones, or quote a cell that holds "
    "a line end",
    "extra-cell": "more cells than columns: quote a cell that holds the delimiter",
    "encoding-error": "bytes that are not valid in the declared encoding: save the file as UTF-8 "
    "or declare its encoding",
    "source-error": "a NUL byte, which PostgreSQL cannot store: remove it",
    "row-error": "a quote that is not closed, text after a closing quote, or more than 8 MiB: "
    "quote the whole cell and double each quote inside it; or a line end beside it that is not the "
    "source's record_end",
}


class FileRefusedError(UserError):
    """A file breaks its source's contract as a whole; nothing of it is landed."""


class LandingError(UserError):
    """PostgreSQL stopped a load; everything of it was rolled back."""


@dataclass(frozen=True)
class RejectedRecord:
    """One rejected record.

    `record` is its 1-based number among the file's records, `line` the 1-based number of the
    file's line where it begins, `raw` its text with undecodable bytes and NUL as `\\xNN`.
    """

    record: int
    line: int
    raw: str
    reason: str

    @property
    def hint(self) -> str:
        """What is wrong and what to do about it."""
        return HINTS[self.reason]


def readable(raw: bytes) -> str:
    """Return a record's bytes as text that PostgreSQL can store, nothing left out."""
    return raw.decode("utf-8", "backslashreplace").replace("\0", "\\x00")


def unstorable(cells: Iterable[str | None]) -> str | None:
    """Return the reason why PostgreSQL cannot store one of these texts, if it cannot."""
    for cell in cells:
        if cell is not None and not cell.isprintable():
            if "\0" in cell:
                return "source-error"
            if any("\ud800" <= character <= "\udfff" for character in cell):
                return "encoding-error"
    return None


@dataclass(frozen=True)
class Form:
    """How a batch's text is written.

    The default is the CSV that the loader itself writes: the declared columns, `_extra` where the
    input has undeclared ones, and the row's number. Text that is a file's own (`numbered` is false)
    has the file's columns in its order, and PostgreSQL numbers the records; where it is `marked`,
    a record whose first cell is null takes a number and does not land. All of its lines end alike.
    """

    format: str = "csv"
    delimiter: str = ","
    quote: str = '"'
    null: str = NULL
    line_end: str = "\n"
    numbered: bool = True
    marked: bool = False


WRITTEN = Form()


@dataclass(frozen=True)
class Batch:
    """Some records as text: `landed` of them land, the others are in `rejects`."""

    text: bytes
    landed: int
    rejects: list[RejectedRecord] = field(default_factory=list)
    form: Form = WRITTEN

    @property
    def records(self) -> int:
        """How many records it accounts for."""
        return self.landed + len(self.rejects)


def batch_of(
    parts: Iterable[bytes | bytearray], landed: int, rejects: list[RejectedRecord]
) -> Batch:
    """Return a batch that holds these bytes."""
    return Batch(b"".join(parts), landed, rejects)


def row_text(
    cells: Sequence[str | None], extra: Mapping[str, str | None] | None, number: int
) -> bytes:
    """Return one row of a batch: its declared cells, its undeclared ones where it has any."""
    values = [*cells, *([json.dumps(extra, ensure_ascii=False)] if extra is not None else [])]
    quoted = (NULL if v is None else '"' + v.replace('"', '""') + '"' for v in values)
    return (",".join(quoted) + f",{number}\n").encode()


@dataclass(frozen=True)
class Layout:
    """Which of a file's cells is which column.

    `declared` holds (column, position) pairs in the raw table's order, `extra` the same for
    columns that nobody declared; `width` is the number of cells of a record.
    """

    width: int
    declared: tuple[tuple[str, int], ...]
    extra: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Seal:
    """What the ledger keeps of an input: a file's checksum and size, or a pull's watermark."""

    sha256: str | None = None
    size: int | None = None
    watermark: str | None = None


@dataclass(frozen=True)
class Stream:
    """An opened input: `seal` is called once, after the last batch, and refuses a changed file."""

    layout: Layout
    batches: Iterator[Batch]
    seal: Callable[[], Seal]


def by_position(width: int, source: Source, file: str) -> Layout:
    """Give the columns of a file without a header the declared names in their order."""
    least, most = len(source.required), len(source.columns)
    if not least <= width <= most:
        raise FileRefusedError(
            f"{file} has {width} columns in its first record, not {least} to {most}: correct the "
            "file, or `columns` in sources.yml"
        )
    return Layout(width, tuple(zip(source.columns[:width], range(width), strict=True)))


def by_name(names: list[str], source: Source, where: str) -> Layout:
    """Match header names; which of them are wrong is said by position, never by content."""
    known = {column.casefold(): column for column in source.columns}
    known |= {alias.casefold(): column for alias, column in source.header.aliases.items()}
    seen: dict[str, int] = {}
    found: dict[str, int] = {}
    extra: list[tuple[str, int]] = []
    for position, name in enumerate(names):
        column = known.get(name.casefold(), name)
        if not name:
            raise FileRefusedError(f"{where} column {position + 1} has no name: give it one")
        if len(name.encode()) > IDENTIFIER_BYTES:
            raise FileRefusedError(
                f"{where} the name of column {position + 1} is longer than {IDENTIFIER_BYTES} "
                "bytes: shorten it",
            )
        if column.casefold() in seen:
            raise FileRefusedError(
                f"{where} columns {seen[column.casefold()] + 1} and {position + 1} have the same "
                "name (letter case does not count): rename one",
            )
        seen[column.casefold()] = position
        if name.casefold() in known:
            found[column] = position
        else:
            extra.append((name, position))
    missing = [column for column in source.required if column not in found]
    if missing:
        raise _missing(missing, names, source, where)
    declared = tuple((column, found[column]) for column in source.columns if column in found)
    return Layout(len(names), declared, tuple(extra))


def _missing(missing: list[str], names: list[str], source: Source, where: str) -> FileRefusedError:
    columns = ", ".join(f"`{column}`" for column in missing)
    lack = f"column {columns} is" if len(missing) == 1 else f"columns {columns} are"
    others = [mark for mark in (",", ";", "\t", "|") if mark != source.dialect.delimiter]
    marks = [mark for mark in others if len(names) == 1 and mark in names[0]]
    advice = f"rename it in the file, or give its name there as an alias of source `{source.name}`"
    if marks:
        advice = f"the delimiter looks like {marks[0]!r}: declare it for source `{source.name}`"
    return FileRefusedError(f"{where} required {lack} missing: {advice}")
