"""Errors, the ledger and the server's log name file, line and cause; no value of a row shows."""

import gzip
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas
import pytest

from common.folders import services_folder
from common.servers.connections import Role, connect_postgres
from tests.integration.loaders.conftest import Rows

CANARY = "canary@example.org"
FILES = {
    "ragged": f"a,b\n{CANARY}\n",
    "extra cell": f"a,b\n1,2,{CANARY}\n",
    "broken quote": f'a,b\n1,"{CANARY}\n',
    "no header": f"{CANARY},{CANARY}\n",
    "no header, one cell": f"{CANARY}\n",
    "a name in the header": f"a,{CANARY}\n1,2\n",
    "duplicate header": f"a,b,B,{CANARY}\n1,2,3,4\n",
    "broken header": f'a,b,"{CANARY}\n',
    "bad encoding": f"a,b\n{CANARY}\udcff,2\n",
    "bad encoding in the header": f"{CANARY}\udcff,b\n",
    "NUL": f"a,b\n{CANARY}\0,2\n",
    "too few rows": f"a,b\n{CANARY},2\n",
    "another line end": f"a,b\n{CANARY},2\r\n{CANARY},3\n",
    "an escape": f"a,b\n{CANARY}\n",
    "no header at all": f"{CANARY},{CANARY},{CANARY}\n",
}
SETTINGS = {
    "too few rows": "limits: {min_rows: 5}",
    "another line end": "record_end: lf",
    "an escape": "escape: '\\'",
    "no header at all": "header: {rows: 0}",
}
WORKBOOKS: dict[str, list[list[object]]] = {
    "not a workbook": [],
    "a missing column": [[CANARY, "b"], [1, 2]],
    "a column twice": [["a", "b", "B", CANARY]],
    "too few rows": [["a", "b"], [CANARY, 2]],
}
BY_B = "table: people, mode: append, watermark: b"
# The operational database, what column b holds beside the canary, and what is pulled.
TABLES = {
    "a missing column": ("school", "1", "query: select a from people"),
    "an unknown column": ("school", "1", "query: select c from people"),
    "too few rows": ("school", "1", "table: people, limits: {min_rows: 5}"),
    "no watermark": ("school", "null", BY_B),
    "a watermark to come": ("school", "'2999-01-01'", BY_B),
    "SQLite: a missing column": ("lite", "1", "query: select a from people"),
    "SQLite: an unknown column": ("lite", "1", "query: select c from people"),
    "SQLite: no watermark": ("lite", "null", BY_B),
    "SQLite: a watermark to come": ("lite", "'2999-01-01'", BY_B),
    "SQLite: watermarks without order": ("lite", f"1), ('{CANARY}', '{CANARY}'", BY_B),
    "SQLite: NUL": ("lite", f"cast(x'00' as text) || '{CANARY}'", "table: people"),
    "SQLite: not text": ("lite", "cast(x'ff' as text)", "table: people"),
}
Refused = Callable[..., None]


@pytest.fixture
def refused(
    tmp_path: Path,
    query: Callable[[str], Rows],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Refused:
    """Run a command that must fail in one line, and look for the canary wherever it left words."""
    log = services_folder() / "postgres.log"

    def check(name: str, settings: str, *command: str, in_log: bool = False) -> None:
        contract = tmp_path / "sources.yml"
        contract.write_text(f"sources: {{notes: {{columns: [a, b], {settings}}}}}")
        begin = log.stat().st_size
        monkeypatch.setattr("sys.argv", ["loaders", *command, "--sources", str(contract)])
        with pytest.raises(SystemExit, match="2"):
            runpy.run_module("loaders", run_name="__main__")
        out, err = capsys.readouterr()
        assert (out, len(err.splitlines())) == ("", 1)
        assert name in err
        assert CANARY not in err + str(query("select * from staging.loads"))
        assert in_log or CANARY.encode() not in log.read_bytes()[begin:]

    return check


@pytest.mark.parametrize(("case", "text"), FILES.items(), ids=FILES.keys())
def test_no_value_of_a_file_shows(case: str, text: str, inbox: Path, refused: Refused) -> None:
    (inbox / "notes.csv").write_bytes(text.encode("utf-8", "surrogateescape"))
    refused("notes.csv", f"files: '*.csv', {SETTINGS.get(case, '')}", "load", str(inbox))


def test_no_value_of_half_a_gzip_file_shows(inbox: Path, refused: Refused) -> None:
    (inbox / "notes.csv.gz").write_bytes(gzip.compress(f"a,b\n{CANARY},2\n".encode())[:-9])
    refused("notes.csv.gz", "files: '*.csv'", "load", str(inbox))


@pytest.mark.parametrize("kind", ["integer", "staging.handle"])
def test_no_value_that_an_altered_raw_table_refuses_shows(
    kind: str, inbox: Path, refused: Refused
) -> None:
    with connect_postgres(role=Role.LOADER, autocommit=True) as own:
        own.execute("create domain staging.handle as text check (value not like '%@%')")
        own.execute(
            f"create table staging.raw_notes (a {kind}, b text, _extra jsonb, _load_id bigint "
            "not null, _source_row bigint not null) partition by list (_load_id)".encode()
        )
    (inbox / "notes.csv").write_text(f"a,b\n{CANARY},{CANARY}\n")
    # Nobody but the server itself can keep what is no number out of its log.
    in_log = kind == "integer"
    refused("SQLSTATE 2", "files: '*.csv'", "load", str(inbox), in_log=in_log)


@pytest.mark.parametrize(("case", "rows"), WORKBOOKS.items(), ids=WORKBOOKS.keys())
def test_no_value_of_a_workbook_shows(
    case: str, rows: list[list[object]], inbox: Path, refused: Refused
) -> None:
    if rows:
        frame = pandas.DataFrame(rows)
        frame.to_excel(inbox / "notes.xlsx", header=False, index=False)
    else:
        (inbox / "notes.xlsx").write_text(CANARY)
    limits = SETTINGS.get(case, "limits: {min_rows: 1}")
    refused("notes.xlsx", f"files: '*.xlsx', format: excel, {limits}", "load", str(inbox))


@pytest.mark.parametrize(("database", "b", "pulled"), TABLES.values(), ids=TABLES.keys())
def test_no_value_of_a_database_shows(
    database: str, b: str, pulled: str, refused: Refused, request: pytest.FixtureRequest
) -> None:
    operational: Any = request.getfixturevalue(database)
    operational.execute(f"create table people (a text, b {'text' if database == 'school' else ''})")
    operational.execute(f"insert into people values ('{CANARY}', {b})")
    refused("SCHOOL_DB", f"database: SCHOOL_DB, {pulled}", "pull")
