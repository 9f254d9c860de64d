"""Whether an undeclared column beside attendance tells who came: then nobody may overlook it."""

import re

from loaders.inspection.cells import Cells, filled
from loaders.inspection.statuses import is_bare
from loaders.vocabulary import folded, status_words, vocabulary

CLOCK = re.compile(
    r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ T])?\d{1,2}[:h]\d{2}(?::\d{2})?(?: ?[ap]m)?",
    re.IGNORECASE,
)
FEW = 6  # different values of a column that may be a status in letters, numbers or signs


def looks_like(name: str, cells: Cells) -> str | None:
    """Return `status`, `time` or `role`, else None, by a column's name and by what it holds."""
    words, key = vocabulary(), folded(name)
    if key in words.statuses:
        return "status"
    if key in words.times:
        return "time"
    if key in words.roles:
        return "role"
    values = filled(cells)
    rows = sum(values.values())
    if not rows:
        return None
    known = status_words("attendance")
    if sum(count for text, count in values.items() if folded(text) in known) * 2 > rows:
        return "status"
    if sum(count for text, count in values.items() if CLOCK.fullmatch(text)) * 2 > rows:
        return "time"
    if len(values) <= FEW and all(is_bare(text) and len(text) <= 2 for text in values):
        return "status"
    return None
