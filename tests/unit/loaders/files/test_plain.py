"""Only text that means the same to PostgreSQL's `COPY` as to us is sent as it is."""

import pytest

from loaders.batch import Form, Layout
from loaders.contract import Dialect
from loaders.files.canonical import Canonical
from loaders.files.line_ends import LineEnds
from loaders.files.plain import Plain

TWO = Layout(2, (("a", 0), ("b", 1)))
ONE = Layout(1, (("a", 0),))


def form_of(block: bytes, dialect: Dialect | None = None, layout: Layout = TWO) -> Form | None:
    return Plain(dialect or Dialect(), layout, b"mark").lines(LineEnds(block))


@pytest.mark.parametrize(
    ("block", "line_end"),
    [
        (b"1,2\n", "\n"),
        ("é,\n ,'\n,\t\x01\n".encode(), "\n"),
        (b"1,2\r\n,\r\n", "\r\n"),
    ],
)
def test_lines_of_the_right_number_of_cells_are_plain(block: bytes, line_end: str) -> None:
    assert form_of(block) == Form("text", ",", '"', "mark", line_end, numbered=False)


def test_a_backslash_means_something_to_the_text_form_only() -> None:
    assert form_of(b"\\N,2\n") == Form("csv", ",", '"', "mark", numbered=False)
    assert form_of(b"\\N,2\n", Dialect(quote="", escape="")) is None


@pytest.mark.parametrize(
    "block",
    [
        b"1,2\n1\n",
        b"1,2\n1,2,3\n",
        b"1\n1,2,3\n",
        b"1,2\n\n",
        b"1,2",
        b'1,"2"\n',
        b"1,2\n\\.,\n",
        b"1,\0\n",
        b"1,\xff\n",
        b"1,\xed\xa0\x80\n",
        b"1,2\r",
        b"1,2\r\n1,2\n",
        b"1,2\n1,2\r\n",
        b"1,\r2\n",
        b"1," + b"x" * 2**23 + b"\n",
    ],
)
def test_anything_else_is_not(block: bytes) -> None:
    assert form_of(block) is None


@pytest.mark.parametrize("block", [b"1\n\n", b"\n1\n", b"1\r\n\r\n", b"\r\n1\r\n", b"1,\n"])
def test_a_blank_line_is_no_record_of_one_cell(block: bytes) -> None:
    assert form_of(block, layout=ONE) is None
    assert form_of(b"1\n", layout=ONE)


@pytest.mark.parametrize(
    ("dialect", "layout"),
    [
        (Dialect(escape="\\"), TWO),
        (Dialect(delimiter="||"), TWO),
        (Dialect(delimiter="a"), TWO),
        (Dialect(delimiter="\\"), TWO),
        (Dialect(quote="e", escape="e"), TWO),
        (Dialect(), Layout(2, (("a", 0),), (("b", 1),))),
    ],
)
def test_what_copy_cannot_be_told_goes_to_duckdb(dialect: Dialect, layout: Layout) -> None:
    assert not Plain(dialect, layout, b"mark").possible


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (b"1,2\n", "text"),
        (b'1,"2"\n', "csv"),
        (b"1,\\\n", "csv"),
        (b'"x\n\\.\ny",2\n', None),  # before PostgreSQL 18 the data would end there
    ],
)
def test_proved_records_take_the_quickest_form(text: bytes, form: str | None) -> None:
    found = Plain(Dialect(), TWO, b"mark").records(Canonical(text, 1, [], False, False))
    assert (found.format if found else None) == form


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"1\r\n2\r\n", True),
        (b'"\r\n"', True),
        (b"1", False),
        (b"\n1\r\n", False),
        (b"1\r\n\r", False),
        (b"1\r\n2\n", False),
        (b"1\n\r\n", False),
    ],
)
def test_crlf_is_the_only_line_end_or_it_is_not(text: bytes, expected: bool) -> None:
    assert LineEnds(text).are_crlf is expected
