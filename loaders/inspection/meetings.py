"""Which session is meant where attendance has no session id: by date, title, columns."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from common.wording import counted
from loaders.contract.vocabulary import folded, vocabulary
from loaders.inspection.cells import cleaned
from loaders.inspection.dates import order_of
from loaders.inspection.files import FileView
from loaders.inspection.folder import SourceView
from loaders.inspection.proposal import Proposal
from loaders.inspection.written_dates import read_date

WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Held:
    """The sessions in the folder: how many there were on each day, and what they are called."""

    days: Mapping[date, int]
    names: frozenset[str]

    def named_in(self, title: str) -> bool:
        """Whether a title holds the name of a group, campus or module, as words."""
        return any(name in words(title) for name in self.names)


def held(sessions: SourceView | None) -> Held:
    """Return what the sessions export tells, if it is there."""
    days: Counter[date] = Counter()
    names: set[str] = set()
    for column, cells in sessions.cells.items() if sessions else ():
        if column in ("group", "campus", "module"):
            names |= {words(text) for text in cells if cleaned(text)}
        elif column == "date" and sessions:
            order = order_of(cells).order or sessions.source.order_of("date")
            for text, count in cells.items():
                if day := read_date(text, order):
                    days[day] += count
    return Held(days, frozenset(names))


def words(text: str) -> str:
    """Return a text's words in small letters without accents, blanks around each."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return f" {' '.join(WORD.findall(kept))} "


def title_of(file: FileView) -> str:
    """Return what a file is called, in its name and above its header."""
    return f"{PurePath(file.file.path.name).stem} {file.shape.above}"


def is_report(seen: SourceView) -> bool:
    """Whether it tells when people joined a meeting, as Teams and Zoom do: who is in it came."""
    if seen.source.name != "attendance" or {"session_id", "status"} & set(seen.cells):
        return False
    return folded(seen.headers.get("session_date", "")) in vocabulary().times


def mixed(seen: SourceView) -> str | None:
    """Say which file is the report of a meeting where others are not."""
    by_kind: dict[bool, str] = {}
    for file in seen.files if seen.source.name == "attendance" else ():
        at = file.match.found.get("session_date")
        is_one = at is not None and folded(file.table.names[at]) in vocabulary().times
        by_kind.setdefault(is_one, file.file.name)
    if len(by_kind) < 2:
        return None
    return (
        f"{by_kind[True]} is the report of a meeting, and {by_kind[False]} is not: attendance "
        "comes in one kind of file: keep one kind in the folder, and enter in it what the others "
        "say"
    )


def tell(seen: SourceView, views: Mapping[str, SourceView], proposal: Proposal) -> None:
    """Propose how the reports of meetings are read, and refuse those whose session nobody knows."""
    name, known = seen.source.name, held(views.get("sessions"))
    minutes = [header for header in seen.undeclared if folded(header) in vocabulary().times]
    proposal.say(name, f"{counted(len(seen.files), 'meeting')}: who is in the report came")
    if minutes:
        proposal.say(name, f"not judged: {', '.join(minutes)}", plain=True)
    if seen.source.mode != "append":
        proposal.keep(name, {"mode": "append"})
    _strangers(seen, views.get("students"), proposal)
    if known.days:
        for file in seen.files:
            check(seen, file, set(_days(seen, file)), known, proposal)


def check(
    seen: SourceView,
    file: FileView,
    days: set[date],
    known: Held,
    proposal: Proposal,
    says_which: bool = False,
) -> None:
    """Refuse a file of which nobody can say what its sessions are.

    `says_which`: something beside its columns and its title says so.
    """
    title, without = file.file.name, sorted(days - set(known.days))
    if days and len(without) == len(days):
        proposal.refusals.append(
            f"{title}: no session was held on {_span(without)}: export the sessions of that time, "
            "too, or correct the dates"
        )
    elif without:
        proposal.look.append(
            f"{seen.source.name}: {title} has {counted(len(without), 'day')} without a session "
            f"({_span(without)}): left out"
        )
    several = sorted(day for day in days if known.days.get(day, 0) > 1)
    says_which = says_which or bool({"group", "module"} & set(seen.cells))
    if several and not (says_which or known.named_in(title_of(file))):
        proposal.refusals.append(
            f"{title}: several sessions were held on {_span(several)}, and nothing says which is "
            "meant: put the group or module into the file's name, or into a column"
        )


def _span(days: list[date]) -> str:
    first, last = f"{days[0]:%-d %B %Y}", f"{days[-1]:%-d %B %Y}"
    return first if len(days) == 1 else f"{counted(len(days), 'day')} from {first} to {last}"


def _days(seen: SourceView, file: FileView) -> Iterator[date]:
    cells = file.table.column(file.match.found["session_date"])
    order = order_of(seen.cells["session_date"]).order or seen.source.order_of("session_date")
    yield from filter(None, (read_date(text, order) for text in cells))


def _strangers(seen: SourceView, students: SourceView | None, proposal: Proposal) -> None:
    """Say how many rows have an address of no student, e.g. the teacher's, or none."""
    if not students or "email" not in students.cells or "student_email" not in seen.cells:
        return
    known = {cleaned(text).casefold() for text in students.cells["email"]}
    cells = seen.cells["student_email"]
    lost = sum(count for text, count in cells.items() if cleaned(text).casefold() not in known)
    if lost and lost == sum(cells.values()):
        proposal.refusals.append(
            f"{seen.names}: no address is one of {students.names}: export the students with the "
            "addresses that they join with"
        )
    elif lost:
        proposal.look.append(
            f"{seen.source.name}: {counted(lost, 'row')} with an address of no student, such as a "
            "teacher's, or none: left out"
        )
