"""Reads the number of the last transaction out of Neo4j's bookmarks."""

import base64
import binascii

from neo4j import Bookmarks

PREFIX = "FB:"

# Before the number stand: list of one, byte string of 16 (the database's id); after it, no more.
HEAD, TAIL = b"\x91\xcc\x10", b"\x90"
ID_BYTES = 16

# Packstream's markers of signed integers, and how many bytes follow each.
WIDTHS = {0xC8: 1, 0xC9: 2, 0xCA: 4, 0xCB: 8}


def transaction_number(bookmarks: Bookmarks) -> int | None:
    """Number of the transaction a bookmark stands for; None unless its form is the known one.

    Bookmarks are opaque by contract, so every caller must be right, if slower, with None.
    """
    values = list(bookmarks.raw_values)
    if len(values) != 1 or not values[0].startswith(PREFIX):
        return None
    try:
        packed = base64.b64decode(values[0].removeprefix(PREFIX), validate=True)
    except binascii.Error:
        return None
    if not (packed.startswith(HEAD) and packed.endswith(TAIL)):
        return None
    return _integer(packed[len(HEAD) + ID_BYTES : -len(TAIL)])


def _integer(packed: bytes) -> int | None:
    if len(packed) == 1 and packed[0] <= 0x7F:
        return packed[0]
    if packed and WIDTHS.get(packed[0]) == len(packed) - 1:
        return int.from_bytes(packed[1:], "big", signed=True)
    return None
