"""Whether attendance is a register: a row per student, a column per session or date."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from loaders.inspection.cells import cleaned
from loaders.inspection.dates import DateOrder, order_of

LEAST = 3  # columns of sessions that make a register
# A date at the beginning of a header, such as Moodle's `May 4 2026 9:00AM All students`.
LEADING = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\w{3,9}\.? \d{1,2},? \d{4}|\d{1,2} \w{3,9}\.? \d{4}"
)


@dataclass(frozen=True)
class Register:
    """The columns of a register: `by` is `session` or `date`, `order` how the dates are written."""

    by: str
    positions: tuple[int, ...]
    order: DateOrder | None = None


def register_of(
    names: Sequence[str], extra: Collection[int], sessions: Collection[str]
) -> Register | None:
    """Find the sessions among a header's undeclared columns; `sessions` are the ids known."""
    ids = tuple(at for at in extra if cleaned(names[at]) in sessions)
    if len(ids) >= LEAST:
        return Register("session", ids)
    dates = {at: match[0] for at in extra if (match := LEADING.match(cleaned(names[at])))}
    order = order_of(Counter(dates.values()))
    if order.dates >= LEAST and not order.unreadable:
        return Register("date", tuple(dates), order)
    return None
