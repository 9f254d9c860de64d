"""Bad input: one line that says what, where and what to do next, exit code 2, nothing landed."""

import codecs
import io
import os
import runpy
import subprocess
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common.servers import profiles, roles
from common.servers.settings import postgres_settings
from loaders.own_day import today
from tests.integration.loaders.conftest import Rows

HEADER = "student_id,name,email\n"
CASES = {
    "no files": ({}, "holds no data files"),
    "only other files": ({"README.md": b"x"}, "holds no data files"),
    "an unknown file": ({"teachers.csv": b"a\n1\n"}, "teachers.csv fits no source"),
    "an export with the ending of a note": (
        {"March attendance.txt": b"student_id,session_id\n1,2\n"},
        "March attendance.txt fits no source: rename it to fit one of",
    ),
    "only a note": ({"readme.txt": b"x"}, "holds no data files"),
    "an unknown spreadsheet": (
        {"students.ods": b"PK"},
        "students.ods fits no source: save it as CSV",
    ),
    "two patterns": ({"students_attendance.csv": b"a\n"}, "fits the patterns of students and"),
    "two exports": (
        {"students.csv": HEADER.encode(), "old students.csv": HEADER.encode()},
        "old students.csv and students.csv are both complete exports of students",
    ),
    "an empty file": ({"students.csv": b""}, "students.csv is empty"),
    "only a byte-order mark": ({"students.csv": codecs.BOM_UTF8}, "students.csv is empty"),
    "only a header": ({"students.csv": HEADER.encode()}, "students.csv has no rows"),
    "a header and blank lines": (
        {"students.csv": HEADER.encode() + b"\r\n\n"},
        "students.csv has no rows",
    ),
    "a missing column": (
        {"students.csv": b"student_id,name\n1,x\n"},
        "students.csv line 1: required column `email` is missing",
    ),
    "another delimiter": (
        {"students.csv": b"student_id;name;email\n1;x;y\n"},
        "the delimiter looks like ';'",
    ),
    "a column twice": (
        {"students.csv": b"student_id,name,email,NAME\n1,x,y,z\n"},
        "columns 2 and 4 have the same name",
    ),
    "a blank header": ({"students.csv": b"student_id,,email\n"}, "column 2 has no name"),
    "UTF-16": (
        {"students.csv": (HEADER + "1,x,y\n").encode("utf-16")},
        "students.csv is UTF-16, not UTF-8: save it as CSV UTF-8",
    ),
    "UTF-16 without a mark": (
        {"students.csv": (HEADER + "1,x,y\n").encode("utf-16-le")},
        "students.csv line 1 holds NUL bytes",
    ),
    "latin-1 in the header": (
        {"students.csv": "student_id,name,email,prénom\n1,x,y,z\n".encode("latin-1")},
        "students.csv is not UTF-8 (line 1, byte 24): save it as CSV UTF-8",
    ),
    "latin-1 in the rows": (
        {"students.csv": HEADER.encode() + "1,Zoë,y\n2,Bob,z\n".encode("latin-1")},
        "students.csv is not UTF-8 (line 2): 1 of 2 records cannot be read",
    ),
    "too many bad records": (
        {"students.csv": HEADER.encode() + b"1,x,y\n" * 18 + b"1,x\n"},
        "students.csv line 20: 1 of 19 records cannot be read, and the limit `max_rejected` is 5%; "
        "1 of them for missing-cell, this line first: correct the file, or land it all the same "
        "with `--allow students.max_rejected`",
    ),
}


def run(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run the command in this process; test_commands.py runs it in one of its own."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr("sys.argv", ["loaders", *map(str, arguments)])
        try:
            runpy.run_module("loaders", run_name="__main__")
        except SystemExit as ended:
            code = int(ended.code or 0)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


@pytest.mark.parametrize(("files", "message"), CASES.values(), ids=CASES.keys())
def test_bad_input_is_one_line_and_exit_code_2(
    files: dict[str, bytes], message: str, inbox: Path, query: Callable[[str], Rows]
) -> None:
    for name, content in files.items():
        (inbox / name).write_bytes(content)
    (inbox / "sessions.csv").write_text("session_id,date,duration,module\n1,2,3,4\n")
    if message == "holds no data files":
        (inbox / "sessions.csv").unlink()
    done = run("load", inbox)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("error: ")
    assert message in done.stderr
    if query("select to_regclass('staging.loads') is not null") == [(True,)]:
        assert query("select count(*) from staging.loads where status = 'landed'") == [(0,)]
        assert query("select count(*) from pg_class where relname ~ '^raw_.*_[0-9]+$'") == [(0,)]


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("symlink", "is a link: put the file itself into the folder"),
        ("fifo", "is not an ordinary file: copy the data into one"),
        ("directory", "is not an ordinary file: copy the data into one"),
    ],
)
def test_what_is_not_an_ordinary_file_is_never_opened(
    kind: str, message: str, inbox: Path, tmp_path: Path
) -> None:
    name = inbox / "students.csv"
    if kind == "symlink":
        (tmp_path / "elsewhere.csv").write_text(HEADER + "1,x,y\n")
        name.symlink_to(tmp_path / "elsewhere.csv")
    elif kind == "fifo":
        os.mkfifo(name)
    else:
        name.mkdir()
    done = run("load", inbox)
    assert done.returncode == 2
    assert f"students.csv {message}" in done.stderr


