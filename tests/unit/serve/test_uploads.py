"""What of a dropped file reaches the disk, and under which name."""

import asyncio
import os
import stat
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from common.language import language
from serve import uploads
from serve.kept import Kept
from serve.pages import forms
from serve.uploads import RefusedError, receive, safe_name
from tests.unit.serve.loops import finished

SPEAK = language()


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / ".serve")


async def pieces(texts: Sequence[bytes], pause: float = 0.0) -> AsyncIterator[bytes]:
    for text in texts:
        await asyncio.sleep(pause)
        yield text


def drop(
    kept: Kept,
    texts: Sequence[bytes],
    name: str = "students.csv",
    announced: int | None = None,
    changed: float | None = None,
    pause: float = 0.0,
) -> None:
    finished(receive(kept, name, pieces(texts, pause), announced, changed, SPEAK))


def test_a_file_arrives_whole_with_its_day_and_for_its_owner_alone(kept: Kept) -> None:
    drop(kept, [b"a,b\n", b"1,2\n"], announced=8, changed=1_600_000_000)
    [path] = kept.dropped()
    assert path.read_bytes() == b"a,b\n1,2\n"
    found = path.stat()
    assert (stat.S_IMODE(found.st_mode), found.st_mtime) == (0o600, 1_600_000_000)
    assert stat.S_IMODE(kept.files.stat().st_mode) == 0o700


def test_a_file_dropped_again_takes_the_place_of_the_first(kept: Kept) -> None:
    drop(kept, [b"old"])
    drop(kept, [b"new"])
    assert [path.read_bytes() for path in kept.dropped()] == [b"new"]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("../../x.csv", "x.csv"),
        ("/etc/students.csv", "students.csv"),
        ("..\\..\\windows\\students.csv", "students.csv"),
        ("a/../présences mars.csv", "présences mars.csv"),
        ("stu\x1b[31mdents\n.csv", "stu_[31mdents_.csv"),
        ("a\u202evsc.csv", "a_vsc.csv"),
        ('<b>"x".csv', "_b__x_.csv"),
        ("students.csv. . ", "students.csv"),
        ("الحضور.csv", "الحضور.csv"),
    ],
)
def test_a_name_is_never_a_path(said: str, name: str) -> None:
    assert safe_name(said, SPEAK) == name


@pytest.mark.parametrize(
    "said",
    ["", "..", ".", "/", ".bashrc", "a/.hidden.csv", "~$students.xlsx", "school.yml", "School.YML"],
)
def test_what_is_no_export_is_left_out(said: str) -> None:
    with pytest.raises(RefusedError):
        safe_name(said, SPEAK)


def test_a_name_too_long_for_a_disk_is_refused(kept: Kept) -> None:
    with pytest.raises(RefusedError, match="too long"):
        safe_name("é" * 300 + ".csv", SPEAK)


def test_more_than_the_limit_is_refused_before_a_byte_is_read(kept: Kept) -> None:
    with pytest.raises(RefusedError, match="more than 5 GB"):
        drop(kept, [], announced=10 * 2**30)
    assert list(kept.files.iterdir()) == []


def test_an_upload_without_an_end_is_cut_off_and_leaves_nothing(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    with pytest.raises(RefusedError, match="in all"):
        drop(kept, [b"x" * 300] * 4)
    assert list(kept.files.iterdir()) == []


def test_files_together_are_no_more_than_the_limit(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    drop(kept, [b"x" * 600], "one.csv")
    with pytest.raises(RefusedError, match="in all"):
        drop(kept, [b"x" * 600], "two.csv")
    drop(kept, [b"x" * 900], "one.csv")
    assert [path.name for path in kept.dropped()] == ["one.csv"]


def test_a_disk_keeps_some_room(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SPARE", 2**60)
    with pytest.raises(RefusedError, match="room for"):
        drop(kept, [b"x"])


def test_more_files_than_the_limit_are_refused(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    for number in range(2):
        drop(kept, [b"x"], f"{number}.csv")
    with pytest.raises(RefusedError, match="2 files already"):
        drop(kept, [b"x"], "third.csv")


def test_an_upload_that_says_nothing_is_given_up(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "SECONDS", 0.01)
    with pytest.raises(RefusedError, match="Nothing came"):
        drop(kept, [b"x"], pause=0.5)
    assert list(kept.files.iterdir()) == []


def test_what_came_in_half_is_not_there(kept: Kept) -> None:
    with pytest.raises(RefusedError, match="did not come whole"):
        drop(kept, [b"half"], announced=8)
    assert list(kept.files.iterdir()) == []


def test_the_same_file_twice_at_once_is_told(kept: Kept) -> None:
    (kept.files / ".students.csv").write_bytes(b"on its way")
    with pytest.raises(RefusedError, match="being received"):
        drop(kept, [b"x"])


def test_a_day_in_the_future_is_not_believed(kept: Kept) -> None:
    drop(kept, [b"x"], changed=99_999_999_999)
    assert os.path.getmtime(kept.dropped()[0]) < 99_999_999_999  # noqa: PTH204


def test_files_that_come_side_by_side_are_no_more_than_the_limit(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    monkeypatch.setattr(uploads, "LOOK_EVERY", 100)

    async def both() -> list[BaseException | None]:
        sent = [
            receive(kept, name, pieces([b"x" * 100] * 9, 0.01), None, None, SPEAK)
            for name in ("one.csv", "two.csv")
        ]
        return list(await asyncio.gather(*sent, return_exceptions=True))

    assert any("in all" in str(refused) for refused in finished(both()))
    assert sum(path.stat().st_size for path in kept.files.iterdir()) <= 1000


def test_a_disk_that_is_full_meanwhile_is_told(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(asyncio, "to_thread", refuse)
    with pytest.raises(RefusedError, match="No space left on device: free some room"):
        drop(kept, [b"x"])
    monkeypatch.undo()
    assert list(kept.files.iterdir()) == []


@pytest.mark.parametrize("header", ["9" * 5000, "-1", "1e9", "٣", ""])
def test_a_header_that_is_no_number_of_bytes_or_time_is_none(header: str) -> None:
    assert forms.number(header) is None
    assert forms.number("1700000000123", 1000) == 1_700_000_000


def test_an_upload_that_drips_in_is_given_up(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_SECONDS", 0.1)
    with pytest.raises(RefusedError, match="did not come whole"):
        drop(kept, [b"x"] * 20, pause=0.02)
    assert list(kept.files.iterdir()) == []
