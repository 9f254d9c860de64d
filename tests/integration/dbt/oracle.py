"""The marts' rules once more, in Python, on the text as it landed: what the tests compare with."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

AS_OF = date(2026, 11, 15)
PROGRESS_REACHED = 0.90
EARLY = 0.50
GRACE = timedelta(days=30)
BREAK = timedelta(days=90)
REFUND = timedelta(days=14)
SIGHT = timedelta(days=60)
# The words of the sample; what is not here, nobody has explained.
WORDS = {
    **{"active": "runs", "on hold": "paused", "graduated": "completed", "no show": "no show"},
    **dict.fromkeys(("left", "dropped out", "withdrawn"), "left"),
    **{"cancelled": "cancelled", "refunded": "refunded"},
}
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
    """One kept row of the export, as read; `subscriber` tells people apart.

    `end` is the last possible day where there is none; `garbled` holds what was written of `end`,
    `progress` and `diploma` and cannot be read; `word` is what the export's own means, `left` the
    day of leaving, `is_silent` whether the group met for long without the student.
    """

    key: str
    subscriber: str
    student: str | None
    group: str
    start: date | None
    end: date
    progress: float | None
    has_diploma: bool | None
    garbled: frozenset[str]
    word: str
    left: date | None
    is_void: bool
    is_silent: bool = False

    @property
    def is_valid(self) -> bool:
        """Whether it has a start, and an end that is not before it."""
        return self.start is not None and self.end >= self.start

    @property
    def is_cut_short(self) -> bool:
        """Whether it ends on the day of leaving, before it was to end."""
        return bool(self.start and self.left and self.left >= self.start and not self.is_void)


# Of a student: the days of all marks, and whether it was there, or excused.
Marks = Mapping[str | None, Sequence[tuple[date, bool]]]


def read_subscriptions(rows: Iterable[tuple[Any, ...]], marks: Marks) -> list[Subscription]:
    """Read rows of key, subscriber, student, group, and the cells from start to day of leaving."""
    read = [_read(*row) for row in rows]
    closed = [_closed(one, read) for one in read]
    met: defaultdict[str, list[date]] = defaultdict(list)
    for one in closed:
        met[one.group] += [day for day, _ in _within(one, marks)]
    return [_seen(one, marks, max(met[one.group], default=date.min)) for one in closed]


def _read(
    key: str, subscriber: str, student: str | None, group: str, *cells: str | None
) -> Subscription:
    start, end, progress, flag, diploma, status, cancelled = (clean(cell) for cell in cells)
    given, begun, stopped = _real(_date(diploma)), _real(_date(start)), _real(_date(cancelled))
    has = given <= AS_OF if given else _truth(flag)
    word = WORDS.get(status.lower(), "unknown") if status else "cancelled" if stopped else ""
    left = (stopped or AS_OF) if word in ("left", "cancelled", "refunded") else None
    garbled = {
        "end": (end is not None and _date(end) is None)
        or (status is None and cancelled is not None and _date(cancelled) is None),
        "progress": progress is not None and _share(progress) is None,
        "diploma": (
            has is None and (flag is not None or (diploma is not None and _date(diploma) is None))
        )
        or bool(given and given > AS_OF and _truth(flag) is not False),
    }
    at_once = bool(left and begun and left - begun <= REFUND and word == "refunded")
    never = word == "no show" or bool(left and begun and left < begun) or at_once
    return Subscription(
        key,
        subscriber,
        student,
        group,
        begun,
        _real(_date(end)) or (begun if garbled["end"] and begun else date.max),
        _share(progress),
        has,
        frozenset(name for name, is_so in garbled.items() if is_so),
        word,
        left,
        never and not _truth(flag) and not given,
    )


def _closed(one: Subscription, every: list[Subscription]) -> Subscription:
    """An open end is closed by the same person's next subscription."""
    if one.end < date.max or not one.start:
        return one
    later = [
        o.start
        for o in every
        if o.subscriber == one.subscriber
        and not o.is_void
        and o.start
        and one.start < o.start <= o.end
    ]
    return replace(one, end=min(later) - timedelta(days=1)) if later else one


