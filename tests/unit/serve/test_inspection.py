"""The dropped files are read beside the requests, one reading at a time."""

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from common.errors import UserError
from serve import inspection
from serve.inspection import Inspection
from serve.kept import Kept
from tests.unit.serve.loops import finished


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / ".serve")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The files of each reading, which takes a while."""
    read: list[list[str]] = []

    async def apart(_: Any, folder: Path, *__: Any) -> str:
        read.append(sorted(path.name for path in folder.iterdir()))
        await asyncio.sleep(0.5)
        return f"reading {len(read)}"

    monkeypatch.setattr(inspection, "apart", apart)
    return read


def test_thirty_files_are_no_thirty_readings(kept: Kept, read: list[list[str]]) -> None:
    async def dropped() -> object:
        looking = Inspection(kept, lambda: None)
        for number in range(30):
            (kept.files / f"{number}.csv").write_text("a")
            assert looking.look() is None
            await asyncio.sleep(0)
        assert looking._reading
        await looking._reading
        return looking.look()

    assert str(finished(dropped())) == "reading 2"
    assert len(read[-1]) == 30


def test_another_file_of_the_same_name_size_and_day_is_read_again(
    kept: Kept, read: list[list[str]]
) -> None:
    async def dropped() -> None:
        looking = Inspection(kept, lambda: None)
        for text in ("a", "b"):
            path = kept.files / "students.csv"
            path.write_text(text)
            os.utime(path, (0, 0))  # as a browser may say
            assert looking.look() is None
            assert looking._reading
            await looking._reading

    finished(dropped())
    assert len(read) == 2


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (UserError("no table"), "no table"),
        (OSError(28, "No space"), "No space: free some room"),
        (KeyError("a mistake of ours"), "the files could not be read"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_told_until_it_changes(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    async def apart(*_: Any) -> None:
        raise error

    monkeypatch.setattr(inspection, "apart", apart)

    async def dropped() -> object:
        looking = Inspection(kept, lambda: None)
        (kept.files / "students.csv").write_text("a")
        looking.look()
        assert looking._reading
        await looking._reading
        return looking.look()

    assert str(finished(dropped())).startswith(said)
