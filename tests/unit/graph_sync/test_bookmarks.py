"""The number in a bookmark, or None for a form that is not known."""

import base64

import pytest
from neo4j import Bookmarks

from graph_sync.bookmarks import transaction_number

ID = bytes(range(16))


def bookmark(number: bytes, head: bytes = b"\x91\xcc\x10", tail: bytes = b"\x90") -> Bookmarks:
    packed = base64.b64encode(head + ID + number + tail).decode()
    return Bookmarks.from_raw_values([f"FB:{packed}"])


@pytest.mark.parametrize(
    ("packed", "number"),
    [
        (b"\x08", 8),
        (b"\x7f", 127),
        (b"\xc9\x00\x80", 128),
        (b"\xc9\x7f\xff", 32_767),
        (b"\xca\x00\x00\x80\x00", 32_768),
        (b"\xcb" + (5_000_000_000).to_bytes(8, "big"), 5_000_000_000),
    ],
)
def test_number_is_read(packed: bytes, number: int) -> None:
    assert transaction_number(bookmark(packed)) == number


def test_a_real_bookmark_is_read() -> None:
    raw = "FB:kcwQpKPQJvQ9RT2qPUqu1WuN6wqQ"
    assert transaction_number(Bookmarks.from_raw_values([raw])) == 10


@pytest.mark.parametrize(
    "unknown",
    [
        Bookmarks.from_raw_values([]),
        Bookmarks.from_raw_values(["neo4j:bookmark:v1:tx10"]),
        Bookmarks.from_raw_values(["FB:not base64"]),
        Bookmarks.from_raw_values(["FB:kcwQpKPQJvQ9RT2qPUqu1WuN6wqQ", "FB:kcwQ"]),
        bookmark(b"\x08", head=b"\x92\xcc\x10"),
        bookmark(b"\x08", tail=b"\x91"),
        bookmark(b""),
        bookmark(b"\xc9\x00"),
        bookmark(b"\x81x"),
    ],
)
def test_another_form_is_not_guessed(unknown: Bookmarks) -> None:
    assert transaction_number(unknown) is None
