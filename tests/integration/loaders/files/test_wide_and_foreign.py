"""What only shows once rows are in PostgreSQL: too wide, or in another encoding than declared."""

from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.batch import FileRefusedError, LandingError
from loaders.contract.model import Source
from tests.integration.loaders.conftest import Load, Rows

Contract = Callable[[str], tuple[Source, ...]]
NOTES = "sources: {notes: {files: '*', columns: [a, b]}}"


def test_a_few_rows_in_another_encoding_refuse_the_file(
    load: Load, inbox: Path, query: Callable[[str], Rows], contract: Contract
) -> None:
    data = b"a,b\n" + b"1,x\n" * 50 + "2,Zoë\n".encode("cp1252")
    (inbox / "notes.csv").write_bytes(data)
    with pytest.raises(
        FileRefusedError, match=r"line 52\): 1 record cannot be read in it"
    ) as caught:
        load(contract(NOTES))
    assert "and only 0 with other letters than ASCII can" in str(caught.value)
    # What it says, one after the other.
    load(contract(NOTES.replace("columns", "encoding: windows-1252, columns")))
    assert query("select b from staging.raw_notes where a = '2'") == [("Zoë",)]
    [receipt] = load(contract(NOTES.replace("columns", "limits: {max_rejected: 1}, columns")), True)
    assert (receipt.landed, receipt.rejected) == (50, 1)
    # A file in UTF-8 with one damaged row.
    (inbox / "notes.csv").write_bytes(data + "3,Zoë\n".encode() * 100)
    [receipt] = load(contract(NOTES))
    assert (receipt.landed, receipt.rejected) == (150, 1)


def test_rows_too_wide_for_postgresql_are_told_so_and_land_undeclared(
    load: Load, inbox: Path, query: Callable[[str], Rows], contract: Contract
) -> None:
    names = [f"c{number}" for number in range(1_000)]
    (inbox / "notes.csv").write_text(",".join(names) + "\n" + ",".join(["0123456789"] * 1_000))
    with pytest.raises(LandingError, match="declare fewer; what nobody declares is kept"):
        load(contract(NOTES.replace("[a, b]", str(names))))
    load(contract(NOTES.replace("{notes:", "{wide:").replace("[a, b]", "[c0]")))
    [(first, others)] = query("select c0, _extra from staging.raw_wide")
    assert (first, len(others)) == ("0123456789", 999)
