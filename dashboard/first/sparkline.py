"""A small line of a figure's months, as SVG that needs no script."""

from collections.abc import Sequence

from markupsafe import Markup

WIDTH, HEIGHT, EDGE = 120, 32, 4


def sparkline(values: Sequence[float | None], words: str, goal: float | None = None) -> Markup:
    """Draw the values, oldest first, the last one as a dot; a gap where one is not known.

    `words` say the same to those who do not see it; `goal` is drawn across.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return Markup("")
    seen = [*known, *([goal] if goal is not None else [])]
    low, high = min(seen), max(seen)
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)

    def at(place: int, value: float) -> str:
        share = 0.5 if high == low else (value - low) / (high - low)
        return f"{EDGE + place * step:.1f},{HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE):.1f}"

    lines, line = [], list[str]()
    for place, value in enumerate(values):
        if value is not None:
            line.append(at(place, value))
        if line and (value is None or place == len(values) - 1):
            lines.append(" ".join(line))
            line = []
    drawn = "".join(f'<polyline points="{points}"/>' for points in lines)
    if goal is not None:
        start, end = at(0, goal), at(len(values) - 1, goal)
        drawn += f'<polyline class="goal" points="{start} {end}"/>'
    if values[-1] is not None:
        x, y = at(len(values) - 1, values[-1]).split(",")
        drawn += f'<circle cx="{x}" cy="{y}" r="3"/>'
    shape = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    begin = Markup('<svg class="spark" role="img" aria-label="{}" {}>').format(words, Markup(shape))
    return begin + Markup(drawn + "</svg>")
