"""Whose the rows of the lake are: PostgreSQL looks at each different writing of a person once."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from psycopg import Connection
from psycopg.sql import SQL, Identifier

from loaders.contract.model import Source
from loaders.lake.back import copied_back
from loaders.lake.parsing import NUMBER
from loaders.lake.rows import GROUP_ROWS, LakeRows
from loaders.staging.people import CELLS, PARTS, sought_writings
from loaders.store import Digests

Written = tuple[str | None, ...]


def theirs(
    connection: Connection[Any], source: Source, rows: LakeRows, digests: Digests
) -> list[int]:
    """Return the numbers of those rows of a load that are of who is looked for."""
    parts = [part for part in PARTS if part in CELLS[source.name]]
    columns = [CELLS[source.name][part] for part in parts]
    wanted = SQL(", ").join(Identifier(f"w_{part}") for part in parts)
    # Nobody but this transaction sees the copy.
    with (
        connection.transaction(),
        copied_back(connection, source, {rows.load_id: different(rows, columns)}) as table,
    ):
        query = SQL("select {} from ({}) as sought").format(
            wanted, sought_writings(connection, source, table, digests)
        )
        written = connection.execute(query).fetchall()
    return list(_holding(rows, columns, written)) if written else []


def different(rows: LakeRows, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Yield each different writing in some columns, where the file has them, and its first row."""
    whole: pa.Table | None = None
    for batch in rows.batches([*columns, NUMBER], size=GROUP_ROWS):
        table = pa.Table.from_batches([batch])
        present = [name for name in columns if name in table.column_names]
        table = table.select([*present, NUMBER])
        both = pa.concat_tables([whole, table]) if whole else table
        grouped = both.group_by(present).aggregate([(NUMBER, "min")])
        whole = grouped.select([*present, f"{NUMBER}_min"]).rename_columns([*present, NUMBER])
    if whole:
        yield from whole.to_batches(max_chunksize=2**16)


def _holding(rows: LakeRows, columns: Sequence[str], written: Sequence[Written]) -> Iterator[int]:
    """Yield the numbers of the rows that are written so; what the file lacks is None."""
    for batch in rows.batches([*columns, NUMBER]):
        present = [name in batch.schema.names for name in columns]
        for at, name in enumerate(columns):
            if present[at]:
                cells = pa.array({cells[at] for cells in written}, pa.string())
                batch = batch.filter(pc.is_in(batch.column(name), value_set=cells))
        lacking = [None] * batch.num_rows
        texts = (
            batch.column(name).to_pylist() if is_there else lacking
            for name, is_there in zip(columns, present, strict=True)
        )
        numbers = batch.column(NUMBER).to_pylist()
        for *cells, number in zip(*texts, numbers, strict=True):
            if tuple(cells) in set(written):
                yield number
