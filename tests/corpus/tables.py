"""The school as four tables, under the names that the contract declares."""

from dataclasses import dataclass, field

from tests.corpus.school import Mark, School, Student, Subscription
from tests.corpus.spelling import Value
from tests.corpus.style import Style
from tests.corpus.words import MONTHS, full_name, names

Row = list[Value]


@dataclass
class Table:
    """A table to be written: `columns` by the contract's names, `part` behind the file's name.

    `name` is a file's own name; `above` and `below` are what is around the table.
    """

    source: str
    columns: list[str]
    rows: list[Row]
    part: str = ""
    headers: dict[str, str] = field(default_factory=dict)  # where one is in no list of words
    name: str = ""
    above: tuple[list[str], ...] = ()
    below: tuple[list[str], ...] = ()


def tables_of(school: School, style: Style) -> list[Table]:
    """Return the four tables."""
    return [
        Table(
            "students",
            ["student_id", *_name_columns("name", "first_name", style), "email"],
            [
                [student.student_id, *_name(student, style), student.email]
                for student in school.students
            ],
        ),
        Table(
            "sessions",
            ["session_id", "date", "duration", "module", "group", "campus"],
            [
                [
                    *(session.session_id, session.day, session.minutes),
                    *(session.group.module, session.group.name, session.group.campus),
                ]
                for session in school.sessions
            ],
        ),
        _attendance(school, style),
        Table("subscriptions", _columns(style), [_row(s, style) for s in school.subscriptions]),
    ]


def _columns(style: Style) -> list[str]:
    at = SUBSCRIPTIONS.index("Student")
    names = _name_columns("Student", "StudentFirstName", style)
    return [*SUBSCRIPTIONS[:at], *names, *SUBSCRIPTIONS[at + 1 :]]


def _name_columns(whole: str, first: str, style: Style) -> list[str]:
    return [whole, first] if style.split_names else [whole]


def _name(student: Student, style: Style) -> list[str]:
    if style.split_names:
        first, last = names(student.number, style.names)
        return [last.upper(), first]
    return [full_name(student.number, style.names)]


def _attendance(school: School, style: Style) -> Table:
    if style.attendance == "pairs":
        came = [mark for mark in school.marks if mark.status in ("present", "late")]
        return Table("attendance", ["student_id", "session_id"], [_pair(mark) for mark in came])
    rows: list[Row] = [[*_pair(mark), mark.status] for mark in school.marks]
    return Table("attendance", ["student_id", "session_id", "status"], rows)


def _pair(mark: Mark) -> Row:
    return [mark.student.student_id, mark.session.session_id]


SUBSCRIPTIONS = (
    *("SessionName", "TrackName", "Hackerspace", "Country", "GroupName", "ProductSchedule"),
    *("Student", "StudentBirthDate", "SubscriptionStartDate", "SubscriptionEndDate"),
    *("SubscriptionProgress", "SubscriptionHasDiploma", "DiplomaDate", "StudentId", "StudentEmail"),
)


def _row(subscription: Subscription, style: Style) -> Row:
    student: Student = subscription.student
    group = student.group
    intake = MONTHS[style.words].split()[subscription.start.month - 1]
    return [
        *(intake, group.track, group.campus, group.country, group.name, "W1"),
        *_name(student, style),
        *(None, subscription.start, subscription.end),
        *(subscription.progress, subscription.has_diploma, subscription.diploma_day),
        *(student.student_id, student.email),
    ]
