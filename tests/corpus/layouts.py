"""Other shapes of the same attendance."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.corpus.school import LATE, PRESENT, Mark, School, Session, Student
from tests.corpus.spelling import DATES, Value
from tests.corpus.style import Style
from tests.corpus.tables import Row, Table
from tests.corpus.words import MONTHS, STATUSES, full_name

WEEKDAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.")


def laid_out(tables: list[Table], school: School, style: Style) -> list[Table]:
    """Return the tables with attendance in the layout and the parts that the style wants."""
    if make := LAYOUTS.get(style.attendance):
        tables = [table for table in tables if table.source != "attendance"] + make(school, style)
    if style.parts:
        tables = [part for table in tables for part in _parted(table, school, style.parts)]
    return tables


def _parted(table: Table, school: School, by: str) -> list[Table]:
    """Split attendance by the month or the campus of its sessions."""
    if table.source != "attendance" or table.part:
        return [table]
    sessions = {session.session_id: session for session in school.sessions}
    at = table.columns.index("session_id")

    def part(row: Row) -> str:
        session = sessions[str(row[at])]
        return f"{session.day:%Y-%m}" if by == "month" else session.group.campus

    keys = sorted({part(row) for row in table.rows})
    return [
        replace(table, rows=[r for r in table.rows if part(r) == key], part=key) for key in keys
    ]


def _dated(school: School, style: Style) -> list[Table]:
    """One row per mark; the session is named by its date and group."""
    rows: list[Row] = [
        [mark.student.student_id, mark.session.day, mark.session.group.name, mark.status]
        for mark in school.marks
    ]
    return [Table("attendance", ["student_id", "date", "group", "status"], rows)]


def _by_email(school: School, style: Style) -> list[Table]:
    """One row per mark; the student is named by address."""
    rows: list[Row] = [
        [mark.student.email, mark.session.session_id, mark.status] for mark in school.marks
    ]
    return [Table("attendance", ["email", "session_id", "status"], rows)]


HEADS: dict[str, Callable[[Session, str], str]] = {
    "id": lambda session, _: session.session_id,
    "short": lambda session, _: f"{session.day:%d/%m}",
    "named": lambda s, words: f"{s.day.day} {MONTHS[words].split()[s.day.month - 1]}",
    "weekday": lambda session, _: f"{WEEKDAYS[session.day.weekday()]} {session.day:%d/%m/%Y}",
    "module": lambda session, _: f"{session.day} {session.group.module}",
}


def _register(school: School, style: Style) -> list[Table]:
    """One row per student, one column per session; a table per month where it comes in parts."""
    months = sorted({f"{session.day:%Y-%m}" for session in school.sessions})
    if not style.parts:
        return [_table(school.marks, style)]
    return [
        replace(
            _table([m for m in school.marks if f"{m.session.day:%Y-%m}" == key], style), part=key
        )
        for key in months
    ]


def _table(marks: Sequence[Mark], style: Style) -> Table:
    def head(session: Session) -> str:
        if style.heads:
            return HEADS[style.heads](session, style.words)
        return DATES[style.dates](session.day, style.words)

    names = {mark.session.session_id: head(mark.session) for mark in marks}
    rows: dict[Student, dict[str, Value]] = {}
    for mark in marks:
        word = STATUSES[style.statuses][mark.status]
        rows.setdefault(mark.student, {})[mark.session.session_id] = word
    by = style.attendance.removeprefix("register by ")
    return Table(
        "attendance",
        [*COLUMNS[by], *sorted(names)],
        [
            [
                *(_said(student, column, style) for column in COLUMNS[by]),
                *(cells.get(column) for column in sorted(names)),
            ]
            for student, cells in rows.items()
        ],
        headers=names,
    )


COLUMNS = {
    "id": ["student_id", "name"],
    "e-mail": ["name", "email"],
    "group": ["group", "student_id", "name"],
}


def _said(student: Student, column: str, style: Style) -> str:
    name = full_name(student.number, style.names)
    said = {"student_id": student.student_id, "name": name, "email": student.email}
    return said.get(column, student.group.name)


def _moodle(school: School, style: Style) -> list[Table]:
    """What the attendance plugin exports (github.com/danmarsden/moodle-mod_attendance, export.php).

    Letters with points, a column per session that others' students leave empty, sums at the end.
    """
    [table] = _register(school, replace(style, statuses="letters", attendance="register by id"))
    heads = {
        session.session_id: f"{session.day:%d %b %Y} 09.00AM {session.group.name}"
        for session in school.sessions
    }
    points = {"P": "P (2/2)", "L": "L (1/2)", "A": "A (0/2)", "E": "E (1/2)"}
    rows: list[Row] = []
    for number, name, *cells in table.rows:
        first, last = str(name).split(" ", 1)
        marks: Row = [points.get(str(cell), "") for cell in cells]
        rows.append([number, last, first, *marks, "16", "26 / 32", "81.25"])
    names = {"student_id": "ID number", "last": "Last name", "first": "First name"}
    sums = {"taken": "Taken sessions", "points": "Points", "share": "Percentage"}
    columns = [*names, *table.columns[2:], *sums]
    above: tuple[list[str], ...] = (["Course", "Web and data"], ["Group", "All participants"], [])
    name = "WD_Attendances_20260630-1800"
    return [Table("attendance", columns, rows, "", heads | names | sums, name, above)]


def _came(school: School, session: Session) -> list[Mark]:
    """Return the marks of those who joined a meeting."""
    marks = (mark for mark in school.marks if mark.session == session)
    return [mark for mark in marks if mark.status in (PRESENT, LATE)]


def _zoom(school: School, style: Style) -> list[Table]:
    """Zoom's report of participants, one file per meeting: KB0082659 at support.zoom.com.

    The first of them lost the connection once, and has two rows.
    """
    columns = {
        **{"name": "Name (original name)", "mail": "Email", "join": "Join time"},
        **{"leave": "Leave time", "minutes": "Duration (minutes)", "guest": "Guest"},
    }

    def table(session: Session) -> Table:
        number, at = f"8581234{session.session_id[1:]}", f"{session.day:%m/%d/%Y}"
        times = f"{at} 09:02:11 AM", f"{at} 10:31:40 AM"
        rows: list[Row] = [
            [full_name(m.student.number, style.names), m.student.email, *times, "90", "No"]
            for m in _came(school, session)
        ]
        above: tuple[list[str], ...] = (
            ["Meeting ID", "Topic", "Start time", "End time", "Participants"],
            [number, session.group.name, *times, str(len(rows))],
            [],
        )
        name = f"participants_{number}"
        return Table("attendance", [*columns], [rows[0], *rows], "", columns, name, above)

    return [table(session) for session in school.sessions]


def _teams(school: School, style: Style) -> list[Table]:
    """The attendance report of Teams, one file per meeting, with its three sections.

    As support.microsoft.com shows it under "Manage meeting attendance reports in Microsoft Teams".
    """
    columns = {
        **{"name": "Name", "first": "First Join", "last": "Last Leave"},
        **{"length": "In-Meeting Duration", "mail": "Email", "upn": "Participant ID (UPN)"},
        **{"role": "Role"},
    }

    def table(session: Session) -> Table:
        at = f"{session.day.month}/{session.day.day}/{session.day:%y}"
        times = f"{at}, 9:02:11\u202fAM", f"{at}, 10:31:40\u202fAM"
        people = [(full_name(1, style.names), "teacher@school.example", "Organizer")] + [
            (full_name(mark.student.number, style.names), mark.student.email, "Presenter")
            for mark in _came(school, session)
        ]
        rows: list[Row] = [[n, *times, "1h 29m 29s", mail, mail, role] for n, mail, role in people]
        above: tuple[list[str], ...] = (
            *(["1. Summary"], ["Meeting title", session.group.name]),
            *(["Attended participants", str(len(people))], ["Start time", times[0]]),
            *(["End time", times[1]], ["Meeting duration", "1h 29m 29s"]),
            *(["Average attendance time", "1h 29m 29s"], [], ["2. Participants"]),
        )
        below: tuple[list[str], ...] = (
            *([], ["3. In-Meeting Activities"]),
            ["Name", "Join Time", "Leave Time", "Duration", "Email", "Role"],
            *([n, *times, "1h 29m 29s", mail, role] for n, mail, role in people),
        )
        name = f"{session.group.name} - Attendance report {at.replace('/', '-')}"
        return Table("attendance", [*columns], rows, "", columns, name, above, below)

    return [table(session) for session in school.sessions]


LAYOUTS: dict[str, Callable[[School, Style], list[Table]]] = {
    **{"dated": _dated, "email": _by_email, "moodle": _moodle, "zoom": _zoom, "teams": _teams},
    **{f"register by {by}": _register for by in COLUMNS},
}
