"""Who may come in: with a token that counts once, from this page alone.

The address that the terminal prints holds the token, the browser then keeps a cookie. A request
that another site has the browser send has that site's `Origin`, or, where a name was made to lead
here, another `Host`: both are refused, whatever cookie they carry.
"""

import hmac
import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from common.language import Language
from serve.kept import Kept

TOKEN_SECONDS = 600
HARMLESS = ("GET", "HEAD")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: with it a form of this page has no origin.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def new_token(kept: Kept) -> str:
    """Make a token that lets one browser in, once, within ten minutes."""
    token = secrets.token_urlsafe(32)
    (kept.tokens / token).touch(0o600)
    return token


def takes(kept: Kept, token: str) -> bool:
    """Whether a token counts; from then on it does not."""
    found = None
    for path in kept.tokens.iterdir():
        if time.time() - path.stat().st_mtime > TOKEN_SECONDS:
            path.unlink(missing_ok=True)
        elif hmac.compare_digest(path.name.encode(), token.encode()):
            found = path
    if found is None:
        return False
    found.unlink()
    return True


@dataclass
class Door:
    """In front of the application; `addresses` are the page's own, such as http://127.0.0.1:8700."""

    app: ASGIApp
    kept: Kept
    addresses: Collection[str]
    speak: Language
    sessions: set[str] = field(default_factory=set)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope)
        answer = self._answer(request)
        await (answer or self.app)(scope, receive, send_guarded)

    def _answer(self, request: Request) -> Response | None:
        """What a stranger is told; None where the request may come in."""
        headers = request.headers
        if headers.get("host") not in {urlsplit(address).netloc for address in self.addresses}:
            return PlainTextResponse(self.speak.text("This is not the address of this page."), 421)
        if request.method not in HARMLESS and headers.get("origin") not in self.addresses:
            return PlainTextResponse(self.speak.text("This did not come from this page."), 403)
        if token := "".join(parse_qs(request.url.query).get("token", [])):
            return self._enter(token, headers)
        if request.cookies.get(self.cookie) not in self.sessions:
            return self._stranger(headers)
        return None

    @property
    def cookie(self) -> str:
        """Its name: cookies of one machine's ports are not kept apart."""
        return f"serve_{urlsplit(next(iter(self.addresses))).port or ''}"

    def _enter(self, token: str, headers: Headers) -> Response:
        if not takes(self.kept, token):
            return self._stranger(headers)
        session = secrets.token_urlsafe(32)
        self.sessions.add(session)
        # A page, no redirect: after one from a link in a message the cookie would not be sent.
        answer = HTMLResponse('<meta http-equiv="refresh" content="0;url=/">')
        is_safe = headers.get("host") in {
            urlsplit(each).netloc for each in self.addresses if each.startswith("https")
        }
        answer.set_cookie(self.cookie, session, httponly=True, samesite="strict", secure=is_safe)
        return answer

    def _stranger(self, headers: Headers) -> Response:
        speak = self.speak
        title = escape(speak.text("Nobody is let in without an address of their own"))
        text = escape(
            speak.text(
                "Type `make serve` in the project once more: it prints an address that lets one "
                "browser in, once, within ten minutes."
            )
        )
        return HTMLResponse(
            f'<!doctype html><html lang="{speak.code}" dir="{speak.direction}">'
            f'<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f'<link rel="icon" href="data:,"><title>{title}</title>'
            f"<h1>{title}</h1><p>{text}</p></html>",
            403,
        )
