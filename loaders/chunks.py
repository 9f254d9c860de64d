"""Records on their way to PostgreSQL's `COPY`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from loaders.rejects import Reject

NULL = "\\N"  # a value that is spelt like this is quoted, so only a real null stands bare


@dataclass(frozen=True)
class Form:
    """How a chunk's text is written.

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
class Chunk:
    """Some records as text: `landed` of them land, the others are in `rejects`."""

    text: bytes
    landed: int
    rejects: list[Reject] = field(default_factory=list)
    form: Form = WRITTEN

    @property
    def records(self) -> int:
        """How many records it accounts for."""
        return self.landed + len(self.rejects)


def chunk_of(parts: Iterable[bytes | bytearray], landed: int, rejects: list[Reject]) -> Chunk:
    """Return a chunk that holds these bytes."""
    return Chunk(b"".join(parts), landed, rejects)


def row_text(
    cells: Sequence[str | None], extra: Mapping[str, str | None] | None, number: int
) -> bytes:
    """Return one row of a chunk: its declared cells, its undeclared ones where it has any."""
    values = [*cells, *([json.dumps(extra, ensure_ascii=False)] if extra is not None else [])]
    quoted = (NULL if v is None else '"' + v.replace('"', '""') + '"' for v in values)
    return (",".join(quoted) + f",{number}\n").encode()
