"""Writes the marts as CSV files for Neo4j's offline import, the quickest way to fill a graph."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from psycopg import sql

from common.commands.progress import Progress
from graph_sync.errors import ExportError
from graph_sync.mart import Mart, copied
from graph_sync.model import ATTENDED, NODES, Node
from graph_sync.statements import query

# What the import tool calls each type.
IMPORT_TYPES = {"STRING": "string", "DATE": "date", "INTEGER": "long", "BOOLEAN": "boolean"}

# Rows between two looks of the progress bar.
ROWS_AT_A_TIME = 10_000


@dataclass(frozen=True)
class Source:
    """One file: its name without ending, the option that names it, and its header."""

    name: str
    option: str
    header: tuple[str, ...]


@dataclass(frozen=True)
class Exported:
    """What was written: rows of each file, and whether a value goes over several lines."""

    folder: Path
    rows: dict[str, int]
    multiline: bool


def sources() -> list[Source]:
    """The files in the order in which the import tool wants them."""
    nodes = [Source(node.plural, f"--nodes={node.label}", _header(node)) for node in NODES]
    ends = (f":START_ID({ATTENDED.start.label})", f":END_ID({ATTENDED.end.label})")
    name = ATTENDED.mart.split(".")[1]
    return [*nodes, Source(name, f"--relationships={ATTENDED.type}", ends)]


def export(mart: Mart, counts: dict[str, int], folder: Path, progress: Progress) -> Exported:
    """Write one file per kind, each whole or not at all, readable by their owner only."""
    rows, multiline = {}, False
    with _file_errors(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for source in sources():
            with (
                progress.stage(f"export {source.name}", counts[source.name]) as advance,
                _whole(folder / f"{source.name}.csv") as file,
            ):
                file.write(f"{','.join(source.header)}\n".encode())
                written = 0
                for line in copied(mart, _as_csv(source)):
                    file.write(line)
                    multiline = multiline or line.count(b"\n") > 1 or b"\r" in line
                    written += 1
                    if written % ROWS_AT_A_TIME == 0:
                        advance(ROWS_AT_A_TIME)
                rows[source.name] = written
    return Exported(folder.resolve(), rows, multiline)


def _header(node: Node) -> tuple[str, ...]:
    values = (f"{each.name}:{IMPORT_TYPES[each.kind]}" for each in node.properties[1:])
    return f"{node.key}:ID({node.label})", *values


def _as_csv(source: Source) -> sql.Composed:
    """Everything as text, so that a truth is `true` and a missing value an empty field."""
    names = [sql.Identifier(f"column_{number}") for number, _ in enumerate(source.header)]
    return sql.SQL("copy (select {} from ({}) as rows ({})) to stdout (format csv)").format(
        sql.SQL(", ").join(sql.SQL("{}::text").format(name) for name in names),
        sql.SQL(query(source.name)),
        sql.SQL(", ").join(names),
    )


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name when it is complete."""
    part = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _file_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ExportError(f"cannot write to {folder}: {error.strerror}: name another one") from None
