"""The header of a delimited file: what comes before its first record, and the names in it."""

from pathlib import Path

import pytest

from loaders.batch import FileRefusedError
from loaders.contract.model import Header, Source
from loaders.files.header import Head, read_head


def head(data: bytes, header: Header, *columns: str) -> Head:
    return read_head(data, Source("t", required=columns, header=header), Path("t.csv"))


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"x,y", 1),
        (b"x,y\n1,2\n", 1),
        (b"\n\nx,y", 3),
        (b'"x\n",y\n1,2\n', 1),
        (b"sep=,\nx,y\n", 2),
        (b"sep=\r\nx,y\r\n", 1),
    ],
)
def test_the_line_of_the_header_is_told(data: bytes, line: int) -> None:
    with pytest.raises(FileRefusedError, match=rf"t\.csv line {line}: required column `a`"):
        head(data, Header(), "a")


@pytest.mark.parametrize("data", [b"who,when\nname,day,hour\n", b"who,when,\nname,day,hour,\n"])
def test_header_lines_of_different_lengths_lose_no_column(data: bytes) -> None:
    found = head(data + b"Ada,1,2\n", Header(rows=2), "who name", "when day", "hour")
    assert [name for name, _ in found.layout.declared] == ["who name", "when day", "hour"]
    assert data[found.size :] == b""
