"""A file is cut into blocks of whole lines, whatever ends them and however long they are."""

from pathlib import Path

import pytest

from loaders.contract.model import Source
from loaders.files import decoding, reading
from loaders.files.decoding import table_of, utf8_blocks
from loaders.files.reading import HashingFile

LIMIT, BLOCK = 16, 4


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"], ids=repr)
@pytest.mark.parametrize("length", range(50))
def test_a_line_beyond_the_limit_takes_none_of_the_next(
    length: int, line_end: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "RECORD_LIMIT", LIMIT)
    monkeypatch.setattr(decoding, "BLOCK", BLOCK)
    monkeypatch.setattr(reading, "BLOCK", BLOCK)
    file = tmp_path / "notes.csv"
    file.write_bytes(b"x" * length + line_end + b"1,ok" + line_end)
    with HashingFile(file) as opened:
        blocks = list(utf8_blocks(opened, Source("notes", ("*",), ("a", "b"))))
    first, second = b"".join(blocks).splitlines()
    assert second == b"1,ok"
    assert len(first) == length if length <= LIMIT else LIMIT < len(first) <= length
    assert max(map(len, blocks)) <= LIMIT + 3 * BLOCK


@pytest.mark.parametrize(
    ("blocks", "kept"),
    [
        ([b"a\n1\n", b"2\n3. x\n4\n", b"5\n"], b"a\n1\n2\n"),
        ([b"a\r\n1\r\n", b"3. x\r\n"], b"a\r\n1\r\n"),
        ([b"a\n13. x\n"], b"a\n13. x\n"),
    ],
)
def test_a_table_ends_where_the_next_section_begins(blocks: list[bytes], kept: bytes) -> None:
    rest = iter(blocks)
    assert b"".join(table_of(rest, "3. ")) == kept
    assert next(rest, None) is None  # all is read, as the checksum is of the whole file
