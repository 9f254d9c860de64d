"""The school that the attendance figures are worked out from, as its four plain marts have it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

AS_OF = date(2026, 11, 15)
NEVER = date.max
UNKNOWN = "Unknown"
Place = tuple[str, str, str]
NO_PLACE: Place = (UNKNOWN, UNKNOWN, UNKNOWN)


@dataclass(frozen=True)
class Session:
    """A session with the group most of those marked belong to: None is unmarked, "" unknown.

    `missed` are those marked absent, `aside` those whose mark counts on neither side; where the
    session goes `by_marks`, they say who was expected.
    """

    session_id: str
    day: date | None
    minutes: int
    module: str
    group: str | None
    attendees: frozenset[str]
    missed: frozenset[str] = frozenset()
    aside: frozenset[str] = frozenset()
    is_cancelled: bool = False
    by_marks: bool = False

    @property
    def is_off(self) -> bool:
        """Whether it was cancelled, and nobody came all the same."""
        return self.is_cancelled and not self.attendees

    @property
    def is_taken(self) -> bool:
        """Whether it is dated by the day the tests look from, with somebody marked."""
        marked = self.attendees | self.missed
        return self.day is not None and self.day <= AS_OF and not self.is_off and bool(marked)


@dataclass(frozen=True)
class Term:
    """A linked subscription: `is_valid` where its days can be and it counts, `enrols` in sight.

    `place` is its country, campus and track.
    """

    key: str
    group: str
    place: Place
    start: date
    end: date
    is_valid: bool
    has_diploma: bool
    is_paused: bool = False
    enrols: bool = True

    def runs(self, day: date) -> bool:
        """Whether it runs on a day."""
        return self.is_valid and self.start <= day <= self.end


@dataclass(frozen=True)
class Home:
    """What a student's subscriptions say: place of the latest, if any can be judged, last end."""

    latest_place: Place = NO_PLACE
    is_known: bool = False
    last_end: date = NEVER
    terms: tuple[Term, ...] = ()
    is_paused: bool = False

    def is_within(self, day: date) -> bool:
        """Whether a subscription runs on a day, or there is none with days."""
        valid = [term for term in self.terms if term.is_valid]
        return not valid or any(term.runs(day) for term in valid)

    def sits_in(self, group: str, day: date) -> bool:
        """Whether the student sits in this group on a day, by a subscription that runs."""
        return self.group(day) == group and any(term.runs(day) for term in self.terms)

    def group(self, day: date) -> str:
        """The group the student counts to on a day."""
        term = self.term(day)
        return term.group if term else ""

    def place(self, day: date) -> Place:
        """Country, campus and track that the student counts to on a day."""
        term = self.term(day)
        return term.place if term else NO_PLACE

    def term(self, day: date) -> Term | None:
        """The subscription that counts on a day: the one that runs and began last, else any."""

        def nearest(term: Term) -> tuple[object, ...]:
            begun = term.is_valid and term.start <= day
            standing = 1 if term.runs(day) else 2 if begun else 3
            return standing, (-1 if begun else 1) * term.start.toordinal(), term.key.encode()

        return min(self.terms, key=nearest, default=None)


NOWHERE = Home()


@dataclass(frozen=True)
class School:
    """Everything the figures are worked out from."""

    students: list[str]
    sessions: list[Session]
    homes: dict[str, Home]

    def home(self, student: str) -> Home:
        """Give what is known of a student by subscriptions."""
        return self.homes.get(student, NOWHERE)

    def attended(self, student: str) -> list[Session]:
        """List the sessions taken that a student attended, by day."""
        found = (s for s in self.sessions if s.is_taken and student in s.attendees)
        return sorted(found, key=day_of)

    def expected(self, student: str) -> list[Session]:
        """List the dated sessions a student is expected in, future and unmarked ones included."""
        attended, home = self.attended(student), self.home(student)
        last = day_of(attended[-1]) if attended else date.min
        until = last if home.is_paused else max(home.last_end, last)
        since: dict[tuple[str, str | None], date] = {}
        for session in attended:
            since.setdefault((session.module, session.group), day_of(session))
            since.setdefault((session.module, None), day_of(session))
        sits_at_home = any(
            term.is_valid and term.group == group and term.end >= first
            for (_, group), first in since.items()
            for term in home.terms
            if group
        )

        def is_expected(session: Session) -> bool:
            day, group = day_of(session), session.group
            if student in session.attendees and session.is_taken:
                return True
            if session.by_marks:
                return student in session.missed and home.is_within(day)
            if session.is_off or student in session.aside or (home.is_paused and day > last):
                return False
            if since.get((session.module, group), NEVER) > day:
                return False
            if group and any(term.runs(day) and term.group == group for term in home.terms):
                return True
            if group and sits_at_home and group in self.known_groups:
                return False
            return day <= until

        return [s for s in self.sessions if s.day is not None and is_expected(s)]

    @cached_property
    def known_groups(self) -> frozenset[str]:
        """The groups of all linked subscriptions."""
        return frozenset(t.group for home in self.homes.values() for t in home.terms if t.is_valid)

    @cached_property
    def last_marks(self) -> dict[str, date]:
        """The last day on which each group was marked."""
        last: dict[str, date] = {}
        for session in self.sessions:
            if session.is_taken and session.group:
                last[session.group] = max(last.get(session.group, date.min), day_of(session))
        return last

    @cached_property
    def silent_groups(self) -> frozenset[str]:
        """The groups that go on, without a mark for more than 21 days."""
        at_end, on_last = Counter[str](), Counter[str]()
        for home in self.homes.values():
            for group, last in self.last_marks.items():
                at_end[group] += home.sits_in(group, self.marked_until)
                on_last[group] += home.sits_in(group, last)
        return frozenset(
            group
            for group, last in self.last_marks.items()
            if at_end[group]
            and 2 * at_end[group] >= on_last[group]
            and (self.marked_until - last).days > 21
        )

    @cached_property
    def marked_until(self) -> date:
        """The newest mark of all."""
        return max(day_of(session) for session in self.sessions if session.is_taken)


def day_of(session: Session) -> date:
    """Give the day of a session that has one."""
    assert session.day is not None
    return session.day
