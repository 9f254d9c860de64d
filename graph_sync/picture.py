"""Draws the graph's model as a picture."""

from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch

from graph_sync.model import ATTENDED, Node

PICTURE = Path(__file__).resolve().parent.parent / "images" / "graph_model.png"

# Inches and dots per inch; the axes' unit is one inch.
WIDTH, HEIGHT, DPI = 10.0, 4.2, 150
RADIUS = 0.95
INK = "#1f2933"
COLOURS = {"Student": "#f6c177", "Session": "#9ccfd8"}


def draw(path: Path = PICTURE) -> Path:
    """Write the picture; the same model gives the same bytes."""
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, HEIGHT)
    axes.set_axis_off()
    start, end = (2.2, 3.05), (7.8, 3.05)
    _node(axes, ATTENDED.start, start)
    _node(axes, ATTENDED.end, end)
    arrow = FancyArrowPatch(
        (start[0] + RADIUS, start[1]),
        (end[0] - RADIUS, end[1]),
        arrowstyle="-|>",
        mutation_scale=22,
        linewidth=2,
        color=INK,
        shrinkA=3,
        shrinkB=3,
    )
    axes.add_patch(arrow)
    axes.text(
        (start[0] + end[0]) / 2, start[1] + 0.12, ATTENDED.type, size=13, color=INK, ha="center"
    )
    figure.savefig(path, metadata={"Software": None})
    return path


def _node(axes: Axes, node: Node, centre: tuple[float, float]) -> None:
    x, y = centre
    axes.add_patch(Circle(centre, RADIUS, facecolor=COLOURS[node.label], edgecolor=INK, lw=2))
    axes.text(x, y, f":{node.label}", size=15, weight="bold", color=INK, ha="center", va="center")
    for line, each in enumerate(node.properties):
        remark = "  (unique)" if each.name == node.key else "  (when configured)" * each.optional
        axes.text(
            x - RADIUS,
            y - RADIUS - 0.28 - line * 0.26,
            f"{each.name}: {each.kind}{remark}",
            size=10.5,
            family="monospace",
            color=INK,
            va="center",
        )
