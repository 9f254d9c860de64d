"""A file is read ahead by a thread, which is done before the file is closed."""

import threading
import time
from pathlib import Path

import pytest

from loaders.contract import Source
from loaders.files import reading
from loaders.files.file import opened


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
