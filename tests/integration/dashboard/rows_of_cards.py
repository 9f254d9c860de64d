"""Whether the cards of a page lie side by side without a hole, and none on another."""

# Of the page that is open, each row of cards that does not fill its width: its first card's title.
HOLES = """
    () => [...document.querySelectorAll("section.open :is(.scores, .charts, .tiles)")].flatMap((grid) => {
        const rows = new Map();
        for (const card of grid.children) {
            const box = card.getBoundingClientRect();
            if (box.width) rows.set(box.top, [...(rows.get(box.top) ?? []), { card, box }]);
        }
        const { width } = grid.getBoundingClientRect();
        const gap = parseFloat(getComputedStyle(grid).columnGap);
        return [...rows.values()]
            .filter((row) => Math.abs(row.reduce((sum, { box }) => sum + box.width + gap, -gap) - width) > 2)
            .map(([{ card }]) => card.querySelector("h3, summary")?.textContent);
    })
"""  # noqa: E501
