"""What `python -m graph_sync` prints, on which channel, and how it exits."""

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from common.commands import cli
from common.servers.settings import neo4j_settings
from graph_sync.__main__ import main
from tests.integration.in_process import Ended, run_module

COMMAND = (sys.executable, "-m", "graph_sync")
ROOT = Path(__file__).resolve().parents[3]


def command(*arguments: str) -> Ended:
    return run_module("graph_sync", *arguments)


def test_the_commands_print_and_exit_as_documented(mart: Any, neo: Any) -> None:
    assert command("check").returncode == 1
    assert "student s1 is missing in the graph" in command("check").stdout
    assert "never synced" in command("status").stdout

    done = command("sync")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "graph equals mart: yes"
    assert command("check").returncode == 0
    assert "last sync: began" in command("status").stdout

    mart.execute("drop schema marts cascade")
    failed = command("sync")
    assert failed.returncode == 2
    assert failed.stderr.startswith("error: the marts are not complete")
    assert failed.stderr.count("\n") == 1


def test_a_terminal_sees_how_far_it_is_and_how_fast(mart: Any, neo: Any) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "sync"], cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs
    ) as run:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 65_536):
                shown += part
        except OSError:
            # How Linux says that nobody has the other end open any more.
            os.close(ours)
        printed = run.communicate()[0]
    assert printed.endswith(b"graph equals mart: yes\n")
    attended = mart.execute("select count(*) from marts.attendance").fetchone()[0]
    for stage in ("compare students", "write students", "write attendance"):
        assert stage.encode() in shown
    assert f"{attended}/{attended}".encode() in shown
    # Rate and time left.
    assert b"/s" in shown
    assert b"0:00:00" in shown


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"NEO4J_URI": "bolt://127.0.0.1:9"}, "is not answering at 127.0.0.1:9"),
        # pragma: allowlist nextline secret
        ({"NEO4J_PASSWORD": "wrong"}, "refuses user `neo4j` or its password"),
    ],
)
def test_a_server_that_cannot_be_used_is_told_in_a_line(
    wrong: dict[str, str], told: str, mart: Any, neo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = neo4j_settings()
    for name, value in ({"NEO4J_URI": right.uri, "NEO4J_PASSWORD": right.password} | wrong).items():
        monkeypatch.setenv(name, value)

    done = command("sync")
    monkeypatch.undo()

    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert line.startswith("error: ")
    assert told in line
    assert neo("MATCH (n) RETURN n") == []


def test_a_server_that_is_too_old_is_told_in_a_line(
    mart: Any, neo: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No old server is at hand, so the oldest that works is set beyond the one that runs."""
    monkeypatch.setattr("graph_sync.graph.OLDEST", (9999, 1))
    monkeypatch.setattr("sys.argv", ["graph_sync", "sync"])

    with pytest.raises(SystemExit) as ended:
        cli.run(main)

    assert ended.value.code == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("error: the graph server is Neo4j 5.")
    assert "9999.1 is the oldest that works" in line
    assert neo("MATCH (n) RETURN n") == []
    assert neo("SHOW CONSTRAINTS") == []
