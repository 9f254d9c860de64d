"""Copies loads of the lake back into PostgreSQL, for what is worked out there: subscriptions."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pyarrow as pa
from psycopg import Connection
from psycopg.sql import SQL, Identifier
from pyarrow import csv

from loaders.contract.model import Source
from loaders.lake.folders import Lake
from loaders.lake.rows import LakeRows
from loaders.staging.tables import raw_table

# Null is nothing at all, every text is in quotes: as `COPY` reads CSV.
AS_COPY_READS_IT = csv.WriteOptions(include_header=False, quoting_style="all_valid")


@contextmanager
def copied_back(
    connection: Connection[Any], source: Source, loads: Mapping[int, Iterable[pa.RecordBatch]]
) -> Iterator[Identifier]:
    """A table like the raw one, with these rows of loads; gone before the transaction ends."""
    table = Identifier("staging", f"{source.table}_of_the_lake")
    connection.execute(SQL("create table {} (like {})").format(table, raw_table(source)))
    fill(connection, table, loads)
    yield table
    connection.execute(SQL("drop table {}").format(table))


def fill(
    connection: Connection[Any], table: Identifier, loads: Mapping[int, Iterable[pa.RecordBatch]]
) -> None:
    """Send rows of loads into a table like the raw one."""
    for load_id, batches in loads.items():
        for batch in batches:
            names = SQL(", ").join(map(Identifier, [*batch.schema.names, "_load_id"]))
            statement = SQL("copy {} ({}) from stdin (format csv)").format(table, names)
            numbers = pa.array([load_id] * batch.num_rows, pa.int64())
            with connection.cursor() as cursor, cursor.copy(statement) as copy:
                copy.write(as_csv(batch.append_column("_load_id", numbers)))


def whole(lake: Lake, source: Source, loads: Iterable[int]) -> dict[int, Iterable[pa.RecordBatch]]:
    """All rows of loads."""
    return {load_id: LakeRows(lake, source.name, load_id).batches() for load_id in loads}


def as_csv(batch: pa.RecordBatch) -> bytes:
    """Rows as `COPY … (FORMAT csv)` reads them."""
    text = BytesIO()
    csv.write_csv(batch, text, AS_COPY_READS_IT)
    return text.getvalue()
