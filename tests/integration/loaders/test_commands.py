"""What the commands print when all is well, and the ledger's line of an attempt."""

import getpass
import hashlib
import shlex
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from loaders import __version__
from loaders.own_day import today
from tests.integration.loaders.conftest import Rows
from tests.integration.loaders.test_refusals import HEADER, run

Query = Callable[[str], Rows]

OWN_DAY = f"own day {today()} (when the file was changed)"


@pytest.fixture
def contract_file(tmp_path: Path) -> Callable[[str], Path]:
    """Write a sources.yml with one source, `notes`, of these further settings."""

    def write(settings: str) -> Path:
        file = tmp_path / "my sources.yml"
        file.write_text(f"sources: {{notes: {{files: '*.csv', columns: [a, b], {settings}}}}}")
        return file

    return write


def test_a_full_run_prints_the_receipt(inbox: Path, query: Query) -> None:
    good = "".join(f"{n},Zoë,y\n" for n in range(100))
    (inbox / "students.csv").write_bytes((HEADER + good + "1,x\n2,y\n").encode() + b"3,\xff,z\n")
    done = run("load", inbox)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        f"students  100 rows landed, {OWN_DAY}, 3 rejected (2 missing-cell, 1 encoding-error) — "
        "see `python -m loaders rejects students`",
        "next: dbt build",
    ]
    assert run("rejects", "students").stdout.splitlines()[:2] == [
        "students.csv line 102, record 101: missing-cell: fewer cells than columns: add the "
        "missing ones, or quote a cell that holds a line end",
        "    1,x",
    ]
    assert "100 rows landed, 3 rejected from students.csv" in run("status").stdout
    assert run("rejects", "attendance").stdout.splitlines() == ["no records are rejected"]
    assert run("rejects", "teachers").returncode == 2


def test_the_ledger_says_who_landed_what_when(inbox: Path, query: Query) -> None:
    content = HEADER + "1,x,y\n" * 30 + "2\n"
    (inbox / "students.csv").write_text(content)
    run("load", inbox)
    assert query(
        "select source, mode, status, file, file_sha256, file_bytes, rows_in, rows_landed, "
        "rows_rejected, loaded_by, loader_version, message, started_at < finished_at "
        "and finished_at between now() - interval '1 minute' and now() from staging.loads"
    ) == [
        (
            *("students", "snapshot", "landed", "students.csv"),
            *(hashlib.sha256(content.encode()).hexdigest(), len(content), 31, 30, 1),
            *(f"{getpass.getuser()}@{socket.gethostname()}", __version__, None, True),
        ),
    ]


def test_the_receipt_of_another_contract_names_it(
    inbox: Path, contract_file: Callable[[str], Path]
) -> None:
    contract = contract_file("limits: {min_rows: 0, max_rejected: 1}")
    (inbox / "n.csv").write_text("a,b\n1\n")
    advice = f"python -m loaders rejects notes --sources '{contract}'"
    assert f"see `{advice}`" in run("load", inbox, "--sources", contract).stdout
    assert "n.csv line 2" in run(*shlex.split(advice)[3:]).stdout


def test_loading_again_takes_force_and_retention_says_what_it_dropped(
    inbox: Path, contract_file: Callable[[str], Path], query: Query
) -> None:
    option = ("--sources", contract_file("retention: {loads: 1, monthly: false}"))
    (inbox / "n.csv").write_text("a,b\n1,2\n3,4\n")
    run("load", inbox, *option)
    assert run("load", inbox, *option).stdout.splitlines() == [
        "notes  unchanged: n.csv is landed already (load it again with --force)"
    ]
    assert run("load", inbox, "--force", *option).stdout.splitlines() == [
        f"notes  2 rows landed, {OWN_DAY}",
        "next: dbt build",
        "retention dropped the rows of 1 superseded load",
    ]
    assert query("select status from staging.loads order by load_id") == [
        ("dropped",),
        ("landed",),
    ]
    assert run("prune", *option).stdout.splitlines() == [
        "retention dropped the rows of 0 superseded loads"
    ]


def test_status_sums_up_what_landed_long_ago(
    inbox: Path, contract_file: Callable[[str], Path]
) -> None:
    option = ("--sources", contract_file("mode: append, limits: {max_rejected: 1}"))
    for day in range(7):
        (inbox / f"{day}.csv").write_text(f"a,b\n{day},x\n{day}\n")
    run("load", inbox, *option)
    shown = run("status", *option).stdout.splitlines()
    assert len(shown) == 6
    assert shown[0] == "notes  2 loads before: 2 rows landed, 2 rejected"
    assert shown[1].startswith("notes  load 3: 1 row landed, 1 rejected from 2.csv, 20")
    assert shown[5].startswith("notes  load 7: 1 row landed, 1 rejected from 6.csv, 20")
