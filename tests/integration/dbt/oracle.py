"""The marts' rules once more, in Python, on the text as it landed: what the tests compare with."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

AS_OF = date(2026, 11, 15)
PROGRESS_REACHED = 0.90
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


def expected_verdicts(rows: Iterable[tuple[Any, ...]]) -> dict[str, tuple[bool | None, str]]:
    """Map subscription to flag and reason; a row is key, end, progress, diploma and its date."""
    return {row[0]: _verdict(*(clean(text) for text in row[1:])) for row in rows}


def _verdict(
    end: str | None, progress: str | None, has_diploma: str | None, diploma: str | None
) -> tuple[bool | None, str]:
    end_date, diploma_date, share = _date(end), _date(diploma), _share(progress)
    has = diploma_date <= AS_OF if diploma_date else _truth(has_diploma)
    if end_date is None:
        return None, "end_date_unknown"
    if end_date >= AS_OF:
        return False, "still_running"
    if has:
        return False, "has_diploma"
    if share is not None and share >= PROGRESS_REACHED:
        return False, "progress_reached"
    if has is None and share is None:
        return None, "outcome_unknown"
    return True, "ended_without_diploma"


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
