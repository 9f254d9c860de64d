"""What the pages answer when people press buttons in another order than they were drawn for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.types import Message

from common.language import language
from loaders.inspection.answers import Understood
from loaders.inspection.proposal import Proposal
from loaders.staging import loads
from serve import last_files
from serve.app import application
from serve.inspection import Inspection
from serve.kept import LOAD, Kept, Work
from serve.work import Worker
from tests.unit.serve.loops import finished

DAY = date(2026, 11, 15)
STARTED = "2026-11-15T08:00:00+00:00"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    return Kept(tmp_path / ".serve")


@pytest.fixture
def broken_settings(kept: Kept) -> None:
    kept.root.with_name("school.yml").write_text("name: [")


def ask(kept: Kept, method: str, path: str, user: str = "", **fields: str) -> tuple[int, str]:
    """Status of the answer, and where it leads to or its text."""
    sent: list[Message] = []
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [(b"x-forwarded-user", user.encode())],
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": urlencode(fields).encode(), "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    finished(application(kept, language())(scope, receive, send))
    leads = dict(sent[0]["headers"]).get(b"location")
    return sent[0]["status"], (leads or sent[1]["body"]).decode()


@pytest.mark.parametrize(
    ("path", "leads"), [("/files", "/"), ("/work", "/"), ("/done", "/")], ids=str
)
def test_where_nothing_was_dropped_each_page_leads_home(kept: Kept, path: str, leads: str) -> None:
    assert ask(kept, "GET", path) == (303, leads)


@pytest.mark.parametrize("path", ["/files", "/done"])
def test_while_a_run_is_at_work_each_page_leads_to_it(kept: Kept, path: str) -> None:
    kept.state.work = Work(LOAD, STARTED)
    assert ask(kept, "GET", path) == (303, "/work")
    assert ask(kept, "GET", "/work")[0] == 200


def test_a_broken_school_yml_is_told_by_its_line(kept: Kept, broken_settings: None) -> None:
    kept.state.work = Work(LOAD, STARTED)
    status, text = ask(kept, "GET", "/work")
    assert (status, text.startswith("Traceback")) == (503, False)
    assert "school.yml:1: not valid YAML" in text


def test_a_yes_to_what_was_seen_before_is_to_nothing(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled = Understood(Proposal(), {})
    monkeypatch.setattr(Inspection, "look", lambda _: settled)
    (kept.files / "students.csv").write_text("student_id")
    assert ask(kept, "POST", "/files/yes", seen="another page") == (303, "/files")
    assert kept.state.work is None


def test_a_limit_is_lifted_that_the_files_broke_and_no_other(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled = Understood(Proposal(), {})
    monkeypatch.setattr(Inspection, "look", lambda _: settled)
    monkeypatch.setattr(Worker, "load", lambda *_: None)
    (kept.files / "students.csv").write_text("student_id")
    for allow in ("sessions.min_rows", ""):
        assert ask(kept, "POST", "/files/yes", seen="0", allow=allow) == (303, "/work")
        assert kept.state.allowed == []
    kept.state.broken = "students.max_shrink"
    for allow, allowed in (
        ("sessions.min_rows", []),
        ("students.max_shrink", ["students.max_shrink"]),
    ):
        assert ask(kept, "POST", "/files/yes", seen="0", allow=allow) == (303, "/work")
        assert kept.state.allowed == allowed
    assert kept.state.broken == "", "there is nothing left to ask"
    ask(kept, "POST", "/files/answers", students="1")
    assert kept.state.allowed == [], "it was said of the files as they were read"


def test_who_said_yes_is_told_where_a_proxy_knows(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled = Understood(Proposal(), {})
    monkeypatch.setattr(Inspection, "look", lambda _: settled)
    monkeypatch.setattr(Worker, "_begin", lambda self, work, _: setattr(kept.state, "work", work))
    (kept.files / "students.csv").write_text("student_id")
    assert ask(kept, "POST", "/files/yes", user="Amélie", seen="0") == (303, "/work")
    work = kept.state.work
    assert work
    assert work.by == "Amélie"
    monkeypatch.setattr(last_files, "connect_postgres", nothing)
    newest = [("calls", "calls.csv", DAY, 8), ("students", "students.csv", DAY, 7)]
    monkeypatch.setattr(loads, "newest_files", lambda _: newest)
    told = ["students: students.csv, of 15 Nov 2026"]
    assert last_files.names(work, language()) == told, "it is at work"
    work.code, work.loads = 0, [7]
    assert last_files.names(work, language()) == [*told, "the last loaded by Amélie"]
    work.loads = [6]
    assert last_files.names(work, language()) == told, "some came since, from a terminal"


@contextmanager
def nothing(**_: object) -> Iterator[None]:
    yield


def test_an_undo_of_a_run_that_is_no_longer_the_last_takes_nothing_back(kept: Kept) -> None:
    kept.state.work = Work(LOAD, STARTED, ["students.csv"], loads=[1], code=0)
    assert ask(kept, "POST", "/undo", run="2026-11-14T08:00:00+00:00") == (303, "/done")
    assert kept.state.work.kind == LOAD
