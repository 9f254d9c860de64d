"""What the README shows is what the commands print."""

import re
from pathlib import Path


def test_readme_shows_the_summary(summary: str) -> None:
    shown = re.search(r"```\n(Landed\n.*?)```", Path("README.md").read_text("utf-8"), re.DOTALL)
    assert shown is not None
    printed = summary.partition("\n\nWhat to try next")[0]
    assert _timeless(shown[1]) == _timeless(printed)


def test_readme_is_short_enough_to_be_read() -> None:
    assert len(Path("README.md").read_text("utf-8").splitlines()) <= 150


def test_every_page_that_the_docs_link_to_is_there() -> None:
    pages = [Path("README.md"), Path("CONTRIBUTING.md"), *Path("docs").rglob("*.md")]
    for page in pages:
        for link in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
            assert link.startswith("http") or (page.parent / link).exists(), f"{page}: {link}"


def test_every_make_target_that_the_docs_name_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", Path("Makefile").read_text("utf-8"), re.MULTILINE))
    pages = [Path("README.md"), Path("CONTRIBUTING.md"), *Path("docs").rglob("*.md")]
    for page in pages:
        named = set(re.findall(r"[`\n]make ([a-z-]+)", page.read_text("utf-8")))
        assert named <= targets, f"{page}: {named - targets}"


def _timeless(text: str) -> list[str]:
    """Lines without what depends on the day of the load: churn is judged as of that day."""
    lines = text.strip().splitlines()
    return [line for line in lines if not line.strip().startswith(("churn rate", "to look at"))]
