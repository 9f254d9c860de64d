"""Only lines that mean the same to PostgreSQL's `COPY` as to the tokenizer are proved."""

import pytest

from loaders.contract.model import Dialect
from loaders.files.fast_path import LARGE, SMALL, FastPath


def proved(text: bytes, dialect: Dialect | None = None, width: int = 2) -> bytes:
    line_end = b"\r\n" if text.startswith(b"!") else b"\n"
    text = text.removeprefix(b"!")
    return text[: FastPath(dialect or Dialect(), width, line_end).run(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        b"1,2\n",
        "é,\n ,'\n,\t\x01\n\\N,2\n\\.,\n".encode(),
        b'"1","2"\n1,"a, b"\n"","He said ""no"""\n"""",\n"\\.",\n',
        b"1," + b"x" * 2 * SMALL + b"\n" + b"1,2\n" * LARGE,
    ],
    ids=["bare", "odd characters", "quoted", "long"],
)
def test_cells_are_wholly_quoted_or_bare(text: bytes) -> None:
    assert proved(text) == text
    assert proved(b"!" + text.replace(b"\n", b"\r\n")) == text.replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    "line",
    [
        *(b"1\n", b"1,2,3\n", b"\n", b"1,2", b"1,\0\n", b"1,2\r\n", b"1,\r2\n", b"1,2\r"),
        *(
            b'1,"2\n',
            b'1,2"\n',
            b'1,"2"x\n',
            b'1, "2"\n',
            b'1,"x\ny"\n',
            b'1,"x\0"\n',
            b'"",""",\n',
        ),
    ],
)
def test_a_run_ends_before_any_other_line(line: bytes) -> None:
    for many in (1, 3 * SMALL):
        for good in (b"1,2\n", b'"1",2\n'):
            assert proved(good * many + line + good) == good * many


def test_cr_and_lf_apart_are_no_crlf() -> None:
    assert proved(b"!1,\r2\n3,4\r\n") == b""


@pytest.mark.parametrize("text", [b"\\.\n", b"1\n\\.\n2\n", b"x\\.\n\\.\n"])
def test_a_line_that_ends_the_data_before_postgresql_18_is_not_proved(text: bytes) -> None:
    assert b"\\.\n" not in proved(text, width=1).splitlines(keepends=True)
    assert proved(b'"\\."\n', width=1) == b'"\\."\n'


def test_a_blank_line_is_a_record_of_one_empty_cell() -> None:
    assert proved(b"1\n\n2\n", width=1) == b"1\n\n2\n"


@pytest.mark.parametrize("text", [b'1,"x\\"y"\n', b'1,"x""y"\n'])
def test_an_escape_of_its_own_is_left_to_the_tokenizer(text: bytes) -> None:
    assert proved(text, Dialect(escape="\\")) == b""
    assert proved(b'1,"xy"\n', Dialect(escape="\\")) == b'1,"xy"\n'


@pytest.mark.parametrize(
    ("dialect", "line_end", "proves", "takes"),
    [
        (Dialect(), b"\n", True, True),
        (Dialect(delimiter="\t"), b"\r\n", True, True),
        (Dialect(quote="", escape=""), b"\n", True, True),
        (Dialect(escape="\\"), b"\n", True, True),
        (Dialect(delimiter="a"), b"\n", True, False),
        (Dialect(quote="e", escape="e"), b"\n", True, False),
        (Dialect(delimiter="||"), b"\n", False, False),
        (Dialect(), b"\r", False, True),
    ],
)
def test_what_copy_can_be_told_is_known(
    dialect: Dialect, line_end: bytes, proves: bool, takes: bool
) -> None:
    fast = FastPath(dialect, 2, line_end)
    assert (fast.proves, fast.takes) == (proves, takes)
