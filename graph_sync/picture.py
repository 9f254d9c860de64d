"""Draws the graph's model as a picture."""

from collections.abc import Iterator
from pathlib import Path

from docs.generator.svg import INK, MONO, Place, arrow, picture, text
from graph_sync.model import ATTENDED, Node

PICTURE = Path(__file__).resolve().parent.parent / "images" / "graph_model.svg"

WIDTH, HEIGHT, RADIUS, GAP = 1000, 420, 95, 5
START, END = (220, 115), (780, 115)
COLOURS = {"Student": "#f6c177", "Session": "#9ccfd8"}


def model() -> str:
    """The picture as SVG."""
    (x1, y), (x2, _) = START, END
    return picture(
        WIDTH,
        HEIGHT,
        *_node(ATTENDED.start, START),
        *_node(ATTENDED.end, END),
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
