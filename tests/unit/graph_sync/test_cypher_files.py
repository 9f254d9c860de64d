"""The hand-written statements: used, commented, and about the model's names only."""

import re
from pathlib import Path

import pytest

import graph_sync
from graph_sync.insights.findings import INSIGHTS
from graph_sync.model import NODES, RUN_LABEL, UNIQUE

PACKAGE = Path(graph_sync.__file__).parent
FILES = sorted(PACKAGE.rglob("*.cypher")) + sorted(PACKAGE.rglob("*.sql"))
PYTHON = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_first_line_is_a_comment(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith(("// ", "-- "))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_is_used(path: Path) -> None:
    stems = {path.stem, *(f"{path.stem.removesuffix(node.plural)}{{" for node in NODES)}
    asked = set(INSIGHTS)
    assert path.stem in asked or any(stem in PYTHON for stem in stems)


def test_labels_are_the_models() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.cypher"))
    labels = set(re.findall(r":([A-Z][a-z]\w*)", text))
    assert labels == {label for label, _ in UNIQUE}
    assert RUN_LABEL in labels


def test_pages_hold_the_models_properties_in_order() -> None:
    for node in NODES:
        text = (PACKAGE / "cypher" / f"read_{node.plural}.cypher").read_text(encoding="utf-8")
        page = text.split("collect([")[1].partition("COLLECT")[0]
        read = re.findall(rf"{node.label.lower()}\.(\w+)", page)
        assert read == [each.name for each in node.properties]


def test_nodes_are_written_with_the_models_properties_in_order() -> None:
    for node in NODES:
        text = (PACKAGE / "cypher" / f"upsert_{node.plural}.cypher").read_text(encoding="utf-8")
        written = re.findall(r"(\w+)(?:: | = )row\[(\d+)\]", text)
        assert written == [(each.name, str(n)) for n, each in enumerate(node.properties)]
