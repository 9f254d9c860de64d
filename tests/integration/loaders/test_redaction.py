"""Errors and the ledger name file, line and cause; no value of a row ever shows in them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from services.connections import Role, connect_postgres
from tests.integration.loaders.conftest import Rows
from tests.integration.loaders.test_refusals import run

CANARY = "canary@example.org"
FILES = {
    "ragged": f"a,b\n{CANARY}\n",
    "extra cell": f"a,b\n1,2,{CANARY}\n",
    "broken quote": f'a,b\n1,"{CANARY}\n',
    "no header": f"{CANARY},{CANARY}\n",
    "no header, one cell": f"{CANARY}\n",
    "long header": f"a,b,{CANARY * 9}\n1,2,3\n",
    "duplicate header": f"a,b,{CANARY},{CANARY}\n1,2,3,4\n",
    "broken header": f'a,b,"{CANARY}\n',
    "bad encoding": f"a,b\n{CANARY}\udcff,2\n",
    "bad encoding in the header": f"{CANARY}\udcff,b\n",
    "NUL": f"a,b\n{CANARY}\0,2\n",
    "a column that takes numbers only": f"a,b\n{CANARY},2\n",
    "a value that a constraint refuses": f"a,b\n1,{CANARY}\n",
}


@pytest.mark.parametrize(("case", "text"), FILES.items(), ids=FILES.keys())
def test_no_value_shows_in_an_error(
    case: str, text: str, inbox: Path, tmp_path: Path, query: Callable[[str], Rows]
) -> None:
    (inbox / "notes.csv").write_bytes(text.encode("utf-8", "surrogateescape"))
    contract = tmp_path / "sources.yml"
    contract.write_text("sources: {notes: {files: '*.csv', columns: [a, b]}}")
    with connect_postgres(role=Role.LOADER, autocommit=True) as own:
        own.execute("create domain staging.handle as text check (value not like '%@%')")
        kinds = "a integer, b staging.handle"
        if case.startswith("a "):
            own.execute(
                f"create table staging.raw_notes ({kinds}, _extra jsonb, _load_id bigint not null,"
                " _source_row bigint not null) partition by list (_load_id)".encode()
            )
    done = run("load", inbox, "--sources", contract)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "notes.csv" in done.stderr
    assert CANARY not in done.stdout + done.stderr
    assert CANARY not in str(query("select * from staging.loads"))
    if case.startswith("a "):
        assert "SQLSTATE 2" in done.stderr
