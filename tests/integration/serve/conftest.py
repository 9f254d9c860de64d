"""The page as a person starts it, on a port of its own, and a browser that was let in."""

import http.client
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from common.servers.connections import connect_postgres
from serve.door import new_token
from serve.kept import Kept
from services import ports
from tests.integration.schemas import empty

PORT = 28700


@dataclass
class Served:
    """A page that was started: its first `address` holds the token."""

    process: subprocess.Popen[str]
    address: str
    cookie: str = ""
    said: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, str]:
        """Ask as a browser that was let in does."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        if not self.cookie:
            connection.request("GET", self.address.removeprefix(self.origin))
            answer = connection.getresponse()
            self.cookie = (answer.getheader("set-cookie") or "").split(";")[0]
            answer.read()
        known = {"Cookie": self.cookie, "Origin": self.origin}
        connection.request(method, path, body, {**known, **(headers or {})})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def new_address(self) -> str:
        """Another address, for one more browser."""
        return f"{self.origin}/?token={new_token(Kept())}"

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(30)


@contextmanager
def serving(*arguments: str) -> Iterator[Served]:
    """Start it; it is over when the context ends."""
    page = started_on(ports.free_port(PORT), *arguments)
    out = page.process.stdout
    assert out
    threading.Thread(target=lambda: page.said.extend(out), daemon=True).start()
    try:
        yield page
    finally:
        page.end()


def started_on(port: int, *arguments: str) -> Served:
    """Start it on a port, or on the next one where other tests took it meanwhile."""
    command = [sys.executable, "-m", "serve", "--port", str(port), *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ}
    )
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line)
        if found := re.search(r"https?://\S+", line):
            return Served(process, found[0], said=said)
    process.wait()
    if "cannot be used (Address already in use)" in said[-1]:
        return started_on(ports.free_port(port + 1), *arguments)
    raise AssertionError("".join(said))


@pytest.fixture(scope="module")
def kept(warehouse: Path) -> Iterator[Kept]:
    """What the page keeps, empty at first, over an empty warehouse."""
    kept = Kept()
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
        yield kept
        empty(connection)
    for path in sorted(kept.root.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (kept.root.parent / "school.yml").unlink(missing_ok=True)


@pytest.fixture(scope="module")
def started(kept: Kept) -> Iterator[Served]:
    with serving() as page:
        yield page


@pytest.fixture
def served(started: Served) -> Iterator[Served]:
    """The page, without files at first and afterwards."""
    yield started
    assert started.ask("POST", "/files/forget")[0] == 303


@pytest.fixture
def tab(served: Served, chromium: Browser) -> Iterator[Page]:
    """A browser's tab that was let in; it fails the test where the page has a fault."""
    context = chromium.new_context()
    tab = context.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on(
        "console",
        lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None,
    )
    tab.goto(served.new_address())
    tab.wait_for_url(f"{served.origin}/")
    yield tab
    context.close()
    assert faults == []
