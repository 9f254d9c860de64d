"""Which files the figures are of, and what came of the last ones."""

from typing import Any

from psycopg import errors
from psycopg.rows import dict_row

from common.language import Language
from common.servers.connections import Role, connect_postgres
from loaders.staging import loads
from loaders.withdraw import left_with_nothing
from refresh.notify.digest import students_changed
from serve.kept import UNDO, Work

AFTER_THE_BUILD = ("graph", "insights", "dashboard")
CALLS = "calls"  # which come from this page


def names(work: Work | None, speak: Language) -> list[str]:
    """The newest file of each source with its own day, and by whom the last were loaded."""
    with connect_postgres(role=Role.LOADER, application_name="serve") as connection:
        rows = [row for row in loads.newest_files(connection) if row[0] != CALLS]
    told = [
        speak.text(
            "{source}: {file}, of {day}",
            source=speak.known(source),
            file=file,
            day=speak.short_day(day),
        )
        for source, file, day, _ in rows
    ]
    newest = max((load for *_, load in rows), default=None)
    # Else they came from a terminal since, where nobody is known.
    if work and work.by and work.is_done and newest in work.loads:
        told.append(speak.text("the last loaded by {name}", name=work.by))
    return told


def outcome(work: Work, speak: Language) -> dict[str, Any]:
    """What is said above the report of a run."""
    if work.is_done:
        title = speak.text("Done: these are the figures now")
        if work.kind == UNDO:
            title = speak.text("Taken back: the figures are without these files again")
        return {
            "kind": "good",
            "title": title,
            "said": ", ".join(work.files),
            "changes": _changed(speak),
            "can_undo": _can_undo(work),
            "run": work.started,
        }
    if work.step in AFTER_THE_BUILD:
        title = speak.text("The figures are new, and not all that is made of them")
    elif work.cancelled:
        title = speak.text("Cancelled: the figures are as they were")
    elif work.cut_off:
        title = speak.text("Cut off: the figures are those of the last good build")
    else:
        title = speak.text("It did not work: the figures are as they were")
    return {
        "kind": "bad",
        "title": title,
        "said": "" if work.cancelled else speak.known(work.said),
        "changes": "",
        "can_undo": _can_undo(work),
        "run": work.started,
    }


def _can_undo(work: Work) -> bool:
    if not work.can_be_taken_back:
        return False
    with connect_postgres(role=Role.LOADER, application_name="serve") as connection:
        return not left_with_nothing(connection, work.loads)


def _changed(speak: Language) -> str:
    """What is new of students, in one line."""
    with (
        connect_postgres(role=Role.TRANSFORMER, application_name="serve") as connection,
        connection.cursor(row_factory=dict_row) as cursor,
    ):
        try:
            counts = students_changed(cursor)
        except (errors.UndefinedTable, errors.InvalidSchemaName):
            return ""
    at_risk, lost = counts.get("newly_at_risk", 0), counts.get("newly_churned", 0)
    back, gone = counts.get("came_back", 0), counts.get("subscription_gone", 0)
    told = (
        (at_risk, speak.plural("{count} newly needs a call", "{count} newly need a call", at_risk)),
        (lost, speak.plural("{count} newly lost", "{count} newly lost", lost)),
        (back, speak.plural("{count} came back", "{count} came back", back)),
        (gone, speak.plural("{count} subscription gone", "{count} subscriptions gone", gone)),
    )
    return " · ".join(words for count, words in told if count)
