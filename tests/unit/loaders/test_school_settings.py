"""What school.yml says goes on top of the contract, and is checked like it."""

from pathlib import Path
from typing import Any

import pytest

from common import school
from loaders.contract.model import ContractError, Source
from loaders.contract.sources import read_sources

CONTRACT = """
sources:
  sessions:
    files: "*sessions*.csv"
    columns: [session_id, date, module]
    optional: [status]
    delimiter: "|"
    header: {skip: 1, aliases: {Tag: date}}
"""


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the one source, with the text of a school.yml on top."""
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    (tmp_path / "sources.yml").write_text(CONTRACT)

    def reader(text: str) -> Source:
        school.school_path().write_text(text, encoding="utf-8")
        [source] = read_sources(tmp_path / "sources.yml", school.own_settings())
        return source

    return reader


def test_mappings_are_added_to_and_all_else_is_replaced(read: Any) -> None:
    source = read(
        "sources:\n  sessions:\n    files: ['*séances*.csv']\n    delimiter: ';'\n"
        "    header: {aliases: {Jour: date}}\n    date_order: day_first\n"
        "    statuses: {Annulée: cancelled}\n    without: [module]\n"
    )
    assert (source.files, source.dialect.delimiter) == (("*séances*.csv",), ";")
    assert (source.header.skip, source.header.aliases) == (1, {"Tag": "date", "Jour": "date"})
    assert (source.required, source.optional) == (("session_id", "date"), ("status", "module"))
    assert (source.date_order, source.statuses) == ("day_first", {"Annulée": "cancelled"})


def test_what_it_says_of_other_things_changes_no_source(read: Any) -> None:
    source = read("language: fr\n")
    assert (source.dialect.delimiter, source.date_order) == ("|", "iso")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  sesions: {delimiter: ';'}\n", "school.yml:2: no source `sesions`"),
        (
            "  sessions:\n    delimeter: ';'\n",
            "school.yml:3: sessions: unknown setting `delimeter`",
        ),
        ("  sessions:\n    date_order: dmy\n", "school.yml:3: sessions: date_order is `dmy`"),
        ("  sessions:\n    statuses: {Non: missed}\n", "school.yml:3: sessions: `Non` counts as"),
        (
            "  sessions:\n    without: [salle]\n",
            "school.yml:3: sessions: without: no column",
        ),
        ("  sessions:\n    encoding: utf-9\n", "school.yml:3: sessions: encoding must be"),
        (
            "  sessions:\n    header:\n      aliases: {Ort: campus}\n",
            "school.yml:4: sessions: Ort is `campus`",
        ),
    ],
)
def test_a_mistake_is_told_with_the_file_and_line_it_is_in(
    read: Any, text: str, words: str
) -> None:
    with pytest.raises(ContractError) as told:
        read(f"sources:\n{text}")
    assert words in str(told.value)
