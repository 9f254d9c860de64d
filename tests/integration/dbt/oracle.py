"""The marts' rules once more, in Python, on the text as it landed: what the tests compare with."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

AS_OF = date(2026, 11, 15)
PROGRESS_REACHED = 0.90
EARLY = 0.50
GRACE = timedelta(days=30)
NOTHING = {"", "null", "none", "nan", "n/a", "#n/a", "\\n", "-"}


def clean(text: str | None) -> str | None:
    """Collapse blanks and compose characters; None for what says "nothing"."""
    collapsed = " ".join(unicodedata.normalize("NFC", text or "").split())
    return None if collapsed.lower() in NOTHING else collapsed


def known_ids(rows: Iterable[tuple[str | None]]) -> set[str | None]:
    """The ids of an export, cleaned."""
    return {clean(row[0]) for row in rows} - {None}


def attended_pairs(
    rows: Iterable[tuple[str | None, str | None]],
    students: set[str | None],
    sessions: set[str | None],
) -> set[tuple[str | None, str | None]]:
    """The pairs of a log whose student and session are both known."""
    pairs = {(clean(student), clean(session)) for student, session in rows}
    return {pair for pair in pairs if pair[0] in students and pair[1] in sessions}


@dataclass(frozen=True)
class Subscription:
    """One kept row of the export, as read; `subscriber` tells people apart."""

    key: str
    subscriber: str
    start: date | None
    end: date | None
    progress: float | None
    has_diploma: bool | None

    @property
    def is_valid(self) -> bool:
        """Whether both days are there, in their order."""
        return self.start is not None and self.end is not None and self.end >= self.start


def read_subscriptions(rows: Iterable[tuple[Any, ...]]) -> list[Subscription]:
    """Read rows of key, subscriber, start, end, progress, diploma flag and diploma date."""
    read = []
    for key, subscriber, *texts in rows:
        start, end, progress, flag, diploma = (clean(text) for text in texts)
        given = _date(diploma)
        has = given <= AS_OF if given else _truth(flag)
        read.append(Subscription(key, subscriber, _date(start), _date(end), _share(progress), has))
    return read


def expected_verdicts(subscriptions: list[Subscription]) -> dict[str, tuple[Any, ...]]:
    """Map subscription to status, flag, reason and the day it was lost."""
    of_one: defaultdict[str, list[Subscription]] = defaultdict(list)
    for one in subscriptions:
        of_one[one.subscriber].append(one)
    return {one.key: _verdict(one, of_one[one.subscriber]) for one in subscriptions}


def _verdict(one: Subscription, same_person: list[Subscription]) -> tuple[Any, ...]:
    status = _status(one, same_person)
    if status != "churned":
        flag = None if status in ("invalid", "upcoming", "unknown") else False
        return status, flag, None, None
    assert one.end
    return status, True, _reason(one), one.end + GRACE + timedelta(days=1)


def _status(one: Subscription, same_person: list[Subscription]) -> str:
    if one.start is None or one.end is None or not one.is_valid:
        return "invalid"
    if one.start > AS_OF:
        return "upcoming"
    if one.has_diploma or (one.progress or 0) >= PROGRESS_REACHED:
        return "completed"
    if one.end >= AS_OF:
        return "active"
    if any(_renews(other, one.end) for other in same_person):
        return "renewed"
    if one.end + GRACE >= AS_OF:
        return "in_grace"
    return "unknown" if one.has_diploma is None and one.progress is None else "churned"


def _renews(other: Subscription, end: date) -> bool:
    if other.start is None or other.start > min(end + GRACE, AS_OF):
        return False
    return other.end is None or (other.is_valid and other.end > end)


def _reason(one: Subscription) -> str:
    if one.progress == 0 or one.start == one.end:
        return "never_started"
    if one.progress is not None and one.progress < EARLY:
        return "dropped_early"
    return "stopped_before_diploma"


def _date(text: str | None) -> date | None:
    for pattern in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(text or "", pattern).date()
        except ValueError:
            continue
    return None


def _share(text: str | None) -> float | None:
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?) ?(%?)", text or "")
    if found is None or (not found[2] and 0 < float(found[1]) <= 1):
        return None
    share = round(float(found[1]) / 100, 6)
    return share if 0 <= share <= 1 else None


def _truth(text: str | None) -> bool | None:
    return {"true": True, "yes": True, "false": False, "no": False}.get((text or "").lower())
