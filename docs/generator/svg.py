"""Pictures as SVG text, of the few shapes that the project's drawings need. Units are pixels."""

from html import escape

INK, GREY = "#1f2933", "#52606d"
SANS = "'Liberation Sans', Arial, Helvetica, sans-serif"
MONO = "'Liberation Mono', Menlo, Consolas, monospace"

Place = tuple[float, float]


def picture(width: int, height: int, *shapes: str) -> str:
    """A whole file, on white, so that it can be read on a dark page too."""
    body = "\n".join(shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}">\n'
        f'<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" '
        f'markerHeight="7" orient="auto"><path d="M0 0 10 5 0 10z" fill="{INK}"/></marker></defs>\n'
        f'<rect width="{width}" height="{height}" fill="white"/>\n{body}\n</svg>\n'
    )


def text(
    place: Place,
    words: str,
    size: float,
    *,
    font: str = SANS,
    anchor: str = "middle",
    weight: str = "normal",
    colour: str = INK,
) -> str:
    """Words on one line, their middle line at the height of `place`."""
    x, y = place
    return (
        f'<text x="{x:g}" y="{y:g}" font-family="{font}" font-size="{size:g}" '
        f'font-weight="{weight}" fill="{colour}" text-anchor="{anchor}" '
        f'dominant-baseline="central" xml:space="preserve">{escape(words, quote=False)}</text>'
    )


def arrow(tail: Place, head: Place) -> str:
    """A line that ends in a tip."""
    (x1, y1), (x2, y2) = tail, head
    return (
        f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{INK}" stroke-width="2.5" '
        f'marker-end="url(#tip)"/>'
    )
