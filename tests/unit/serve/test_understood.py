"""The screen of an inspection as a page's parts, in the school's language."""

from pathlib import Path
from typing import Any

import pytest

from common.language import language
from loaders.contract.sources import DEFAULT_SOURCES
from loaders.inspection.answers import understand
from serve.kept import Kept
from serve.understood import understood_page


def page(folder: Path, **files: str) -> dict[str, Any]:
    kept = Kept(folder / ".serve")
    for name, text in files.items():
        (kept.files / f"{name}.csv").write_text(text)
    found = understand(kept.files, DEFAULT_SOURCES, {})
    return understood_page(kept, found, language("fr"))


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))


def test_a_source_is_told_with_its_files_how_they_are_written_and_until_when(
    tmp_path: Path,
) -> None:
    text = "N° séance;Date;Durée\nS1;04/05/2026;90\nS2;20/05/2026;90\n"
    told = page(tmp_path, séances=text)
    [source] = told["sources"]
    shown = (source["name"], source["files"], source["rows"])
    assert shown == ("séances", "séances.csv", "2 lignes")
    assert source["how"] == ['";"']
    assert told["until"] == "séances 20 mai 2026"
    assert not set(source["plain"]) & set(source["lines"])
    assert [file["size"] for file in told["files"]] == ["1 ko"]


def test_a_header_stays_as_it_is_in_the_file_where_it_is_an_answer(tmp_path: Path) -> None:
    told = page(tmp_path, students="status,progress\nA1,9\nA2,8\n")
    [asked] = told["questions"]
    assert [choice["words"] for choice in asked["choices"]] == [
        *("status", "progress", "aucune\u00a0: exportez-le avec cette colonne"),
    ]
    assert asked["choices"][0]["examples"] == ("A1", "A2")
