"""attendance.csv: who sat in which session, marked twice now and then, with keys nobody knows."""

from collections.abc import Iterator
from itertools import count

from data.generator.dirt import Budget, FileKind, Row, SizeError, repeat, scatter, stray_id
from data.generator.draws import Draws, Weighted
from data.generator.school import School
from data.generator.timetable import Session

HEADER = ["student_id", "session_id", "status"]
FILE = FileKind("attendance.csv", HEADER, "\n", copy_share=0.01, bad_kinds=8)
PADDED_SHARE, SHOUTED_SHARE = 0.002, 0.02
# A group thins out on its way: the share of its seats taken falls from the first to the last.
FIRST_TURNOUT, LAST_TURNOUT, SWING = 1.2, 0.8, 0.5
CAME = Weighted(("Present", 95), ("Late", 4), ("Excused", 1))
AWAY = Weighted(("Absent", 82), ("Abs.", 3), ("Excused", 15))
Mark = tuple[Session, int, str]


def attendance_rows(school: School, sessions: list[Session], budget: Budget) -> Iterator[Row]:
    """Yield the records of attendance.csv by session; the `budget.good` pairs are distinct."""
    draws = Draws(school.seed, "attendance")
    rows = (_spell(draws, school, *mark) for mark in _marks(draws, school, sessions, budget.good))
    return scatter(repeat(draws, rows, budget), _bad_lines(draws, school, sessions), budget)


def _spell(draws: Draws, school: School, session: Session, ordinal: int, status: str) -> Row:
    student = school.members[ordinal].person.student_id
    if school.dirty and draws.chance(PADDED_SHARE):
        student = f" {student} "
    if school.dirty and draws.chance(SHOUTED_SHARE):
        status = status.upper()
    return [student, session.session_id, status]


def _marks(draws: Draws, school: School, sessions: list[Session], number: int) -> Iterator[Mark]:
    marked = [session for session in sessions if session.is_marked]
    taught = [session for session in marked if session.member is None]
    crowds = [session for session in taught if not session.group.keeps_register]
    registers = [session for session in taught if session.group.keeps_register]
    weights = [
        FIRST_TURNOUT
        + (LAST_TURNOUT - FIRST_TURNOUT) * session.position
        + SWING * (draws.fraction() - 0.5)
        for session in crowds
    ]
    listed = sum(len(_roster(school, session)) for session in registers)
    places = number - (len(marked) - len(taught)) - listed
    seats_per_weight = places / sum(weights)
    given, due, weight = 0, 0.0, iter(weights)
    for session in marked:
        if session.member is not None:
            yield session, session.member, "Present"
        elif session.group.keeps_register:
            yield from _register(draws, school, session)
        else:
            due += next(weight) * seats_per_weight
            wanted = round(due) - given
            chosen = _attendees(draws, school, session, wanted)
            given += len(chosen)
            for ordinal in chosen:
                yield session, ordinal, draws.weigh(CAME) if school.dirty else "Present"
    if given != places:
        raise SizeError(
            f"{number} attendances do not fit {len(school.members)} students in "
            f"{len(sessions)} sessions: ask for fewer, or for more students"
        )


def _roster(school: School, session: Session) -> list[int]:
    """Return who should be there: the members of the group who are on their way."""
    return [
        ordinal
        for ordinal in range(session.group.first, session.group.stop)
        if (member := school.members[ordinal]).joined <= session.day <= member.left
        and not (member.special and member.special.attends != "group")
    ]


def _register(draws: Draws, school: School, session: Session) -> Iterator[Mark]:
    """Mark everybody who should be there; the regular ones come more often."""
    for ordinal in _roster(school, session):
        member = school.members[ordinal]
        came = draws.chance(0.5 + 0.5 * member.regularity) and member.attends
        yield session, ordinal, draws.weigh(CAME if came else AWAY)


def _attendees(draws: Draws, school: School, session: Session, wanted: int) -> list[int]:
    """Choose members of the group: those enrolled on the day first, the regular ones sooner."""
    ranked = []
    for ordinal in range(session.group.first, session.group.stop):
        member = school.members[ordinal]
        if member.special and member.special.attends != "group":
            continue
        away = 0.0 if member.joined <= session.day <= member.left else 1.5
        away += 0.0 if member.attends else 8.0
        ranked.append((draws.fraction() - member.regularity * 0.7 + away, ordinal))
    ranked.sort()
    return sorted(ordinal for _, ordinal in ranked[:wanted])


def _bad_lines(draws: Draws, school: School, sessions: list[Session]) -> Iterator[Row]:
    """Yield one line of each bad kind, then the next round."""
    for turn in count():
        stray = [stray_id(turn, 50 + kind) for kind in range(4)]
        student = draws.pick(school.members).person.student_id
        session = draws.pick(sessions).session_id
        yield [stray[0], session, "Present"]
        yield [student, f"S91{turn % 10_000:04d}", "Present"]
        yield ["", session, "Present"]
        yield [student, "", "Present"]
        yield [stray[1]]
        yield [student, session, "Present", "late"]
        yield [stray[2], f"S92{turn % 10_000:04d}", "Present"]
        yield ["null", session, "Present"]
