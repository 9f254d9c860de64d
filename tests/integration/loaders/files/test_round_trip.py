"""Any rows, written in any dialect, come back from PostgreSQL byte by byte."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from loaders.contract.model import Source
from loaders.files import reading
from tests.integration.loaders.conftest import Load, Rows

# What breaks readers of text: invisible, combining, right-to-left and astral characters, control
# characters, PostgreSQL's end-of-data mark, formulas, SQL, and a dialect's own marks.
NAUGHTY = [
    *("\\.", "\\N", "NULL", "", " ", '"', "''", "\n", "\r\n", "\t", "\x01\x1f\x7f"),
    *("=1+1", "@SUM(A1)", "'; drop table staging.loads; --", "مرحبا", "e\u0301", "👩‍👩‍👧"),
    *("\u202e", "\x85", "\ufeff", "\ufffe", "\u2028", "#", ";", "|", ",", "{}", "%s", "$1"),
    *("\\", "\\\\.", "0e1", "007"),
]
CELL = st.one_of(
    st.sampled_from(NAUGHTY),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
    st.lists(st.sampled_from(NAUGHTY), max_size=4).map("".join),
)
TABLE = st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=12)
HEADERS = ["select", 'it"s; drop table x;--', "naïve 👍"]


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=TABLE,
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    quote=st.sampled_from(['"', "'"]),
    everything=st.booleans(),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-16", "latin-1", "windows-1252"]),
    block=st.sampled_from([reading.BLOCK, 64, 7]),
)
@example([("\ufeff", "x", "y")], ",", '"', False, "\n", "utf-8", 64)
@example([("\\.", "\\.", "\\.")], ",", '"', False, "\n", "utf-8", 7)
@example([("\\.\n\\.", "x\n\\.\ny", "")], ",", '"', True, "\n", "utf-8", 7)
def test_what_was_written_is_what_was_landed(
    load: Load,
    inbox: Path,
    query: Callable[[str], Rows],
    contract: Callable[[str], tuple[Source, ...]],
    monkeypatch: pytest.MonkeyPatch,
    rows: list[tuple[str, ...]],
    delimiter: str,
    quote: str,
    everything: bool,
    line_end: str,
    encoding: str,
    block: int,
) -> None:
    monkeypatch.setattr(reading, "BLOCK", block)  # cuts records, line ends and characters
    headers, *rows = (
        tuple(cell.encode(encoding, "replace").decode(encoding) for cell in row)
        for row in [HEADERS, *rows]
    )
    text = io.StringIO()
    # The csv module leaves a line end bare that is not the file's own.
    everything |= any({"\r", "\n"} & set(cell) for row in rows for cell in row)
    writer = csv.writer(
        text,
        delimiter=delimiter,
        quotechar=quote,
        quoting=csv.QUOTE_ALL if everything else csv.QUOTE_MINIMAL,
        lineterminator=line_end,
    )
    writer.writerows([headers, *rows])
    (inbox / "wild.csv").write_bytes(text.getvalue().encode(encoding))
    columns = ", ".join(f"'{name.replace(chr(39), chr(39) * 2)}'" for name in headers)
    quoted = {"'": '"\'"', '"': "'\"'"}[quote]
    sources = contract(
        f"sources: {{wild: {{files: '*.csv', columns: [{columns}], delimiter: \"{delimiter}\", "
        f"quote: {quoted}, encoding: {encoding}}}}}".replace("\t", "\\t")
    )
    (receipt,) = load(sources, force=True)
    assert (receipt.landed, receipt.rejected) == (len(rows), 0)
    names = ", ".join('"' + name.replace('"', '""') + '"' for name in headers)
    found = query(
        f"select {names} from staging.raw_wild where _load_id = {receipt.load_id} "
        "order by _source_row"
    )
    assert found == rows


@pytest.mark.parametrize("name", ["select", "user", "order", "ctid_", "Ünï"])
def test_a_reserved_word_may_be_a_column(
    name: str,
    load: Load,
    inbox: Path,
    query: Callable[[str], Rows],
    contract: Callable[[str], tuple[Source, ...]],
) -> None:
    (inbox / "wild.csv").write_text(f"{name.upper()}\nx\n", encoding="utf-8")
    load(contract(f"sources: {{wild: {{files: '*.csv', columns: ['{name}']}}}}"))
    assert query(f'select "{name}" from staging.raw_wild') == [("x",)]
