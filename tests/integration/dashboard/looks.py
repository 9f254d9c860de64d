"""What a page holds, and what is wrong with the looks of the one that is open."""

import re
from base64 import b64decode
from gzip import decompress

PACKED = re.compile(r'(?<=id="packed">)[^<]*')


def unpacked(html: str) -> str:
    """The page with its rows as text."""
    return PACKED.sub(lambda found: decompress(b64decode(found[0])).decode(), html)


# Each row of cards that does not fill its width: its first card's title.
HOLES = """
    () => [...document.querySelectorAll("section.open :is(.scores, .charts, .tiles), .filters")].filter((grid) => getComputedStyle(grid).display === "grid").flatMap((grid) => {
        const rows = new Map();
        for (const card of grid.children) {
            const box = card.getBoundingClientRect();
            if (box.width) rows.set(box.top, [...(rows.get(box.top) ?? []), { card, box }]);
        }
        const { width } = grid.getBoundingClientRect();
        const gap = parseFloat(getComputedStyle(grid).columnGap);
        return [...rows.values()]
            .filter((row) => Math.abs(row.reduce((sum, { box }) => sum + box.width + gap, -gap) - width) > 2)
            .map(([{ card }]) => (card.querySelector("h3, summary") ?? card).textContent);
    })
"""  # noqa: E501
# Each text of a drawing that its edge cuts off, with the chart that it is of.
CUT_OFF = """
    () => [...document.querySelectorAll("section.open .plot svg")].flatMap((drawing) => {
        const edge = drawing.getBoundingClientRect();
        const isCut = (text) => {
            const box = text.getBoundingClientRect();
            const isSeen = box.width && text.getAttribute("opacity") !== "0";
            return isSeen && (box.right > edge.right + 1 || box.left < edge.left - 1);
        };
        const title = drawing.closest("article").querySelector("h3").textContent;
        return [...drawing.querySelectorAll("text")].filter(isCut).map((text) => `${title}: ${text.textContent}`);
    })
"""  # noqa: E501