def test_a_file_name_cannot_break_the_line(inbox: Path, query: Callable[[str], Rows]) -> None:
    name = "students\nerror: 'x\"; drop table--.csv"
    (inbox / name).write_text(HEADER)
    done = run("load", inbox)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert ascii(name) in done.stderr
    (inbox / name).write_text(HEADER + "1,x,y\n2,x\n")
    assert run("load", inbox, "--allow", "students.max_rejected").returncode == 0
    assert query("select file from staging.loads where status = 'landed'") == [(ascii(name),)]
    assert query("select file, line from staging.rejected_rows") == [(ascii(name), 3)]


def test_a_server_that_is_down_is_one_line(
    inbox: Path, warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "students.csv").write_text(HEADER + "1,x,y\n")
    (tmp_path / "profiles.yml").write_text((warehouse / "profiles.yml").read_text())
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    profiles.write(profiles.POSTGRES, "port", 9)
    done = run("load", inbox)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "make up" in done.stderr


def test_a_wrong_password_is_one_line(
    inbox: Path, warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "students.csv").write_text(HEADER + "1,x,y\n")
    (tmp_path / "profiles.yml").write_text((warehouse / "profiles.yml").read_text())
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    profiles.write(profiles.POSTGRES, "loader_password", "not it")
    done = run("load", inbox)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "refuses user" in done.stderr
    assert "not it" not in done.stderr


def test_what_is_no_data_is_ignored_and_named(inbox: Path) -> None:
    (inbox / "students.csv").write_text(HEADER + "1,x,y\n")
    for name in ("readme.txt", "README.md", ".hidden", "~$students.xlsx"):
        (inbox / name).touch()
    (inbox / "older").mkdir()
    done = run("load", inbox)
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        [
            f"students  1 row landed, own day {today()} (when the file was changed)",
            "ignored, because no source takes it: README.md, older/, readme.txt",
            "next: dbt build",
        ],
    )
    for number in range(10):
        (inbox / f"note {number}.txt").touch()
    assert "note 3.txt and 8 more" in run("load", inbox).stdout


def test_a_limit_is_lifted_for_one_run(inbox: Path, query: Callable[[str], Rows]) -> None:
    (inbox / "students.csv").write_text(HEADER + "1,x,y\n2\n")
    assert run("load", inbox).returncode == 2
    assert run("load", inbox, "--allow", "students.max_rejected").returncode == 0
    assert query("select rows_landed, rows_rejected from staging.loads where status = 'landed'")
    (inbox / "students.csv").write_text(HEADER + "1,x,y\n3\n")
    assert run("load", inbox).returncode == 2


@pytest.mark.parametrize("name", ["students", "pupils.min_rows", "students.colums"])
def test_an_allowance_that_names_no_limit_is_one_line(name: str, inbox: Path) -> None:
    (inbox / "students.csv").write_text(HEADER + "1,x,y\n")
    done = run("load", inbox, "--allow", name)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "one of min_rows, max_rejected, max_shrink" in done.stderr


def test_a_server_that_refuses_to_write_is_one_line(
    inbox: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch, query: Callable[[str], Rows]
) -> None:
    (inbox / "students.csv").write_text(HEADER + "1,x,y\n")
    with monkeypatch.context() as patch:
        patch.setenv("PGOPTIONS", "-c default_transaction_read_only=on")
        done = run("load", inbox)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "SQLSTATE 25006" in done.stderr


def test_a_folder_that_is_not_there_is_one_line(inbox: Path) -> None:
    done = run("load", inbox / "nowhere")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "cannot be read as a folder" in done.stderr


@pytest.mark.parametrize(
    ("belongs", "named"),
    [
        ("alter table staging.loads owner to {admin}", "staging.loads"),
        ("alter table staging.raw_students_1 owner to {admin}", "staging.raw_students_1"),
        ("alter schema staging owner to {admin}", "schema staging"),
    ],
)
def test_what_belongs_to_somebody_else_is_named_with_the_command_that_mends_it(
    belongs: str, named: str, inbox: Path, connection: psycopg.Connection[Any]
) -> None:
    (inbox / "students.csv").write_text(HEADER + "1,x,y\n")
    assert run("load", inbox).returncode == 0
    admin = postgres_settings().user
    connection.execute(belongs.format(admin=admin).encode())
    done = run("load", inbox, "--force")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"error: {named} belongs to `{admin}`, so the loader may not change it: run `make up`, "
        "which mends it\n"
    )
    roles.put_right()
    assert run("load", inbox, "--force").returncode == 0
