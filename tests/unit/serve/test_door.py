"""Who is let in: each request as a browser, or a stranger, would send it."""

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message

from common.language import language
from serve.door import Door, new_token
from serve.kept import Kept
from tests.unit.serve.loops import finished

HERE, PROXY = "http://127.0.0.1:8700", "https://figures.school.example"


@pytest.fixture
def door(tmp_path: Path) -> Door:
    kept = Kept(tmp_path / ".serve")
    return Door(PlainTextResponse("inside"), kept, [HERE, PROXY], language())


def ask(
    door: Door,
    method: str = "GET",
    path: str = "/",
    query: str = "",
    host: str = "127.0.0.1:8700",
    **headers: str,
) -> tuple[int, str, Mapping[str, str]]:
    """Status, text and headers of the answer."""
    sent: list[Message] = []
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [
            (name.replace("_", "-").encode(), value.encode())
            for name, value in {"host": host, **headers}.items()
        ],
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    finished(door(scope, receive, send))
    start, body = sent[0], sent[1]
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], body["body"].decode(), told


def cookie(door: Door) -> str:
    _, _, headers = ask(door, query=f"token={new_token(door.kept)}")
    return headers["set-cookie"].split(";")[0]


def test_a_token_lets_one_browser_in_and_its_cookie_is_out_of_scripts_and_other_sites(
    door: Door,
) -> None:
    token = new_token(door.kept)
    status, text, headers = ask(door, query=f"token={token}")
    assert status == 200
    assert "inside" not in text
    assert {"HttpOnly", "SameSite=strict"} <= set(headers["set-cookie"].split("; "))
    assert ask(door, cookie=headers["set-cookie"].split(";")[0])[1] == "inside"


def test_a_token_counts_once(door: Door) -> None:
    token = new_token(door.kept)
    ask(door, query=f"token={token}")
    status, _, headers = ask(door, query=f"token={token}")
    assert (status, "set-cookie" in headers) == (403, False)


def test_a_token_is_too_old_after_ten_minutes(door: Door) -> None:
    token = new_token(door.kept)
    then = time.time() - 601
    os.utime(door.kept.tokens / token, (then, then))
    assert ask(door, query=f"token={token}")[0] == 403
    assert list(door.kept.tokens.iterdir()) == []


@pytest.mark.parametrize("query", ["", "token=", "token=..", "token=guessed", "token=%00"])
def test_nobody_comes_in_without_one(door: Door, query: str) -> None:
    new_token(door.kept)
    status, text, headers = ask(door, query=query)
    assert status == 403
    assert "make serve" in text
    assert "set-cookie" not in headers


def test_a_cookie_of_another_start_counts_for_nothing(door: Door) -> None:
    assert ask(door, cookie="serve_8700=made-up")[0] == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:8701", "", "localhost"])
def test_a_name_that_was_made_to_lead_here_is_refused(door: Door, host: str) -> None:
    status, text, _ = ask(door, host=host, cookie=cookie(door))
    assert (status, "inside" in text) == (421, False)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:8701"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_another_site_makes_a_browser_do_nothing(
    door: Door, method: str, headers: dict[str, str]
) -> None:
    assert ask(door, method, cookie=cookie(door), **headers)[0] == 403
    assert ask(door, method, cookie=cookie(door), origin=HERE)[1] == "inside"


def test_a_proxy_s_address_is_ours_and_its_cookie_goes_over_tls_alone(door: Door) -> None:
    host = "figures.school.example"
    _, _, headers = ask(door, query=f"token={new_token(door.kept)}", host=host)
    assert "Secure" in headers["set-cookie"]
    given = headers["set-cookie"].split(";")[0]
    assert ask(door, "POST", host=host, origin=PROXY, cookie=given)[1] == "inside"


def test_every_answer_forbids_what_a_page_of_ours_never_needs(door: Door) -> None:
    for _, _, headers in (ask(door), ask(door, cookie=cookie(door)), ask(door, host="x")):
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src 'self';" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
