"""Writes the model's table into its page of the documentation."""

from pathlib import Path

from docs.generator.marked import replace_marked
from graph_sync.model import ATTENDED, NODES, RUN_LABEL, UNIQUE

PAGE = Path(__file__).resolve().parent.parent / "docs" / "graph_model.md"

BEGIN = "<!-- made by `python -m graph_sync model` -->"
END = "<!-- end -->"


def write_page(path: Path = PAGE) -> Path:
    """Put the table between its marks; the rest of the page is written by hand."""
    path.write_text(with_table(path.read_text(encoding="utf-8")), encoding="utf-8")
    return path


def with_table(page: str) -> str:
    """The page with the table as the model now has it."""
    return replace_marked(page, BEGIN, END, table())


def table() -> str:
    """Markdown table of every label, property, relationship and constraint."""
    lines = ["| where | property | type | meaning | from |", "|---|---|---|---|---|"]
    for node in NODES:
        for each in node.properties:
            remark = ", unique" if (node.label, each.name) in UNIQUE else ""
            remark += ", when configured" * each.optional
            lines.append(
                f"| `:{node.label}` | `{each.name}` | {each.kind}{remark} | {each.meaning} "
                f"| `{node.source(each)}` |"
            )
    start, end = ATTENDED.start.label, ATTENDED.end.label
    lines.append(
        f"| `(:{start})-[:{ATTENDED.type}]->(:{end})` | | | the student sat in the session; "
        f"at most one per pair | `{ATTENDED.mart}` |"
    )
    lines.append(f"| `:{RUN_LABEL}` | `name` | STRING, unique | one node: which sync may write | |")
    return "\n".join(lines)
