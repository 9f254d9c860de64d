"""Other shapes of the same attendance."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from tests.corpus.school import CAIRO, TUNIS, Group, Mark, School
from tests.corpus.spelling import DATES, Value
from tests.corpus.style import Style
from tests.corpus.tables import Row, Table
from tests.corpus.words import STATUSES, full_name


def laid_out(tables: list[Table], school: School, style: Style) -> list[Table]:
    """Return the tables with attendance in the layout and the parts that the style wants."""
    if make := LAYOUTS.get(style.attendance):
        tables = [table for table in tables if table.source != "attendance"] + make(school, style)
    if style.parts:
        tables = [part for table in tables for part in _parted(table, school, style.parts)]
    return tables


def _parted(table: Table, school: School, by: str) -> list[Table]:
    """Split attendance by the month or the campus of its sessions."""
    if table.source != "attendance":
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


def _register(
    school: School, style: Style, head: Callable[[Mark], str], part: Group | None
) -> Table:
    """One row per student, one column per session."""
    marks = [mark for mark in school.marks if part in (None, mark.session.group)]
    names = {mark.session.session_id: head(mark) for mark in marks}
    rows: dict[int, dict[str, Value]] = {}
    for mark in marks:
        rows.setdefault(mark.student.number, {})[mark.session.session_id] = STATUSES[
            style.statuses
        ][mark.status]
    columns = sorted(names)
    ids = {mark.student.number: mark.student.student_id for mark in marks}
    return Table(
        "attendance",
        ["student_id", "name", *columns],
        [
            [ids[number], full_name(number, style.names), *(cells.get(c) for c in columns)]
            for number, cells in rows.items()
        ],
        part.campus if part else "",
        names,
    )


def _by_session(school: School, style: Style) -> list[Table]:
    return [_register(school, style, lambda mark: mark.session.session_id, None)]


def _by_date(school: School, style: Style) -> list[Table]:
    def head(mark: Mark) -> str:
        return DATES[style.dates](mark.session.day, style.words)

    return [_register(school, style, head, None)]


def _moodle(school: School, style: Style) -> list[Table]:
    """The attendance plugin's export: letters with points, a column per session."""
    table = _register(
        school,
        replace(style, statuses="letters"),
        lambda mark: (
            f"{mark.session.day:%b} {mark.session.day.day} {mark.session.day.year} "
            "9:00AM All students"
        ),
        None,
    )
    points = {"P": "P (2/2)", "L": "L (1/2)", "A": "A (0/2)", "E": "E (1/2)"}
    at = table.columns.index("name")
    rows: list[Row] = []
    for row in table.rows:
        first, last = str(row[at]).split(" ", 1)
        cells: Row = [points.get(str(cell), "") for cell in row[2:]]
        rows.append([last, first, row[0], *cells])
    columns = ["last", "first", "student_id", *table.columns[2:]]
    heads = {"last": "Last name", "first": "First name", "student_id": "ID number"}
    return [Table("attendance", columns, rows, "", table.headers | heads)]


def _meetings(
    school: School, columns: dict[str, str], row: Callable[[Mark, date], Row]
) -> list[Table]:
    """One file per meeting: the first session of each group."""
    firsts = {
        group: min(s.day for s in school.sessions if s.group is group) for group in (TUNIS, CAIRO)
    }
    return [
        Table(
            "attendance",
            list(columns),
            [
                row(mark, day)
                for mark in school.marks
                if mark.session.group is group
                and mark.session.day == day
                and mark.status != "absent"
            ],
            f"{group.campus}",
            columns,
        )
        for group, day in firsts.items()
    ]


def _zoom(school: School, style: Style) -> list[Table]:
    """Zoom's report of participants."""
    columns = {
        **{"name": "Name (original name)", "mail": "Email", "join": "Join time"},
        **{"leave": "Leave time", "minutes": "Duration (minutes)", "guest": "Guest"},
    }

    def row(mark: Mark, day: date) -> Row:
        name = full_name(mark.student.number, style.names)
        at = f"{day:%m/%d/%Y}"
        return [name, mark.student.email, f"{at} 09:02:11 AM", f"{at} 10:31:40 AM", "90", "No"]

    return _meetings(school, columns, row)


def _teams(school: School, style: Style) -> list[Table]:
    """The attendance report of Teams: its part on the participants."""
    columns = {
        **{"name": "Name", "first": "First Join", "last": "Last Leave"},
        **{"length": "In-Meeting Duration", "mail": "Email", "role": "Role"},
    }

    def row(mark: Mark, day: date) -> Row:
        name = full_name(mark.student.number, style.names)
        at = f"{day.month}/{day.day}/{day:%y}"
        role = "Presenter" if mark.student.number % 12 == 1 else "Attendee"
        mail = mark.student.email
        return [name, f"{at}, 9:02:11 AM", f"{at}, 10:31:40 AM", "1h 29m 29s", mail, role]

    return _meetings(school, columns, row)


LAYOUTS: dict[str, Callable[[School, Style], list[Table]]] = {
    **{"dated": _dated, "email": _by_email, "register by session": _by_session},
    **{"register by date": _by_date, "moodle": _moodle, "zoom": _zoom, "teams": _teams},
}
