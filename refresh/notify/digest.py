"""What is told of a refresh: the verdict, the sentence, what changed; in private, whom to call."""

from collections.abc import Mapping
from typing import Any

from psycopg import Connection, Cursor
from psycopg.rows import DictRow, dict_row

from common.errors import UserError
from common.language import Language, school_language
from common.school import own_setting
from common.servers.connections import Role, connect_postgres
from dashboard.first.calls import reason
from dashboard.first.screen import first_screen
from dashboard.first.wording import Voice
from dashboard.preview.figures import read_status
from refresh.notify.addresses import Address
from refresh.notify.send import Message
from verdict.last_build import read_build
from verdict.rules import judge, read_rules

MOST_NAMES = 20
COMPARED = "select max(changes_since) is not null as is_so from marts.data_status"
CHANGES = """
select change, cast(count(*) as integer) as students from marts.student_changes
where cast(%(campus)s as text) is null or campus = %(campus)s
group by change
"""
NEW_CALLS = """
select * from marts.call_list
where is_new = 1 and (cast(%(campus)s as text) is null or campus = %(campus)s)
order by place
"""


def of_refresh(address: Address) -> Message:
    """What this address is told, read with the login of those who may see it.

    Raises `UserError` for a campus that is none.
    """
    speak = school_language()
    role = Role.TRANSFORMER if address.is_private else Role.REPORTER
    voice = Voice(speak, is_shared=not address.is_private)
    with (
        connect_postgres(role=role, application_name="notify") as connection,
        connection.cursor(row_factory=dict_row) as cursor,
    ):
        screen = _screen(connection, voice)
        scope = _of_campus(address, screen["scopes"])
        where = {"campus": address.campus}
        is_compared = cursor.execute(COMPARED).fetchone() == {"is_so": True}
        changes = students_changed(cursor, address.campus) if is_compared else {}
        new = cursor.execute(NEW_CALLS, where).fetchall() if address.is_private else []
    usable = scope["usable"]
    parts = [
        " ".join(filter(None, (usable["said"], usable["first"]))),
        scope["sentence"],
        _changed(changes, voice) if is_compared else "",
        _to_call(new, speak),
    ]
    title = f"{school_name()} · {scope['name']} · {screen['day']}"
    return Message(title, "\n\n".join(filter(None, parts)))


def students_changed(cursor: Cursor[DictRow], campus: str | None = None) -> Mapping[str, int]:
    """Of how many students the newest load says something else than the one before, by what."""
    found = cursor.execute(CHANGES, {"campus": campus}).fetchall()
    return {row["change"]: int(row["students"]) for row in found}


def of_failure(line: str) -> Message:
    """That a refresh failed, with the line that the terminal shows."""
    speak = school_language()
    said = speak.text("The refresh failed. The figures stay as they were.")
    return Message(f"{school_name()} · {said}", f"{said}\n\n{line}")


def of_overdue(line: str) -> Message:
    """That no refresh has ended well for too long, with the line that the terminal shows."""
    speak = school_language()
    said = speak.text("The figures were not refreshed in time.")
    return Message(f"{school_name()} · {said}", f"{said}\n\n{line}")


def school_name() -> str:
    """What the school calls itself."""
    return " ".join(str(own_setting("name") or "Student Session Analytics").split())


def _screen(connection: Connection[Any], voice: Voice) -> dict[str, Any]:
    verdict = judge(read_rules(connection), read_build())
    return first_screen(connection, verdict, read_status(connection), voice)


def _of_campus(address: Address, scopes: list[dict[str, Any]]) -> dict[str, Any]:
    known = {scope["campus"]: scope for scope in scopes}
    if (address.campus or "") not in known:
        campuses = ", ".join(sorted(filter(None, known)))
        raise UserError(f"{address}: no campus `{address.campus}` is known; there are {campuses}")
    return known[address.campus or ""]


def _changed(changes: Mapping[str, int], voice: Voice) -> str:
    """How many students the newest load says something else of than the one before."""
    speak = voice.language
    words: Mapping[str, str] = {
        "newly_churned": speak.text("Newly lost"),
        "came_back": speak.text("Came back"),
        "newly_at_risk": speak.text("Newly at risk"),
        "subscription_gone": speak.text("Gone from the export"),
    }
    lines = [
        "- "
        + speak.template("{what}: {number}").format(what=label, number=voice.people(changes[kind]))
        for kind, label in words.items()
        if changes.get(kind)
    ]
    if not lines:
        return speak.text("Since the load before, nothing changed of any student.")
    return "\n".join([speak.text("Changed since the load before:"), *lines])


def _to_call(people: list[dict[str, Any]], speak: Language) -> str:
    """Who is new on the call list, and why; nothing where nobody is."""
    if not people:
        return ""
    lines = [f"- {_who(one, speak)} {reason(one, speak)}" for one in people[:MOST_NAMES]]
    more = len(people) - MOST_NAMES
    if more > 0:
        lines.append(speak.plural("{count} more", "{count} more", more))
    return "\n".join([speak.text("New on the call list:"), *lines])


def _who(person: Mapping[str, Any], speak: Language) -> str:
    """A name and where, kept together, so that a line of Arabic still begins at the right."""
    known = (person["student_name"] or person["student_id"], person["campus"])
    return speak.text("{label}:", label=", ".join(filter(None, known)))
