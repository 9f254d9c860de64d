"""Takes small requests apart."""

import re
from urllib.parse import parse_qsl

from starlette.requests import Request

from common.errors import UserError

MOST = 2**18  # bytes
LONGEST_NAME = 60  # characters


async def body(request: Request) -> bytes:
    """A small body whole; raises UserError where it is none."""
    found = b""
    async for piece in request.stream():
        found += piece
        if len(found) > MOST:
            raise UserError("that is too much for a form")
    return found


async def form(request: Request) -> dict[str, str]:
    """The fields of a form."""
    return dict(parse_qsl((await body(request)).decode("utf-8", "replace")))


def number(text: str | None, per: int = 1) -> int | None:
    """A header's number, if it is one."""
    return int(text) // per if text and re.fullmatch(r"[0-9]{1,18}", text) else None


def sender(request: Request) -> str:
    """Who a proxy with a login says that it is; empty where none does."""
    told = request.headers.get("x-forwarded-user", "").encode("latin-1")
    return told.decode("utf-8", "replace").strip()[:LONGEST_NAME]
