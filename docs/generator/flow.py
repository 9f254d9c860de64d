"""Draws how the data flows, for the README's first screen."""

from collections.abc import Iterator
from pathlib import Path

from docs.generator.svg import GREY, INK, MONO, Place, arrow, picture, text

PICTURE = Path("images/flow.svg")

WIDTH, HEIGHT = 1300, 430
BOX_WIDTH, BOX_HEIGHT, GAP = 230, 155, 4
# The upper left corner of each box.
SOURCES, STAGING, MARTS = (25, 140), (365, 140), (705, 140)
REPORTS, GRAPH = (1045, 20), (1045, 255)

BOXES: dict[Place, tuple[str, str, str]] = {
    SOURCES: (
        "Raw exports",
        "CSV files:\nstudents, sessions,\nattendance, subscriptions",
        "#e4e7eb",
    ),
    STAGING: (
        "staging",
        "PostgreSQL: every row\nas it came, all text;\nbad lines rejected",
        "#f7d9a8",
    ),
    MARTS: ("marts", "PostgreSQL: clean, tested\ntables with keys\nand a churn flag", "#b7e0c4"),
    REPORTS: ("Reports", "the dashboard,\nLooker Studio,\nSQL questions", "#c5d8f0"),
    GRAPH: ("Graph", "Neo4j:\n(:Student)-[:ATTENDED]->\n(:Session)", "#b8e2e8"),
}

# From, to, by which command, and where that is written beside the middle of the arrow.
STEPS: list[tuple[Place, Place, str, Place]] = [
    (SOURCES, STAGING, "make load", (0, -18)),
    (STAGING, MARTS, "make build", (0, -18)),
    (MARTS, REPORTS, "make dashboard", (-47, -54)),
    (MARTS, GRAPH, "make graph", (-47, 55)),
]


def flow() -> str:
    """The picture as SVG."""
    boxes = [shape for place, said in BOXES.items() for shape in _box(place, *said)]
    steps = [shape for step in STEPS for shape in _step(*step)]
    return picture(WIDTH, HEIGHT, *boxes, *steps)


def _box(place: Place, title: str, words: str, colour: str) -> Iterator[str]:
    x, y = place
    middle = x + BOX_WIDTH / 2
    yield (
        f'<rect x="{x:g}" y="{y:g}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="12" '
        f'fill="{colour}" stroke="{INK}" stroke-width="1.4"/>'
    )
    yield text((middle, y + 31), title, 21, weight="bold")
    for number, line in enumerate(words.split("\n")):
        yield text((middle, y + 74 + 20 * number), line, 15)


def _step(start: Place, end: Place, command: str, beside: Place) -> Iterator[str]:
    tail = (start[0] + BOX_WIDTH + GAP, start[1] + BOX_HEIGHT / 2)
    head = (end[0] - GAP, end[1] + BOX_HEIGHT / 2)
    middle = ((tail[0] + head[0]) / 2 + beside[0], (tail[1] + head[1]) / 2 + beside[1])
    yield arrow(tail, head)
    yield text(middle, command, 14.5, font=MONO, colour=GREY)