def _within(one: Subscription, marks: Marks) -> list[tuple[date, bool]]:
    """The marks of the student while the subscription runs."""
    if one.student is None or one.start is None or one.is_void:
        return []
    end = date.max if "end" in one.garbled else one.end
    return [mark for mark in marks.get(one.student, ()) if one.start <= mark[0] <= end]


def _seen(one: Subscription, marks: Marks, group_met: date) -> Subscription:
    """Who left ends then, but not before the last day attended; who is out of sight is silent."""
    seen = max((day for day, there in _within(one, marks) if there), default=date.min)
    if one.is_cut_short and one.left:
        until = date.max if "end" in one.garbled else one.end
        end = min(until, max(one.left, seen))
        return replace(one, end=end, garbled=one.garbled - {"end"})
    is_known = one.student is not None  # of nobody else is known whether he or she came
    if is_known and one.end == date.max and one.start and max(seen, one.start) + SIGHT < group_met:
        return replace(one, is_silent=True)
    return one


def expected_verdicts(subscriptions: list[Subscription]) -> dict[str, tuple[Any, ...]]:
    """Map subscription to status, flag, reason and the day it was lost."""
    of_one: defaultdict[str, list[Subscription]] = defaultdict(list)
    for one in subscriptions:
        of_one[one.subscriber].append(one)
    return {one.key: _verdict(one, of_one[one.subscriber]) for one in subscriptions}


def _verdict(one: Subscription, same_person: list[Subscription]) -> tuple[Any, ...]:
    status = _status(one, same_person)
    if status != "churned":
        flag = None if status in ("invalid", "void", "upcoming", "unknown") else False
        return status, flag, None, None
    return status, True, _reason(one), one.end + GRACE + timedelta(days=1)


def _status(one: Subscription, same_person: list[Subscription]) -> str:
    if one.start is None or not one.is_valid:
        return "invalid"
    if one.is_void:
        return "void"
    if one.start > AS_OF:
        return "upcoming"
    if one.has_diploma or (one.progress or 0) >= PROGRESS_REACHED or one.word == "completed":
        return "completed"
    if "end" in one.garbled:
        return "unknown"
    if one.end >= AS_OF:
        return "paused" if one.word == "paused" else "unknown" if one.is_silent else "active"
    following = [
        o.start
        for o in same_person
        if o.start and o.is_valid and o.end > one.end and not (o.is_void or o.is_silent)
    ]
    if following and min(following) <= one.end + BREAK:
        return "renewed" if min(following) <= AS_OF else "booked"
    if one.end + GRACE >= AS_OF:
        return "in_grace"
    says_no = one.has_diploma is not None or one.progress is not None or one.left is not None
    return "unknown" if one.garbled or not says_no else "churned"


def _reason(one: Subscription) -> str:
    if one.progress == 0 or one.start == one.end:
        return "never_started"
    if one.progress is not None and one.progress < EARLY:
        return "dropped_early"
    return "stopped_before_diploma"


def _date(text: str | None) -> date | None:
    if text == "0000-00-00":  # MySQL's word for none, which fills the place of a date
        return date.min
    for pattern in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(text or "", pattern).date()
        except ValueError:
            continue
    return None


def _real(day: date | None) -> date | None:
    """A day that does not only fill the place of one."""
    return day if day and 1901 <= day.year < 2099 and day != date(1970, 1, 1) else None


def _share(text: str | None) -> float | None:
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?) ?(%?)", text or "")
    if found is None or (not found[2] and 0 < float(found[1]) <= 1):
        return None
    share = round(float(found[1]) / 100, 6)
    return share if 0 <= share <= 1 else None


def _truth(text: str | None) -> bool | None:
    return {"true": True, "yes": True, "false": False, "no": False}.get((text or "").lower())
