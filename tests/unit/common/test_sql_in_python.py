"""SQL over what is behind the marts is in few places: everybody else reads marts."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from common.folders import REPOSITORY

# These land, project, publish and erase; benchmarks and tests look behind the scenes.
ALLOWED = (
    "loaders/",
    "graph_sync/",
    "refresh/build/",
    "refresh/spark/",
    "privacy/",
    "backup/",
    "benchmarks/",
    "tests/",
)
BEHIND = re.compile(r"\b(?:staging|intermediate|history)(?:_next)?\.(?:\"?[a-z{]|$)")


def packages() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    return listed.stdout.split()


def strings(path: Path) -> Iterator[str]:
    """The texts of a module, without its docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    said = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def test_only_landing_projecting_and_publishing_read_behind_the_marts() -> None:
    found = {
        name: text
        for name in packages()
        if not name.startswith(ALLOWED)
        for text in strings(REPOSITORY / name)
        if BEHIND.search(text)
    }
    assert found == {}


def test_it_would_be_noticed() -> None:
    looked_at = list(strings(REPOSITORY / "loaders" / "summary.py"))
    assert any(BEHIND.search(text) for text in looked_at)
