"""The generated parts of the docs say what the models' YAML says today."""

from pathlib import Path

import pytest

from docs.generator.flow import PICTURE
from docs.generator.pages import generated_pages


@pytest.fixture(scope="module")
def pages(services_home: Path) -> dict[Path, str]:
    return generated_pages()


def test_pages_are_up_to_date(pages: dict[Path, str]) -> None:
    stale = [str(path) for path, text in pages.items() if path.read_text("utf-8") != text]
    assert stale == [], "run `python -m docs.generator`"


def test_diagram_draws_the_foreign_keys(pages: dict[Path, str]) -> None:
    diagram = pages[Path("docs/reference/relational_schema.md")]
    assert 'students ||--o{ attendance : "student_id"' in diagram
    assert "        text student_id PK, FK\n" in diagram


def test_dictionary_marks_personal_data(pages: dict[Path, str]) -> None:
    dictionary = pages[Path("docs/reference/data_dictionary.md")]
    (email,) = [line for line in dictionary.splitlines() if line.startswith("| `email` |")]
    assert email.endswith("*Personal data.* |")


def test_picture_of_the_flow_is_what_the_code_draws(pages: dict[Path, str]) -> None:
    assert pages[PICTURE] == PICTURE.read_text("utf-8")
    assert all(f">{command}<" in pages[PICTURE] for command in ("make load", "make build"))
