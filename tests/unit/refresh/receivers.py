"""A mail server and a web server that keep what is sent to them."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from aiosmtpd.controller import Controller

from services.ports import any_free_port


@dataclass
class Mails:
    """What a real SMTP server was sent, and the address to send it to."""

    port: int = 0
    got: list[EmailMessage] = field(default_factory=list)

    def url(self, to: str = "head@example.org") -> str:
        return f"mailto://localhost:{self.port}?from=school@example.org&to={to}&format=text"

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802 - its name there
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.got.append(message)
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[Mails]:
    mails = Mails(any_free_port())
    controller = Controller(mails, hostname="127.0.0.1", port=mails.port)
    controller.start()
    try:
        yield mails
    finally:
        controller.stop()


@dataclass
class Posts:
    """What a real web server was sent; it answers with `answer`."""

    port: int = 0
    got: list[dict[str, Any]] = field(default_factory=list)
    answer: int = 200

    @property
    def url(self) -> str:
        return f"json://owner:s3cret@127.0.0.1:{self.port}/hook"  # pragma: allowlist secret


@contextmanager
def web_server() -> Iterator[Posts]:
    posts = Posts()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if posts.answer == 200:
                posts.got.append(json.loads(body))
            self.send_response(posts.answer)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        posts.port = server.server_port
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield posts
        finally:
            server.shutdown()
            thread.join()
