"""The call list of the private page: everyone who needs a call, with why in words."""

from collections.abc import Mapping
from typing import Any

from psycopg import Connection, errors
from psycopg.rows import dict_row

from common.errors import UserError
from common.language import Language
from dashboard.first.called import called, last_month, ticks
from verdict.rules import OLD

ALL = """
select * from marts.call_list where %(campus)s::text is null or campus = %(campus)s order by place
"""


def call_list(
    connection: Connection[Any], speak: Language, campus: str | None = None
) -> dict[str, Any]:
    """The list's columns, rows and words, for the page to draw, sort, search and save.

    Of one campus, or of all. Read with the transformer's login: it holds names. UserError where
    the mart is not there.
    """
    try:
        with connection.cursor(row_factory=dict_row) as cursor:
            people = cursor.execute(ALL, {"campus": campus}).fetchall()
    except (errors.UndefinedTable, errors.UndefinedColumn):
        raise UserError(OLD) from None
    rows = [_row(person, speak) for person in people]
    # Columns that a school without numbers or calls does not see.
    extras = [
        ((speak.text("Phone"), "phone"), [person["phone"] for person in people]),
        ((speak.text("Called"), "text"), [called(person, speak) for person in people]),
    ]
    seen = [values for _, values in extras if any(values)]
    columns = [
        (speak.text("Student"), "text"),
        (speak.text("Name"), "text"),
        (speak.text("Why"), "text"),
        (speak.text("Since"), "day"),
        (speak.text("Campus"), "text"),
        (speak.text("Group"), "text"),
        (speak.text("Last seen"), "day"),
        (speak.text("Missed"), "number"),
        (speak.text("New"), "text"),
        *(extra for extra, values in extras if any(values)),
        (speak.text("Came of it"), "tick"),
    ]
    return {
        "columns": [{"label": label, "kind": kind} for label, kind in columns],
        # By column, which takes less room packed; the last one is the page's own.
        "values": [
            *([row[at] for row in rows] for at in range(len(columns) - len(seen) - 1)),
            *seen,
            [None] * len(rows),
        ],
        "told": last_month(connection, speak, campus),
        "ticks": ticks(speak),
        # Of one value alone there is nothing to choose.
        "filters": [
            {"column": column, "label": label, "all": everything}
            for column, label, everything in (
                (4, speak.text("Campus"), speak.text("All campuses")),
                (8, speak.text("New"), speak.text("New and from before")),
            )
            if len({row[column] for row in rows}) > 1
        ],
        "words": {
            "search": speak.text("Search"),
            "save": speak.text("Save as CSV"),
            "shown": speak.text("{shown} of {all}", shown="{shown}", all="{all}"),
            "none": speak.text("Nobody."),
            "sort": speak.text("Sort by this column"),
            "label": speak.text("{label}:", label="{label}"),
            "call": speak.text("Call {name}", name="{name}"),
            "message": speak.text("WhatsApp to {name}", name="{name}"),
        },
    }


def _row(person: Mapping[str, Any], speak: Language) -> list[Any]:
    return [
        person["student_id"],
        person["student_name"],
        reason(person, speak),
        _day(person["since"]),
        person["campus"],
        person["cohort"],
        _day(person["last_attended_on"]),
        person["sessions_missed"],
        speak.text("new") if person["is_new"] else speak.text("from before"),
    ]


def reason(person: Mapping[str, Any], speak: Language) -> str:
    """Why a student needs a call, in words."""
    match person["at_risk_reason"]:
        case "never_attended":
            return speak.plural(
                "Never came: {count} session was held since the start.",
                "Never came: {count} sessions were held since the start.",
                person["sessions_missed"],
            )
        case "missed_in_a_row":
            return speak.plural(
                "Missed {count} session in a row.",
                "Missed {count} sessions in a row.",
                person["sessions_missed_in_a_row"],
            )
        case "absent_for_long":
            return speak.plural(
                "Not seen for {count} day while sessions were held.",
                "Not seen for {count} days while sessions were held.",
                person["days_since_last_attended"],
            )
        case "low_attendance":
            return speak.text(
                "Came to {part} of {whole} sessions.",
                part=speak.number(person["sessions_attended"]),
                whole=speak.number(person["sessions_taken"]),
            )
    return speak.text(
        "Comes less: lately to {part} of {whole} sessions, before to {former} of {all}.",
        part=speak.number(person["recent_sessions_attended"]),
        whole=speak.number(person["recent_sessions_taken"]),
        former=speak.number(person["earlier_sessions_attended"]),
        all=speak.number(person["earlier_sessions_taken"]),
    )


def _day(day: Any) -> str | None:
    return None if day is None else day.isoformat()
