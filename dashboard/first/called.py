"""What came of calls: how many of last month's brought somebody back, and what to tick off."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row

from common.language import Language

# What the page saves is read by the loader: the columns of its source, and words that it knows.
COLUMNS = ("student_id", "day", "outcome", "note")
LAST_MONTH = """
with months as (
    select date_trunc('month', max(as_of_date)) - interval '1 month' as month
    from marts.data_status
)
select
    cast(month as date) as month,
    cast(count(distinct student_id) as integer) as students,
    cast(count(distinct student_id) filter (where came_back = 1) as integer) as came_back,
    cast(count(distinct student_id) filter (where came_back is null) as integer) as too_early
from months
left join marts.calls
    on called_on >= month and called_on < month + interval '1 month'
    and (
        %(campus)s::text is null
        or student_id in (
            select student_id from marts.student_engagement where campus = %(campus)s
        )
    )
group by month
"""


def last_month(connection: Connection[Any], speak: Language, campus: str | None = None) -> str:
    """How many were called in the last month that is over, and came back; empty where nobody was.

    Of one campus, or of all.
    Who was called twice counts once; one call that brought them back is enough.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(LAST_MONTH, {"campus": campus}).fetchone()
    return said(row, speak) if row and row["students"] else ""


def said(row: Mapping[str, Any], speak: Language) -> str:
    """The same in words."""
    month: date = row["month"]
    parts = [
        speak.plural(
            "{count} student was called in {month}, and {back} came back.",
            "{count} students were called in {month}, and {back} came back.",
            row["students"],
            month=speak.month(month),
            back=speak.number(row["came_back"]),
        )
    ]
    if row["too_early"]:
        parts.append(
            speak.plural(
                "Of {count} it is too early to say.",
                "Of {count} it is too early to say.",
                row["too_early"],
            )
        )
    return " ".join(parts)


def outcomes(speak: Language) -> Mapping[str, str]:
    """What may come of a call, in the words of the file and in those of the school."""
    return {
        "reached": speak.text("Reached"),
        "no answer": speak.text("No answer"),
        "wrong number": speak.text("Wrong number"),
    }


def ticks(speak: Language) -> dict[str, Any]:
    """What the page needs to tick off who was called, and to save that as a file."""
    return {
        "columns": COLUMNS,
        "outcomes": list(outcomes(speak).items()),
        "outcome": speak.text("What came of the call to {name}", name="{name}"),
        "note": speak.text("Note"),
        "save": speak.text("Save the calls"),
        "unsaved": speak.text("Not saved:"),
        "how": speak.text("Put the file beside the exports: the next refresh reads it."),
    }


def called(person: Mapping[str, Any], speak: Language) -> str | None:
    """When this student was last called, and what came of it; None where nobody has."""
    if person["last_called_on"] is None:
        return None
    outcome = outcomes(speak).get(person["last_call_outcome"], person["last_call_outcome"])
    return f"{outcome}, {speak.day(person['last_called_on'])}"
