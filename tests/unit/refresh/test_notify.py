"""To whom word is sent, and what becomes of it, with real servers for mail and for webhooks."""

import logging
import socket
from pathlib import Path

import pytest

from common.errors import UserError
from refresh.notify.addresses import Address, read_addresses
from refresh.notify.send import Message, UnsentError, send
from refresh.notify.tell import tell, tell_failure
from tests.unit.refresh.receivers import mail_server, web_server

SECRET = "hunter2"  # pragma: allowlist secret
# What a mail as HTML, or a terminal, would take for a command.
MESSAGE = Message("École · Tous les campus", "Fiable.\n\n- <b>Zoé</b> & \x1b[31mAli: مرحبا")


class Keeping(logging.Handler):
    """Keeps whatever reaches it."""

    def __init__(self, kept: list[logging.LogRecord]) -> None:
        super().__init__()
        self.kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(record)


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The school.yml in force."""
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    return tmp_path / "school.yml"


def test_addresses_are_public_unless_they_say_otherwise(
    school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MANAGER", f"mailtos://me:{SECRET}@example.org")
    school.write_text(
        "notify:\n- json://example.org/hook\n"
        "- {address: $MANAGER, private: true, campus: Tunis Lac}\n"
    )
    public, private = read_addresses()
    assert (public.url, public.is_private, public.campus) == (
        "json://example.org/hook",
        False,
        None,
    )
    assert (private.is_private, private.campus) == (True, "Tunis Lac")
    assert private.url == f"mailtos://me:{SECRET}@example.org"
    assert str(private) == "address 2 of `notify` (mailtos)"
    assert SECRET not in repr(private)
    school.write_text("name: A school\n")
    assert read_addresses() == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (f"json://me:{SECRET}@example.org", "`notify` must be a list of addresses"),
        (f"[me:{SECRET}@example.org]", "address 1 of `notify` is none: write one such as mailtos:"),
        (f"[{{url: 'json://{SECRET}'}}]", "must be a text, or have one as its `address`"),
        (f"[{{address: 'json://{SECRET}', secret: 1}}]", "allowed: address, private, campus"),
        (f"[{{address: 'json://{SECRET}', private: maybe}}]", "`private` must be true or false"),
        (f"[{{address: 'json://{SECRET}', campus: Tunis}}]", "are exact: add `private: true`"),
        (f"[$NO_{SECRET}]", "in the environment variable that it names, which is not set"),
    ],
)
def test_a_mistake_is_told_without_the_address(school: Path, written: str, said: str) -> None:
    school.write_text(f"notify: {written}\n")
    with pytest.raises(UserError) as refused:
        read_addresses()
    assert said in str(refused.value)
    assert SECRET not in str(refused.value)


def test_a_mail_says_what_was_written() -> None:
    with mail_server() as mails:
        send(Address(1, mails.url()), MESSAGE)
    (mail,) = mails.got
    assert mail["subject"] == MESSAGE.title
    assert mail["to"] == "head@example.org"
    text = mail.get_body(("plain",))
    assert text
    assert "- <b>Zoé</b> & " in text.get_content()
    assert "مرحبا" in text.get_content()


def test_no_name_becomes_a_tag_of_a_mail_in_html() -> None:
    with mail_server() as mails:
        send(Address(1, mails.url().replace("format=text", "format=html")), MESSAGE)
    html = mails.got[0].get_body(("html",))
    assert html
    assert "&lt;b&gt;" in html.get_content()
    assert "<b>" not in html.get_content()


def test_a_webhook_is_told_the_same() -> None:
    with web_server() as posts:
        send(Address(1, posts.url), MESSAGE)
    assert (posts.got[0]["title"], posts.got[0]["message"]) == (MESSAGE.title, MESSAGE.body)


def test_what_is_not_sent_is_one_line_without_a_secret(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    logged: list[logging.LogRecord] = []
    monkeypatch.setattr(logging.getLogger(), "handlers", [Keeping(logged)])
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        nobody = Address(
            1, f"mailto://me:{SECRET}@localhost:{port}?from=me@example.org&to=a@example.org"
        )
        unknown = Address(2, f"nothing://{SECRET}@example.org")
        with web_server() as posts:
            posts.answer = 403
            wrong = Address(3, posts.url.replace("s3cret", SECRET))
            assert not tell([nobody, unknown, wrong], lambda _: MESSAGE)
    out, err = capfd.readouterr()
    assert out == ""
    refused, unknown_kind, forbidden = err.splitlines()
    assert refused.startswith(
        "not told: address 1 of `notify` (mailto) was not told (connection refused): check it in"
    )
    assert "address 2 of `notify` (nothing) is of no kind that Apprise knows" in unknown_kind
    assert "address 3 of `notify` (json) was not told (error=403)" in forbidden
    assert SECRET not in err
    assert logged == []


def test_one_that_is_not_told_keeps_no_other_from_being_told(
    capfd: pytest.CaptureFixture[str], school: Path
) -> None:
    school.write_text("language: fr\nname: École de Tunis\n")
    with web_server() as posts:
        tell_failure([Address(1, "nothing://"), Address(2, posts.url)], "students.csv: no header")
    assert posts.got[0]["title"] == (
        "École de Tunis · L\u2019actualisation a échoué. Les chiffres restent ceux d\u2019avant."
    )
    assert posts.got[0]["message"].endswith("\n\nstudents.csv: no header")
    assert capfd.readouterr().err.count("\n") == 1


def test_an_answer_that_never_comes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("refresh.notify.send.SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(UnsentError, match="was not told"):
            send(Address(1, f"json://127.0.0.1:{port}/?rto=0.3&cto=0.3"), MESSAGE)
