"""sessions.csv: dates in two formats, durations as people type them, and values nobody can read."""

from collections.abc import Iterator
from datetime import date
from itertools import count

from data.generator.dirt import Budget, FileKind, Row, odd_text, repeat, scatter
from data.generator.draws import Draws, Weighted
from data.generator.school import School
from data.generator.timetable import Session

HEADER = ["session_id", "date", "duration", "module", "instructor", "status"]
FILE = FileKind("sessions.csv", HEADER, "\n", copy_share=0.005, bad_kinds=6)
MONTH_FIRST_SHARE = 0.2
ODD_MODULE_SHARE = 0.2
DURATIONS = Weighted(("{}", 75), ("{} min", 18), ("{}min", 3), (" {} ", 4))

# Written over the value of a session that took place: column, value.
UNREADABLE = (
    ("date", "2026-02-30"),
    ("duration", "0"),
    ("date", "TBD"),
    ("duration", "-5"),
    ("duration", ""),
    ("date", "2031-01-10"),
    ("duration", "1h30"),
    ("duration", "soon"),
    ("duration", "null"),
    ("duration", "2000"),
    ("date", "13/25/2026"),
    ("date", ""),
    ("status", "cancelled"),
)


def session_rows(school: School, sessions: list[Session], budget: Budget) -> Iterator[Row]:
    """Yield the records of sessions.csv."""
    draws = Draws(school.seed, "sessions")
    flaws = (
        {
            (place + 1) * len(sessions) // (len(UNREADABLE) + 1): flaw
            for place, flaw in enumerate(UNREADABLE)
        }
        if school.dirty
        else {}
    )
    rows = (
        _session(draws, session, flaws.get(place), school.dirty)
        for place, session in enumerate(sessions)
    )
    return scatter(repeat(draws, rows, budget), _bad_lines(draws, school, sessions), budget)


def _session(draws: Draws, session: Session, flaw: tuple[str, str] | None, dirty: bool) -> Row:
    day = date.fromordinal(session.day)
    when, duration, module = day.isoformat(), str(session.minutes), session.module
    if dirty:
        if draws.chance(MONTH_FIRST_SHARE):
            when = f"{day.month}/{day.day}/{day.year}"
        duration = draws.weigh(DURATIONS).format(duration)
        if draws.chance(ODD_MODULE_SHARE):
            module = odd_text(draws, module)
    status = "cancelled" if session.cancelled else "held"
    cells = [session.session_id, when, duration, module, session.group.teacher.name, status]
    if flaw:
        cells[HEADER.index(flaw[0])] = flaw[1]
    return cells


def _bad_lines(draws: Draws, school: School, sessions: list[Session]) -> Iterator[Row]:
    """Yield one line of each bad kind, then the next round; no attendance names the S9… ids."""
    day = date.fromordinal(school.as_of - 30).isoformat()
    for turn in count():
        strays = [f"S9{turn % 1_000:03d}{kind:02d}" for kind in range(3)]
        moved, renamed = draws.pick(sessions), draws.pick(sessions)
        teacher = moved.group.teacher.name
        was = date.fromordinal(renamed.day).isoformat()
        yield [strays[0]]
        yield [strays[1], day, "90", "SQL", teacher, "held", "room 4"]
        yield ["", day, "90", "SQL", teacher, "held"]
        yield [moved.session_id, day, str(moved.minutes), moved.module, teacher, "held"]
        yield [renamed.session_id, was, "45", "Revision", teacher, "held"]
        yield [strays[2], day]
