"""What opens as a source declares it, and what does as soon as it is done what the refusal says."""

import gzip
import re
import threading
import time
from pathlib import Path

import pytest

from loaders.batch import FileRefusedError
from loaders.contract.model import Dialect, Source
from loaders.files import reading
from loaders.files.file import opened
from tests.unit.loaders.files.in_process import landed


def test_nothing_reads_a_file_that_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notes.csv").write_bytes(b"a,b\n" + b"1,2\n" * 100_000)
    read, close = reading.HashingFile.readinto, reading.HashingFile.close
    reading_when_closed = []

    def slow(file: reading.HashingFile, buffer: memoryview) -> int:
        time.sleep(0.01)
        return read(file, buffer)

    def watched(file: reading.HashingFile) -> None:
        reading_when_closed.append("reader_0" in [each.name for each in threading.enumerate()])
        close(file)

    monkeypatch.setattr(reading, "BLOCK", 2**16)
    monkeypatch.setattr(reading.HashingFile, "readinto", slow)
    monkeypatch.setattr(reading.HashingFile, "close", watched)
    source = Source("notes", required=("a", "b"))
    with opened(source, tmp_path / "notes.csv", lambda _: None) as stream:
        next(stream.batches)  # and no more, as where PostgreSQL refuses it
    assert not any(reading_when_closed)


@pytest.mark.parametrize("order", ["le", "be"])
@pytest.mark.parametrize("declared", ["utf-8", "utf-16"])
def test_utf_16_without_a_mark_lands_as_the_message_says(
    declared: str, order: str, tmp_path: Path
) -> None:
    file = tmp_path / "notes.csv"
    file.write_bytes("a,b\n1,é\n".encode(f"utf-16-{order}"))
    with pytest.raises(FileRefusedError) as caught:
        landed(Source("notes", required=("a", "b"), dialect=Dialect(encoding=declared)), file)
    [encoding] = re.findall("`encoding: ([^`]*)`", str(caught.value))
    mended = Source("notes", required=("a", "b"), dialect=Dialect(encoding=encoding))
    assert landed(mended, file).rows == [("1", "é", None)]


def test_a_stray_nul_in_the_header_is_not_taken_for_utf_16(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_bytes(b"a,b\0,a long name\n1,2,3\n")
    with pytest.raises(FileRefusedError, match=r"line 1 holds NUL bytes: save it as CSV UTF-8$"):
        landed(Source("notes", required=("a", "b")), tmp_path / "notes.csv")


@pytest.mark.parametrize(
    ("name", "packed", "said", "then"),
    [
        ("notes.csv", True, "add `.gz` to its name", "notes.csv.gz"),
        ("notes.csv.gz", False, "rename it, without `.gz`", "notes.csv"),
    ],
)
def test_a_file_of_a_wrong_name_lands_under_the_right_one(
    name: str, packed: bool, said: str, then: str, tmp_path: Path
) -> None:
    data = b"a,b\n1,2\n"
    (tmp_path / name).write_bytes(gzip.compress(data) if packed else data)
    source = Source("notes", required=("a", "b"))
    with pytest.raises(FileRefusedError, match=said):
        landed(source, tmp_path / name)
    assert landed(source, (tmp_path / name).rename(tmp_path / then)).rows == [("1", "2", None)]
