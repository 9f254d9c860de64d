"""Reads one sheet of an Excel workbook; what its cells show becomes text that reads one way."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.batch import Batch, Layout, RejectedRecord, readable, row_text, unstorable
from loaders.columns import by_name, by_position
from loaders.contract.model import Source
from loaders.files.header import joined
from loaders.files.reading import HashingFile, refused, shown
from loaders.files.sheets import cells

ROWS = 10_000  # of a batch


@dataclass(frozen=True)
class Sheet:
    """A sheet's rows after the header as text; `first` is the row of the sheet they begin at.

    They are as long as they are filled: one cell far to the right would make all of them as wide.
    `held` names the nameless columns that hold something, once all batches are read;
    `title` is the text above the header.
    """

    rows: list[list[str]]
    first: int
    layout: Layout
    held: set[str] = field(default_factory=set)
    title: str = ""

    def batches(self) -> Iterator[Batch]:
        """Yield the rows; blank ones are none."""
        named = 1 + max(at for _, at in (*self.layout.declared, *self.layout.extra))
        filled = [(line, row) for line, row in enumerate(self.rows, start=self.first) if any(row)]
        for start in range(0, len(filled), ROWS):
            parts: list[bytes] = []
            rejects: list[RejectedRecord] = []
            for number, (line, row) in enumerate(filled[start : start + ROWS], start + 1):
                surplus = any(row[self.layout.width :])
                reason = "extra-cell" if surplus else unstorable(row)
                if reason:
                    raw = ",".join(row).encode("utf-8", "surrogatepass")
                    rejects.append(RejectedRecord(number, line, readable(raw), reason))
                    continue
                cells = _filled(row, named)
                parts.append(row_text(*self.layout.arranged(cells, self.held), number))
            yield Batch(b"".join(parts), len(parts), rejects)


def read(file: HashingFile, source: Source) -> Sheet:
    """Read a whole sheet, which the format limits to 1,048,576 rows, and match its header."""
    rows = cells(file, source)
    name, header = shown(file.path), source.header
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise refused(file.path, "is empty: export it again")
    # What is above the header may be wider than the table.
    table = rows[header.skip :]
    width = max((at + 1 for row in table for at, cell in enumerate(row) if cell), default=0)
    at, names = header.skip, list[list[str]]()
    while len(names) < header.rows and at < len(rows):
        if any(rows[at]):
            names.append([cell.strip() for cell in _filled(rows[at], width)])
        at += 1
    if len(names) < header.rows:
        raise refused(file.path, "has no readable header: check `skip` and `rows` in sources.yml")
    if any(reason := unstorable(line) for line in names):
        raise refused(
            file.path,
            f"row {at} holds a character in the header that PostgreSQL cannot store ({reason}): "
            "type that name again",
        )
    if header.rows:
        layout = by_name(joined(names), source, f"{name} row {at}:")
    elif len(source.required) <= width:
        layout = by_position(min(width, len(source.columns)), source)
    else:
        raise refused(
            file.path,
            f"has {width} columns, not {len(source.required)} or more: correct the file, or "
            "`columns` in sources.yml",
        )
    title = "\n".join(" ".join(filter(None, row)) for row in rows[: header.skip])
    return Sheet(rows[at:], at + 1, layout, title=title)


def _filled(row: list[str], width: int) -> list[str]:
    return row + [""] * (width - len(row))
