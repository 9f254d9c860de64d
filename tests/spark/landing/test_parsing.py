"""Every record lands in the lake, or is rejected, as a slow second reader says."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loaders.batch import WRITTEN, Batch, Form, LandingError, Layout, row_text
from loaders.contract.model import RECORD_ENDS, Dialect
from loaders.files.delimited import DelimitedReader
from loaders.files.tokenizer import RecordEnds
from loaders.lake.parsing import table_of
from loaders.store import Sent
from tests.integration.loaders.files.oracle import Expected, expected
from tests.integration.loaders.files.parsing import whole_lines
from tests.integration.loaders.files.test_delimited import DIALECTS, TEXT


def parsed(data: bytes, width: int, dialect: Dialect, size: int) -> Expected:
    """Read text without a header in blocks of about `size` bytes."""
    # The raw table has the columns in another order than the file.
    layout = Layout(width, tuple((f"column {at}", at) for at in reversed(range(width))))
    usual = RecordEnds.of(dialect, data).usual
    allowed = RECORD_ENDS.get(dialect.record_end)
    ends = RecordEnds(usual, (allowed,) if allowed else tuple(RECORD_ENDS.values()))
    reader, sent, rows = DelimitedReader(dialect, layout, ends, 0), Sent(), []
    for batch in reader.batches(whole_lines(data, size)):
        table = table_of(batch, layout, sent.records)
        sent.add(batch)
        for *cells, number in zip(*(column.to_pylist() for column in table.columns), strict=True):
            rows.append((number, cells[::-1]))
    rejected = [(r.record, r.line, r.raw, r.reason) for r in sent.rejected]
    return Expected(rows, rejected)


@pytest.mark.parametrize("dialect", DIALECTS, ids=str)
@settings(max_examples=60, deadline=None)
@given(data=TEXT, width=st.sampled_from([2, 1, 3]), size=st.sampled_from([1, 30, 2**20]))
@example(b'"1,2\n\na', 1, 2**20)  # a blank line and no end at the end
@example(b'1,2\n"x\n\\.\ny",2\n3,4\n', 2, 2**20)
@example(b"\xef\xbb\xbf1,2\n\xef\xbb\xbf3,4\n", 2, 1)  # a mark of byte order is text here
@example(b"null,NaN\nN/A,\n", 2, 2**20)  # what pyarrow takes for nothing by default
def test_any_bytes_are_accounted_for(dialect: Dialect, data: bytes, width: int, size: int) -> None:
    assert parsed(data, width, dialect, size) == expected(data, width, dialect)


@given(
    cells=st.lists(
        st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
        min_size=1,
        max_size=3,
    )
)
def test_what_the_loader_wrote_itself_is_read_back(cells: list[str | None]) -> None:
    layout = Layout(
        len(cells), tuple((f"column {at}", at) for at in range(len(cells))), (("more", 9),)
    )
    extra = {"more": cells[0]}
    batch = Batch(row_text(cells, extra, 7) + row_text(cells, {}, 9), 2, form=WRITTEN)
    first, second = table_of(batch, layout, 0).to_pylist()
    assert [first[f"column {at}"] for at in range(len(cells))] == cells
    assert (first["_source_row"], second["_source_row"]) == (7, 9)
    assert second["_extra"] is None


def test_counts_that_differ_stop_the_load() -> None:
    layout = Layout(2, (("a", 0), ("b", 1)))
    for text, landed in ((b"1,2\n", 2), (b"1,2\n3\n", 2), (b"1,2\n3,4\n", 1)):
        with pytest.raises(LandingError, match="differ on the number of records"):
            table_of(Batch(text, landed, form=Form("csv", ",", numbered=False)), layout, 0)
