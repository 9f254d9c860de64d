"""A file that breaks a limit is refused as soon as that is certain, and told how it may land."""

import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from loaders.batch import FileRefusedError
from loaders.contract.model import Dialect, Header, Limits, Source
from loaders.contract.sources import read_sources
from loaders.files import reading
from tests.unit.loaders.files.in_process import landed


def refusal(source: Source, path: Path) -> str:
    with pytest.raises(FileRefusedError) as caught:
        landed(source, path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "header", "cells"),
    [
        (b"a,b\n1,x,\n2,y,\n3,z,\n", Header(), 3),
        (b"a,b,\n1,x\n2,y\n3,z\n", Header(), 2),
        (b'"a\n",b\n1,x,p\n2,y,q\n3,z,r\n', Header(aliases={"a": "a"}), 3),
        (b"notes\n\na,b\n1,x,p\n2,y,q\n3,z,r\n", Header(skip=1), 3),
        (b"sep=,\na,b\n1,x,p\n2,y,q\n3,z,r\n", Header(), 3),
    ],
)
def test_records_wider_or_narrower_than_the_header_land_as_the_message_says(
    data: bytes, header: Header, cells: int, tmp_path: Path
) -> None:
    file = tmp_path / "notes.csv"
    file.write_bytes(data)
    said = refusal(Source("notes", required=("a", "b"), header=header), file)
    assert f"3 of them for {'extra' if cells > 2 else 'missing'}-cell" in said
    assert f"name all {cells} columns in their order in sources.yml under `columns`" in said
    [written] = re.findall("`(header: {[^`]*})`", said)
    mended = Header(**YAML(typ="safe").load(written)["header"])
    columns = ("a", "b", "c")[:cells]
    assert len(landed(Source("notes", required=columns, header=mended), file).rows) == 3


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_another_delimiter_in_a_file_without_a_header_is_told(mark: str, tmp_path: Path) -> None:
    file = tmp_path / "notes.csv"
    file.write_text(f"1{mark}x\n2{mark}y\n")
    source = Source("notes", required=("a", "b"), header=Header(rows=0))
    [written] = re.findall("`(delimiter: [^`]*)`", refusal(source, file))
    mended = replace(source, dialect=Dialect(**YAML(typ="safe").load(written)))
    assert len(landed(mended, file).rows) == 2


def test_a_file_in_which_quotes_mean_nothing_lands_as_the_message_says(tmp_path: Path) -> None:
    file, contract = tmp_path / "notes.csv", tmp_path / "sources.yml"
    file.write_text('a,b\n1,5" pipe\n2,y\n')
    written = "sources: {notes: {files: '*', columns: [a, b]}}"
    contract.write_text(written)
    [source] = read_sources(contract)
    [setting] = re.findall("`(quote: [^`]*)`", refusal(source, file))
    contract.write_text(written.replace("columns", f"{setting}, columns"))
    [source] = read_sources(contract)
    assert len(landed(source, file).rows) == 2


def test_a_few_odd_records_are_no_fault_of_the_header(tmp_path: Path) -> None:
    file = tmp_path / "notes.csv"
    file.write_bytes(b"a,b\n1,x\n2\n3,z\n")
    said = refusal(Source("notes", required=("a", "b")), file)
    assert "line 3: 1 of 3 records cannot be read" in said
    assert ": correct the file, or land it all the same with `--allow notes.max_rejected`" in said


@pytest.mark.parametrize(
    ("encoding", "most"), [("utf-8", 8_000), ("cp1252", 10_000), ("utf-16-le", 18_000)]
)
def test_a_file_is_given_up_once_no_rest_of_it_can_keep_the_limit(
    encoding: str, most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BLOCK", 2**13)
    file = tmp_path / "notes.csv"
    file.write_bytes(("a,b\n" + "1,é,a third cell\n" * 20_000).encode(encoding))
    source = Source("notes", required=("a", "b"), dialect=Dialect(encoding=encoding))
    said = refusal(source, file)
    [read] = re.findall(r"of the first ([\d,]+) records", said)
    assert int(read.replace(",", "")) < most
    assert said.endswith("or land it all the same with `--allow notes.max_rejected`")
    mended = replace(source, limits=Limits(min_rows=0, max_rejected=1.0))
    assert len(landed(mended, file).rejected) == 20_000


@pytest.mark.parametrize("name", ["notes.csv", "notes.csv.gz"])
def test_a_file_that_is_bad_only_at_first_is_read_to_its_end(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BLOCK", 2**10)
    file = tmp_path / name
    data = b"a,b\n" + b"1,bad,x\n" * 1_000 + b"1,\n" * 19_000
    file.write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    found = landed(Source("notes", required=("a", "b")), file)
    assert (len(found.rows), len(found.rejected)) == (19_000, 1_000)
