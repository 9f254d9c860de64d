"""Which package knows which: no two know each other, whatever the way round."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from common.folders import REPOSITORY

PACKAGES = {path.parent.name for path in REPOSITORY.glob("*/__init__.py")}
INSIDE = {"data", "docs"}  # folders of other things, with a package `generator` each


def imported(path: Path) -> Iterator[str]:
    """The packages of the project that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def known() -> dict[str, set[str]]:
    """{package: those that it imports}."""
    packages = PACKAGES | INSIDE
    return {
        package: packages
        & {name for path in modules(package) for name in imported(path)} - {package}
        for package in packages
    }


def modules(package: str) -> Iterator[Path]:
    return (REPOSITORY / package).rglob("*.py")


def test_no_two_packages_know_each_other() -> None:
    TopologicalSorter(known()).prepare()  # names the circle, if there is one


def test_everybody_knows_common_which_knows_nobody() -> None:
    found = known()
    assert found.pop("common") == set()
    assert [package for package, others in found.items() if "common" not in others] == []


def test_a_circle_would_be_noticed() -> None:
    with pytest.raises(CycleError):
        TopologicalSorter(known() | {"verdict": {"dashboard"}}).prepare()
