"""Writes the model into the documentation: a table in its page, and a picture."""

from collections.abc import Iterator
from pathlib import Path

from docs.generator.marked import replace_marked
from docs.generator.svg import INK, MONO, Place, arrow, picture, text
from graph_sync.model import ATTENDED, NODES, RUN_LABEL, UNIQUE, Node

PAGE = Path(__file__).resolve().parent.parent / "docs" / "graph_model.md"

BEGIN = "<!-- made by `python -m graph_sync model` -->"
END = "<!-- end -->"

PICTURE = Path(__file__).resolve().parent.parent / "images" / "graph_model.svg"

WIDTH, HEIGHT, RADIUS, GAP = 1000, 420, 95, 5
FROM, TO = (220, 115), (780, 115)
COLOURS = {"Student": "#f6c177", "Session": "#9ccfd8"}


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


def model() -> str:
    """The picture as SVG."""
    (x1, y), (x2, _) = FROM, TO
    return picture(
        WIDTH,
        HEIGHT,
        *_node(ATTENDED.start, FROM),
        *_node(ATTENDED.end, TO),
        arrow((x1 + RADIUS + GAP, y), (x2 - RADIUS - GAP, y)),
        text(((x1 + x2) / 2, y - 20), ATTENDED.type, 18),
    )


def draw(path: Path = PICTURE) -> Path:
    """Write the picture."""
    path.write_text(model(), encoding="utf-8")
    return path


def _node(node: Node, centre: Place) -> Iterator[str]:
    x, y = centre
    yield (
        f'<circle cx="{x:g}" cy="{y:g}" r="{RADIUS}" fill="{COLOURS[node.label]}" '
        f'stroke="{INK}" stroke-width="2.5"/>'
    )
    yield text(centre, f":{node.label}", 21, weight="bold")
    for line, each in enumerate(node.properties):
        remark = "  (unique)" if each.name == node.key else "  (when configured)" * each.optional
        place = (x - RADIUS, y + RADIUS + 28 + 26 * line)
        yield text(place, f"{each.name}: {each.kind}{remark}", 14.5, font=MONO, anchor="start")
