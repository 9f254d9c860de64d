"""What the README shows is what the commands print."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from services.connections import connect_postgres
from tests.integration.dbt.conftest import empty

COMMANDS = (
    ("loaders", "load", "data/sample"),
    ("dbt.cli.main", "--quiet", "build"),
    ("graph_sync", "sync", "--allow-delete-fraction", "1"),
    ("queries.summary",),
)


@pytest.fixture(scope="module")
def summary(graph: Path) -> str:
    """The last lines of `make demo`, from the sample alone."""
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
    for command in COMMANDS:
        done = subprocess.run(
            [sys.executable, "-m", *command], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


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
