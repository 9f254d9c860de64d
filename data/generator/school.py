"""Plans the school: who is in which group, when each student joined and left, who teaches."""

from collections import Counter
from dataclasses import dataclass

from data.generator.cases import SPECIALS, Special
from data.generator.draws import Draws
from data.generator.people import Person, email, full_name, mailbox, student_id
from data.generator.phones import phone
from data.generator.places import CAMPUSES, TRACKS, Campus, Track
from data.generator.schedules import SLOTS

COURSE_DAYS = 182
YEAR = 365
LATEST_START = 75  # days before the as-of day: the newest group has had some weeks of sessions
TURNOUT = 0.6  # of a group's members sit in its average session
STOP_SHARE = 0.3
NEVER_SHARE = 0.05
NO_SUBSCRIPTION_SHARE = 0.02
REGISTERS = 8  # of so many groups one keeps a register, with a mark for everybody
SILENT_DAYS = 40  # before the as-of day, from when on one group's marks are missing


@dataclass(frozen=True)
class Teacher:
    """An instructor; two addresses when the person is known under both."""

    name: str
    emails: tuple[str, ...]
    degree: str


@dataclass(frozen=True)
class Group:
    """One cohort; `first` and `stop` bound the ordinals of its members, days are ordinals.

    It has marks until the day `marked_until`; where it `keeps_register`, also for the absent.
    """

    code: str
    campus: Campus
    track: Track
    slot: str
    teacher: Teacher
    starts: int
    ends: int
    first: int
    stop: int
    keeps_register: bool
    marked_until: int


@dataclass(frozen=True)
class Member:
    """A student and the student's way through the group; `regularity` is 0..1."""

    person: Person
    group: Group
    joined: int
    left: int
    stops: bool
    attends: bool
    subscribes: bool
    regularity: float
    special: Special | None


@dataclass(frozen=True)
class School:
    """Everything the files tell of; `as_of` is an ordinal day."""

    seed: int
    as_of: int
    dirty: bool
    groups: list[Group]
    members: list[Member]


def plan_school(seed: int, as_of: int, students: int, turnout: float, dirty: bool) -> School:
    """Plan a school of `students` whose sessions hold `turnout` attendees on average."""
    draws = Draws(seed, "school")
    groups = _plan_groups(draws, as_of, students, turnout, seed, dirty)
    specials = (
        {number * students // len(SPECIALS): one for number, one in enumerate(SPECIALS)}
        if dirty
        else {}
    )
    used: Counter[str] = Counter()
    # Numbers have a stream of their own, as all that is drawn here depends on the order of draws.
    dial = Draws(seed, "phones")
    members = []
    for group in groups:
        origin = group.campus.origin
        for ordinal in range(group.first, group.stop):
            name = full_name(origin, used[origin], seed)
            used[origin] += 1
            number, special = phone(dial, origin), specials.get(ordinal)
            members.append(_plan_member(draws, group, ordinal, name, number, special, as_of))
    return School(seed, as_of, dirty, groups, members)


def _plan_groups(
    draws: Draws, as_of: int, students: int, turnout: float, seed: int, dirty: bool
) -> list[Group]:
    number = max(1, min(students, int(students * TURNOUT / turnout)))
    teachers = [_plan_teacher(draws, rank, seed) for rank in range(max(4, number * 2 // 3))]
    groups = []
    for place in range(number):
        campus = CAMPUSES[place % len(CAMPUSES)]
        track = TRACKS[(place + place // len(CAMPUSES)) % len(TRACKS)]
        starts = as_of - YEAR + (YEAR - LATEST_START) * place // number
        groups.append(
            Group(
                code=f"{campus.code}-{track.code}-{place + 1:02d}",
                campus=campus,
                track=track,
                slot=SLOTS[place * 7 % len(SLOTS)],
                teacher=teachers[place % len(teachers)],
                starts=starts,
                ends=starts + COURSE_DAYS,
                first=students * place // number,
                stop=students * (place + 1) // number,
                keeps_register=dirty and place % REGISTERS == 3,
                marked_until=as_of - SILENT_DAYS if dirty and place == number * 4 // 5 else as_of,
            )
        )
    return groups


def _plan_teacher(draws: Draws, rank: int, seed: int) -> Teacher:
    origin = CAMPUSES[rank % len(CAMPUSES)].origin
    name = full_name(origin, rank, seed + 101)
    address = f"{mailbox(name)}.t{rank + 1}@example.org"
    addresses = (address, f"coach.t{rank + 1}@example.com") if rank == 2 else (address,)
    return Teacher(name, addresses, draws.pick(("Bachelor", "Master", "PhD", "")))


def _plan_member(
    draws: Draws,
    group: Group,
    ordinal: int,
    name: str,
    number: str,
    special: Special | None,
    as_of: int,
) -> Member:
    late = draws.between(1, 21) if draws.chance(0.1) else 0
    stops, stay = draws.chance(STOP_SHARE), draws.fraction()
    joined = group.starts + late
    left = joined + int((group.ends - joined) * (0.1 + 0.7 * stay)) if stops else group.ends
    attends = not draws.chance(NEVER_SHARE)
    subscribes = not draws.chance(NO_SUBSCRIPTION_SHARE)
    regularity = draws.fraction()
    address = email(name, ordinal)
    if special:
        name = special.name or name
        attends = special.attends == "group"
        subscribes = special.subscribes
        address = email(name, 0 if special.case == "one student, two ids" else ordinal)
        address = special.email or address
        if special.leaves is not None:
            stops, left = True, as_of + special.leaves
    return Member(
        person=Person(student_id(ordinal), name, address, number),
        group=group,
        joined=joined,
        left=min(left, as_of) if stops else left,
        stops=stops,
        attends=attends,
        subscribes=subscribes,
        regularity=regularity,
        special=special,
    )
