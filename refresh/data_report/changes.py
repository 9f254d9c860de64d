"""The data report's section on students: what the newest load says that the one before did not."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from common.wording import moment, written
from dashboard.preview.few import shared_count
from dashboard.preview.ready import Columns, ready_page, ready_score, ready_table
from refresh.data_report.facts import Facts

# What happened to students between two loads, in the order in which it is told.
CHANGES = {
    "newly_churned": "Newly lost",
    "came_back": "Came back",
    "newly_at_risk": "Newly at risk",
    "subscription_gone": "Gone from the export",
    "churn_corrected": "History corrected: loss",
    "attendance_corrected": "History corrected: attendance",
}
CHANGED: Columns = (
    ("Student", "Text"),
    ("Campus", "Text"),
    ("The load before said", "Text"),
    ("Now it says", "Text"),
)
CHANGE_WORDS = (
    "Lost: the subscription ended before its programme was done and no other began. History "
    "corrected: of days that were over at the load before, the data now says something else; for "
    "attendance, the number of sessions attended on those days."
)


def changed(facts: Facts, is_private: bool) -> dict[str, Any]:
    """What the newest load says of students that the one before did not; in private, of whom."""
    newest = facts.status[0] if facts.status else {"changes_since": None}
    name = "What changed since the last load?"
    if newest["changes_since"] is None:
        once = "There is only one load so far that was built, so nothing to compare it with."
        return ready_page("changed", name, [], once)
    since, until = moment(newest["changes_since"]), moment(newest["changes_until"])
    rows = {kind: list(group) for kind, group in groupby(facts.changes, lambda row: row["change"])}
    counts = {kind: rows[kind][0]["students"] if kind in rows else 0 for kind in CHANGES}
    charts = [
        ready_score(label, counts[kind] if is_private else shared_count(counts[kind]), "students")
        for kind, label in CHANGES.items()
    ]
    if is_private:
        charts += [_changes(kind, counts[kind], rows[kind]) for kind in CHANGES if kind in rows]
    words = f"The load of {until} against that of {since}."
    if not rows:
        words += " It says nothing else of any student."
    return ready_page("changed", name, charts, words, CHANGE_WORDS)


def _changes(kind: str, count: int, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    first = f", the first {len(rows)}" if count > len(rows) else ""
    return ready_table(
        f"{CHANGES[kind]}: {count:,}{first}",
        CHANGED,
        [
            (row["student_id"], row["campus"], _plain(row["said_before"]), _plain(row["says_now"]))
            for row in rows
        ],
        folded="closed" if "corrected" in kind else "open",
    )


def _plain(text: str | None) -> str:
    """What the mart says of a student, in the words and dates of this page."""
    if not text:
        return "nothing"
    text = re.sub(r"\d{4}-\d\d-\d\d", lambda day: written(date.fromisoformat(day[0]), "Date"), text)
    return text.replace("_", " ").replace("churned", "lost")
