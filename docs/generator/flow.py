"""Draws how the data flows, for the README's first screen."""

from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

PICTURE = Path("images/flow.png")

# Inches and dots per inch; the axes' unit is one inch.
WIDTH, HEIGHT, DPI = 13.0, 4.3, 140
BOX_WIDTH, BOX_HEIGHT = 2.3, 1.55
INK, GREY = "#1f2933", "#52606d"

Place = tuple[float, float]
SOURCES, STAGING, MARTS = (0.25, 1.35), (3.65, 1.35), (7.05, 1.35)
REPORTS, GRAPH = (10.45, 2.55), (10.45, 0.2)

BOXES: dict[Place, tuple[str, str, str]] = {
    SOURCES: (
        "Raw exports",
        "CSV files:\nstudents, sessions,\nattendance, subscriptions",
        "#e4e7eb",
    ),
    STAGING: (
        "staging",
        "PostgreSQL: every row\nas it came, all text;\nbad lines set aside",
        "#f7d9a8",
    ),
    MARTS: ("marts", "PostgreSQL: clean, tested\ntables with keys\nand a churn flag", "#b7e0c4"),
    REPORTS: ("Reports", "the dashboard,\nLooker Studio,\nSQL questions", "#c5d8f0"),
    GRAPH: ("Graph", "Neo4j:\n(:Student)-[:ATTENDED]->\n(:Session)", "#b8e2e8"),
}

STEPS: list[tuple[Place, Place, str]] = [
    (SOURCES, STAGING, "make load"),
    (STAGING, MARTS, "dbt build"),
    (MARTS, REPORTS, "make dashboard"),
    (MARTS, GRAPH, "make graph"),
]


def draw(path: Path = PICTURE) -> Path:
    """Write the picture; the same code gives the same bytes."""
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, HEIGHT)
    axes.set_axis_off()
    for place, (title, text, colour) in BOXES.items():
        _box(axes, place, title, text, colour)
    for start, end, command in STEPS:
        _arrow(axes, start, end, command)
    figure.savefig(path, metadata={"Software": None})
    return path


def _box(axes: Axes, place: Place, title: str, text: str, colour: str) -> None:
    x, y = place
    shape = FancyBboxPatch(
        place, BOX_WIDTH, BOX_HEIGHT, boxstyle="round,pad=0,rounding_size=0.12", fc=colour, ec=INK
    )
    axes.add_patch(shape)
    middle = x + BOX_WIDTH / 2
    axes.text(
        middle,
        y + BOX_HEIGHT - 0.3,
        title,
        size=15,
        weight="bold",
        color=INK,
        ha="center",
        va="center",
    )
    axes.text(middle, y + 0.6, text, size=10.5, color=INK, ha="center", va="center")


def _arrow(axes: Axes, start: Place, end: Place, command: str) -> None:
    tail = (start[0] + BOX_WIDTH, start[1] + BOX_HEIGHT / 2)
    head = (end[0], end[1] + BOX_HEIGHT / 2)
    axes.add_patch(
        FancyArrowPatch(tail, head, arrowstyle="-|>", mutation_scale=20, linewidth=2, color=INK)
    )
    rise = head[1] - tail[1]
    # Above an arrow that lies, beside one that climbs or falls.
    place = (
        (tail[0] + 0.1, tail[1] + (1.1 if rise > 0 else -1.18))
        if rise
        else ((tail[0] + head[0]) / 2, tail[1] + 0.14)
    )
    axes.text(*place, command, size=10.5, family="monospace", color=GREY, ha="center")
