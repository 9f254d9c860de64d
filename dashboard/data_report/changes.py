"""The data report's section on students: what the newest load says that the one before did not."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from common.language import Language
from common.sayings import day_of
from dashboard.data_report.facts import Facts
from dashboard.preview.few import shared_count
from dashboard.preview.ready import Columns, ready_page, ready_score, ready_table


def changed(facts: Facts, is_private: bool, speak: Language) -> dict[str, Any]:
    """What the newest load says of students that the one before did not; in private, of whom."""
    newest = facts.status[0] if facts.status else {"changes_since": None}
    name = speak.text("What changed since the last load?")
    if newest["changes_since"] is None:
        once = speak.text(
            "There is only one load so far that was built, so nothing to compare it with."
        )
        return ready_page("changed", name, [], once)
    rows = {kind: list(group) for kind, group in groupby(facts.changes, lambda row: row["change"])}
    kinds = _kinds(speak)
    counts = {kind: rows[kind][0]["students"] if kind in rows else 0 for kind in kinds}
    charts = [
        ready_score(
            label,
            counts[kind] if is_private else shared_count(counts[kind], speak),
            speak.text("students"),
        )
        for kind, label in kinds.items()
    ]
    if is_private:
        charts += [
            _changes(kind, counts[kind], rows[kind], speak) for kind in kinds if kind in rows
        ]
    words = speak.text(
        "The load of {until} against that of {since}.",
        until=speak.moment(newest["changes_until"]),
        since=speak.moment(newest["changes_since"]),
    )
    if not rows:
        nothing = speak.text("It says nothing else of any student.")
        words = f"{words} {nothing}"
    note = speak.text(
        "Lost: the subscription ended before its programme was done and no other began. History "
        "corrected: of days that were over at the load before, the data now says something else; "
        "for attendance, the number of sessions attended on those days."
    )
    return ready_page("changed", name, charts, words, note)


def _kinds(speak: Language) -> Mapping[str, str]:
    """What happened to students between two loads, in the order in which it is told."""
    return {
        "newly_churned": speak.text("Newly lost"),
        "came_back": speak.text("Came back"),
        "newly_at_risk": speak.text("Newly at risk"),
        "subscription_gone": speak.text("Gone from the export"),
        "churn_corrected": speak.text("History corrected: loss"),
        "attendance_corrected": speak.text("History corrected: attendance"),
    }


def _changes(
    kind: str, count: int, rows: Sequence[Mapping[str, Any]], speak: Language
) -> dict[str, Any]:
    columns: Columns = (
        (speak.text("Student"), "Text"),
        (speak.text("Campus"), "Text"),
        (speak.text("The load before said"), "Text"),
        (speak.text("Now it says"), "Text"),
    )
    title = speak.text("{what}: {number}", what=_kinds(speak)[kind], number=speak.number(count))
    if count > len(rows):
        title += speak.text(", the first {number}", number=speak.number(len(rows)))
    return ready_table(
        title,
        columns,
        [
            (
                row["student_id"],
                row["campus"],
                _said(row["said_before"], speak),
                _said(row["says_now"], speak),
            )
            for row in rows
        ],
        folded="closed" if "corrected" in kind else "open",
    )


def _said(text: str | None, speak: Language) -> str:
    """What the mart says of a student, in words: a reason or a status, and since when."""
    if not text:
        return speak.text("nothing")
    word, since, day = text.partition(" since ")
    said = speak.known(word.replace("_", " ").replace("churned", "lost"))
    if not since:
        return said
    return speak.text("{what} since {day}", what=said, day=speak.short_day(day_of(day)))
