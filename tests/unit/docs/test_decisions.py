"""Each decision has a number of its own, and its page is called by it."""

import re

from common.folders import REPOSITORY

PAGES = sorted((REPOSITORY / "docs" / "decisions").glob("*.md"))


def test_decisions_are_numbered_one_after_the_other() -> None:
    assert [page.name[:4] for page in PAGES] == [f"{n:04}" for n in range(1, len(PAGES) + 1)]


def test_a_decision_begins_with_its_number() -> None:
    for page in PAGES:
        assert re.match(rf"# {page.name[:4]}: \S", page.read_text(encoding="utf-8")), page.name
