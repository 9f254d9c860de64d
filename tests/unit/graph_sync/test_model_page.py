"""The page and the picture are what the model makes of them."""

from pathlib import Path

from graph_sync import document
from graph_sync.document import PICTURE, draw
from queries import questions


def test_the_table_in_the_page_is_the_models() -> None:
    page = document.PAGE.read_text(encoding="utf-8")

    assert document.table() in page
    assert document.with_table(page) == page


def test_the_page_links_every_question_in_its_languages() -> None:
    page = document.PAGE.read_text(encoding="utf-8")
    for name in questions.names():
        for engine in questions.engines(name):
            assert questions.question(name, engine).title in page
            assert f"(../queries/{name}.{engine})" in page


def test_the_picture_is_drawn_from_the_model(tmp_path: Path) -> None:
    drawn = draw(tmp_path / "model.svg").read_text("utf-8")

    assert drawn == PICTURE.read_text("utf-8")
    assert "student_id: STRING  (unique)" in drawn
