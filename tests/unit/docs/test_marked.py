import pytest

from common.errors import UserError
from docs.generator.marked import replace_marked


def test_only_what_is_between_the_markers_is_replaced() -> None:
    page = "before\n<!-- b -->\nold\n<!-- e -->\nafter\n"
    assert replace_marked(page, "<!-- b -->", "<!-- e -->", r"new \1") == (
        "before\n<!-- b -->\nnew \\1\n<!-- e -->\nafter\n"
    )


@pytest.mark.parametrize("page", ["no marks", "<!-- b --> only", "<!-- e --> before <!-- b -->"])
def test_a_page_without_its_marks_is_refused(page: str) -> None:
    with pytest.raises(UserError, match="lost its marks"):
        replace_marked(page, "<!-- b -->", "<!-- e -->", "new")
