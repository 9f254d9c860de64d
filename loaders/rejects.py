"""What a record that is not landed leaves behind."""

from collections.abc import Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Reject:
    """One record set aside.

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
