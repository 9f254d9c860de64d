"""Turns batches, which are written for `COPY`, into Arrow tables that hold the same rows."""

import re
from collections.abc import Sequence
from io import BytesIO

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from loaders.batch import NULL, Batch, Form, LandingError, Layout

EXTRA, NUMBER = "_extra", "_source_row"
MEANT = {"\\t": "\t", "\\n": "\n", "\\r": "\r", "\\\\": "\\"}
ESCAPED = re.compile(r"\\[tnr\\]")


def schema_of(layout: Layout) -> pa.Schema:
    """The columns of a load's files; one that the export lacks is not among them."""
    names = [name for name, _ in layout.declared] + ([EXTRA] if layout.has_extra else [])
    return pa.schema([*((name, pa.string()) for name in names), (NUMBER, pa.int64())])


def table_of(batch: Batch, layout: Layout, before: int) -> pa.Table:
    """The rows of a batch that land, after `before` records of the same input.

    Raises `LandingError` where its counts are not those of the loader.
    """
    schema = schema_of(layout)
    table = _written(batch.text, schema) if batch.form.numbered else _as_is(batch, layout, before)
    if table.num_rows != batch.landed:
        raise _differing(before)
    return table.select(schema.names)


def _written(text: bytes, schema: pa.Schema) -> pa.Table:
    """Rows that the loader wrote itself, each with its number."""
    if b"\\" not in text:
        return _read(text, Form(format="text"), schema)
    lines = text.decode().split("\n")[:-1]
    rows = (line.split("\t") for line in lines)
    columns = [[_meant(cell) for cell in column] for column in zip(*rows, strict=True)]
    numbers = pa.array([int(number or 0) for number in columns[-1]], pa.int64())
    return pa.table([*(pa.array(column, pa.string()) for column in columns[:-1]), numbers], schema)


def _as_is(batch: Batch, layout: Layout, before: int) -> pa.Table:
    """A file's own text: its records are numbered here, and sentinels take a number each."""
    names = [name for name, _ in sorted(layout.declared, key=lambda pair: pair[1])]
    table = _read(batch.text, batch.form, pa.schema([(name, pa.string()) for name in names]))
    if table.num_rows != batch.records:
        raise _differing(before)
    numbers = pa.array(range(before + 1, before + 1 + table.num_rows), pa.int64())
    table = table.append_column(NUMBER, numbers)
    return table.filter(pc.is_valid(table[names[0]])) if batch.form.has_sentinels else table


def _read(text: bytes, form: Form, schema: pa.Schema) -> pa.Table:
    if not text:
        return schema.empty_table()
    is_csv = form.format == "csv"
    try:
        return csv.read_csv(
            # Behind a line that is skipped: a mark of byte order would be taken off the first one.
            BytesIO(b"\n" + text),
            csv.ReadOptions(column_names=schema.names, skip_rows=1, block_size=len(text) + 2),
            csv.ParseOptions(
                delimiter=form.delimiter,
                quote_char=form.quote if is_csv else False,
                double_quote=True,
                escape_char=False,
                newlines_in_values=is_csv,
                ignore_empty_lines=False,
            ),
            csv.ConvertOptions(
                column_types=schema,
                null_values=[form.null],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        raise _differing(0) from None


def _meant(cell: str) -> str | None:
    if "\\" not in cell:
        return cell
    return None if cell == NULL else ESCAPED.sub(lambda found: MEANT[found[0]], cell)


def _differing(before: int) -> LandingError:
    return LandingError(
        f"Parquet and the loader differ on the number of records after {before:,}, so nothing was "
        "landed: please report it with the source's settings in sources.yml"
    )


def other_letters(columns: Sequence[pa.Array]) -> int:
    """How many rows hold other letters than ASCII in one of these columns of text."""
    found = None
    for column in columns:
        wider = pc.fill_null(pc.greater(pc.binary_length(column), pc.utf8_length(column)), False)
        found = wider if found is None else pc.or_(found, wider)
    return 0 if found is None else int(pc.sum(found).as_py() or 0)
