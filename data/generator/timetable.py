"""Plans the sessions: every group meets through its course, oldest session first."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.generator.draws import Draws
from data.generator.school import COURSE_DAYS, Group, School

SOLO_MODULE = "Career Coaching"
SOLO_DAYS = 20  # days between the sessions that one student has alone
DURATIONS = (60, 90, 90, 120, 180)
CANCELLED_SHARE = 0.02


@dataclass(frozen=True)
class Session:
    """One session; `member` is the ordinal of its only attendee, or None for a group's session.

    Who came is marked where it was not `cancelled`, and the group's marks reach that far.
    """

    session_id: str
    day: int
    minutes: int
    module: str
    group: Group
    position: float
    member: int | None
    cancelled: bool

    @property
    def is_marked(self) -> bool:
        """Whether the log says who came."""
        return not self.cancelled and self.day <= self.group.marked_until


def plan_sessions(school: School, number: int) -> list[Session]:
    """Plan `number` sessions in the order of their dates, those with a single attendee included."""
    draws, calls = Draws(school.seed, "timetable"), Draws(school.seed, "cancelled")
    drafts = [*_solo_drafts(school)]
    spots = number - len(drafts)
    size = len(school.groups)
    for place, group in enumerate(school.groups):
        meetings = spots * (place + 1) // size - spots * place // size
        drafts += _group_drafts(school, group, place, meetings)
    drafts.sort(key=lambda draft: draft[:2])
    return [
        Session(
            session_id=f"S{rank:06d}",
            day=day,
            minutes=draws.pick(DURATIONS),
            module=module,
            group=group,
            position=position,
            member=member,
            cancelled=member is None and calls.chance(CANCELLED_SHARE) and school.dirty,
        )
        for rank, (day, _, module, group, position, member) in enumerate(drafts, 1)
    ]


Draft = tuple[int, int, str, Group, float, int | None]


def _group_drafts(school: School, group: Group, place: int, meetings: int) -> list[Draft]:
    span = min(COURSE_DAYS, school.as_of - 1 - group.starts)
    modules: Sequence[str] = group.track.modules
    drafts: list[Draft] = []
    for meeting in range(meetings):
        position = (meeting + 0.5) / meetings
        day = group.starts + int(span * position)
        module = modules[int(position * len(modules))]
        drafts.append((day, place, module, group, position, None))
    return drafts


def _solo_drafts(school: School) -> list[Draft]:
    drafts: list[Draft] = []
    for ordinal, member in enumerate(school.members):
        if member.special and isinstance(member.special.attends, int):
            for turn in range(member.special.attends):
                day = min(member.joined + SOLO_DAYS * (turn + 1), school.as_of - 2 + turn)
                drafts.append((day, -ordinal, SOLO_MODULE, member.group, 0.0, ordinal))
    return drafts
