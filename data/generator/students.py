"""students.csv: the register, with rows that repeat, contradict each other or cannot be read."""

from collections.abc import Iterator
from itertools import count

from data.generator.dirt import (
    LATIN1_NAME,
    Budget,
    FileKind,
    Row,
    decompose,
    latin1,
    missing,
    odd_text,
    repeat,
    scatter,
    stray_id,
)
from data.generator.draws import Draws
from data.generator.phones import UNREADABLE, international, spelled
from data.generator.school import Member, School

HEADER = ["student_id", "name", "email", "phone"]
FILE = FileKind("students.csv", HEADER, "\n", copy_share=0.006, bad_kinds=12)


def student_rows(school: School, budget: Budget) -> Iterator[Row]:
    """Yield the records of students.csv."""
    draws, dial = Draws(school.seed, "students"), Draws(school.seed, "spelled phones")
    flaws = (
        {
            (place + 1) * len(school.members) // (len(UNREADABLE) + 1): flaw
            for place, flaw in enumerate(UNREADABLE)
        }
        if school.dirty
        else {}
    )
    people = (
        [*_student(draws, member, school.dirty), flaws.get(place) or _phone(dial, member, school)]
        for place, member in enumerate(school.members)
    )
    return scatter(repeat(draws, people, budget), _bad_lines(draws, school), budget)


def _student(draws: Draws, member: Member, dirty: bool) -> list[str]:
    person = member.person
    name, email = person.name, person.email
    if dirty and not (member.special and member.special.name):
        if draws.chance(0.3):
            name = odd_text(draws, name)
        name = decompose(draws, name)
        if draws.chance(0.05):
            email = email.upper() if draws.chance(0.5) else email.title()
    return [person.student_id, name, email]


def _phone(draws: Draws, member: Member, school: School) -> str:
    origin, number = member.group.campus.origin, member.person.phone
    if school.dirty:
        return spelled(draws, origin, number) or missing(draws)
    return international(origin, number)


def _bad_lines(draws: Draws, school: School) -> Iterator[Row]:
    """Yield one line of each bad kind, then the next round; the 9… ids are found nowhere else."""
    ordinary = [member for member in school.members if not member.special]
    for turn in count():
        ids = [stray_id(turn, kind) for kind in range(FILE.bad_kinds)]
        chosen = [draws.pick(ordinary) for _ in range(3)]
        known, twice, mute = (member.person for member in chosen)
        # With the same number as in their other rows, so that the fuller row is not chosen for it.
        phones = [international(one.group.campus.origin, one.person.phone) for one in chosen]
        yield [ids[0]]
        yield [ids[1], "Ravi Pillai", f"ravi.{ids[1]}@example.org", "", "moved"]
        yield f'{ids[2]},"Nora" Quinlan,nora.{ids[2]}@example.org,'.encode()
        yield latin1(ids[3], LATIN1_NAME, f"zoe.{ids[3]}@example.org", "")
        yield ["", "Petra Lang", f"petra.{ids[4]}@example.org", ""]
        yield ["null", "Tomas Berg", f"tomas.{ids[5]}@example.org", ""]
        yield [ids[6], "Ada Storm", f"ada.{ids[6]}(at)example.org", ""]
        yield [ids[7], "Ivo Marsh", f"ivo.{ids[7]}@", ""]
        yield [ids[8], "null", f"nobody.{ids[8]}@example.org", ""]
        yield [known.student_id, known.name, f"new.{ids[9]}@example.org", phones[0]]
        yield [twice.student_id, "Someone Else", twice.email, phones[1]]
        yield [mute.student_id, mute.name, "", phones[2]]
