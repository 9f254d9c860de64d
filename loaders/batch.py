"""What every reader of inputs hands over: batches of records, the rejected ones, their columns."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from common.errors import UserError
from loaders.contract.model import Source

NULL = "\\N"
# How the text form of `COPY`, which holds every text in every release, writes what means something
# to it. NUL, which no value holds, parts values until the last; half a pair is a null until then.
ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\t", "\ud800": NULL}
to_json = json.JSONEncoder(ensure_ascii=False).encode

# The names are those of Frictionless (specs.frictionlessdata.io); the hint says what to do.
HINTS = {
    "missing-cell": "fewer cells than columns: add the missing ones, or quote a cell that holds "
    "a line end",
    "extra-cell": "more cells than columns: quote a cell that holds the delimiter",
    "encoding-error": "bytes that are not valid in the declared encoding: save the file as UTF-8 "
    "or declare its encoding",
    "source-error": "a NUL byte, which PostgreSQL cannot store: remove it",
    "row-error": "a quote that is not closed, text before an opening or after a closing quote, or "
    "more than 8 MiB: quote the whole cell and double each quote inside it; or a line end beside "
    "it that is not the source's record_end, or not that of nearly all other records",
    "continuation": "it may belong to the record before it, whose quoting is broken: correct that",
}


def another_delimiter(text: str, source: Source) -> str:
    """Say what to declare where a text that is one cell looks like several; else return nothing."""
    marks = [mark for mark in ";\t|," if mark != source.dialect.delimiter and mark in text]
    if not marks:
        return ""
    written = '"\\t"' if marks[0] == "\t" else f'"{marks[0]}"'
    return (
        f"the delimiter looks like {marks[0]!r}: declare `delimiter: {written}` for source "
        f"`{source.name}`, in double quotes"
    )


class FileRefusedError(UserError):
    """A file breaks its source's contract as a whole; nothing of it is landed."""


class LandingError(UserError):
    """PostgreSQL stopped a load; everything of it was rolled back."""


@dataclass(frozen=True)
class RejectedRecord:
    """One rejected record.

    `record` is its 1-based number among the file's records, `line` the 1-based number of the
    file's line where it begins, `raw` its text with undecodable bytes and NUL as `\\xNN`, `cells`
    how many it has where it can be read.
    """

    record: int
    line: int
    raw: str
    reason: str
    cells: int = 0

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

    The default is what the loader itself writes: the declared columns, `_extra` where the input
    has undeclared ones, and the row's number. Text that is a file's own (`numbered` is false) has
    the file's columns in its order, and PostgreSQL numbers the records; where it `has_sentinels`,
    a record whose first cell is null takes a number and does not land.
    """

    format: str = "text"
    delimiter: str = "\t"
    quote: str = '"'
    null: str = NULL
    numbered: bool = True
    has_sentinels: bool = False


WRITTEN = Form()


@dataclass(frozen=True)
class Batch:
    """Some records as text: `landed` of them land, the others are in `rejects`.

    Up to its end `read` bytes were read, as UTF-8, where the input is a text.
    """

    text: bytes
    landed: int
    rejects: list[RejectedRecord] = field(default_factory=list)
    form: Form = WRITTEN
    read: int = 0

    @property
    def records(self) -> int:
        """How many records it accounts for."""
        return self.landed + len(self.rejects)


def row_text(
    cells: Sequence[str | None], extra: Mapping[str, str | None] | None, number: int
) -> bytes:
    """Return one row of a batch: its declared cells, and its others where the layout has any."""
    values = ["\ud800" if cell is None else cell for cell in cells]
    if extra is not None:
        values.append(to_json(extra) if extra else "\ud800")
    text = "\0".join([*values, str(number)])
    for meant, written in ESCAPES.items():
        text = text.replace(meant, written)
    return f"{text}\n".encode()


@dataclass(frozen=True)
class Layout:
    """Which of an input's cells is which column; `width` is the number of cells of a record.

    `declared` holds (column, position) pairs in the raw table's order, `extra` the same for
    columns that nobody declared, and `nameless` for those without a name, which count only where
    they hold something.
    """

    width: int
    declared: tuple[tuple[str, int], ...]
    extra: tuple[tuple[str, int], ...] = ()
    nameless: tuple[tuple[str, int], ...] = ()

    @property
    def has_extra(self) -> bool:
        """Whether rows may have cells beside the declared columns."""
        return bool(self.extra or self.nameless)

    def arranged(
        self, cells: Sequence[str], held: set[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        """Return a record's declared cells and its others; note which nameless ones hold some.

        Nameless cells at the end may be left out where they hold nothing.
        """
        declared = [cells[at] for _, at in self.declared]
        if not self.has_extra:
            return declared, None
        extra = {name: cells[at] for name, at in self.extra}
        for name, at in self.nameless:
            if at >= len(cells):
                break  # nothing follows
            if cells[at]:
                extra[name] = cells[at]
                held.add(name)
        return declared, extra


@dataclass(frozen=True)
class Seal:
    """What the ledger keeps of an input: a file's checksum and size, or a pull's watermark."""

    sha256: str | None = None
    size: int | None = None
    watermark: str | None = None


@dataclass(frozen=True)
class Stream:
    """An opened input: `seal` is called once, after the last batch, and refuses a changed file.

    `held` then names those of the nameless columns that hold something. `above` are the lines
    before the first record, `size` the bytes of a text that is not packed. `title` is the text
    above the header.
    """

    layout: Layout
    batches: Iterator[Batch]
    seal: Callable[[], Seal]
    held: set[str] = field(default_factory=set)
    above: int = 0
    size: int | None = None
    title: str = ""
