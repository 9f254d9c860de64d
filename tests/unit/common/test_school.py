"""The school's own file keeps what people wrote into it, and says where it is wrong."""

from pathlib import Path

import pytest

from common import school
from common.errors import UserError


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    return tmp_path / "school.yml"


def test_without_a_file_nothing_is_decided() -> None:
    assert school.own_settings() == {}


def test_what_is_kept_is_read_again_with_its_words_as_they_are(own_folder: Path) -> None:
    words = {"0": "missed", "no": "missed", "(empty)": "excused", "✓": "attended", "null": "missed"}
    school.keep({"sources": {"attendance": {"statuses": words, "delimiter": "\t", "join": []}}})
    assert school.own_settings() == {
        "attendance": {"statuses": words, "delimiter": "\t", "join": []},
    }
    assert own_folder.read_text("utf-8").startswith("# What this school decides for itself")


def test_keeping_more_leaves_comments_and_other_settings(own_folder: Path) -> None:
    own_folder.write_text(
        "language: fr  # spoken here\nsources:\n  # from the registrar\n"
        "  students: {delimiter: ';'}\n"
    )
    school.keep({"sources": {"students": {"header": {"aliases": {"Nom": "name"}}}}})
    school.keep({"sources": {"students": {"header": {"skip": 2}}}})
    text = own_folder.read_text("utf-8")
    assert "# spoken here" in text
    assert "# from the registrar" in text
    assert "language: fr" in text
    assert school.own_settings() == {
        "students": {"delimiter": ";", "header": {"aliases": {"Nom": "name"}, "skip": 2}},
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sources:\n  a: [1\n", "school.yml:3: not valid YAML"),
        ("- a\n", "school.yml:1: must be a mapping"),
        ("sources: [a]\n", "school.yml: `sources` must be a mapping"),
        ("sources: {students: yes}\n", "school.yml: `sources` must be a mapping"),
    ],
)
def test_a_file_that_is_wrong_is_named_with_its_line(
    own_folder: Path, text: str, words: str
) -> None:
    own_folder.write_text(text)
    with pytest.raises(UserError) as told:
        school.own_settings()
    assert words in str(told.value)


def test_a_file_that_is_no_text_is_one_line(own_folder: Path) -> None:
    own_folder.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="cannot be read"):
        school.own_settings()
