"""Records on their way to PostgreSQL's `COPY`: CSV text in files without a name."""

import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from loaders.rejects import Reject

NULL = "\\N"  # a value that is spelt like this is quoted, so only a real null stands bare


@dataclass(frozen=True)
class Chunk:
    """Some records as CSV: `text` is an open, unnamed file of `size` bytes, yours to close."""

    text: int
    size: int
    landed: int
    rejects: list[Reject] = field(default_factory=list)


def unnamed_file() -> int:
    """Return a file without a name: personal data in it is gone with the process."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("loaders")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def chunk_of(parts: Iterable[bytes | bytearray], landed: int, rejects: list[Reject]) -> Chunk:
    """Return a chunk that holds these bytes."""
    text = unnamed_file()
    with open(text, "wb", closefd=False) as file:
        file.writelines(parts)
    return Chunk(text, os.fstat(text).st_size, landed, rejects)


def row_text(
    cells: Sequence[str | None], extra: Mapping[str, str | None] | None, number: int
) -> bytes:
    """Return one row of a chunk: its declared cells, its undeclared ones where it has any."""
    values = [*cells, *([json.dumps(extra, ensure_ascii=False)] if extra is not None else [])]
    quoted = (NULL if v is None else '"' + v.replace('"', '""') + '"' for v in values)
    return (",".join(quoted) + f",{number}\n").encode()
