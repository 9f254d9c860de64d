"""Whether attendance is a register: a row per student, a column per session or date."""

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date

from common.wording import counted
from loaders.inspection.cells import Cells, cleaned, rows
from loaders.inspection.dates import DateOrder, order_of
from loaders.inspection.files import FileView
from loaders.inspection.folder import SourceView
from loaders.inspection.headings import LEAST, Heading, headings, marked_until, session_columns
from loaders.inspection.meetings import Held, check
from loaders.inspection.proposal import Proposal

SHOWN = 8  # different marks


@dataclass(frozen=True)
class Register:
    """A register's columns of marks, by file: `by` is `session` or `date`.

    `dates` are what heads them, and `order` is how these are written.
    """

    by: str
    columns: tuple[tuple[FileView, tuple[str, ...]], ...]
    dates: Mapping[str, Heading]
    order: DateOrder | None = None

    @property
    def names(self) -> set[str]:
        """The headers of all columns of marks."""
        return {name for _, names in self.columns for name in names}

    def cells(self) -> Cells:
        """Return what the columns hold; an empty cell is no mark."""
        held: Counter[str] = Counter()
        for file, names in self.columns:
            for name in names:
                held.update(_column(file, name))
        return {text: count for text, count in held.items() if cleaned(text)}

    @property
    def empty(self) -> int:
        """How many cells hold no mark."""
        columns = (_column(file, name) for file, names in self.columns for name in names)
        return sum(rows(cells, lambda text: not cleaned(text)) for cells in columns)

    def days(self, order: str) -> list[set[date]]:
        """Return of each file the days of the columns that hold marks."""
        found: list[set[date]] = []
        for file, names in self.columns:
            until = marked_until(file.file.path.name, file.file.own_day)
            marked = [name for name in names if any(map(cleaned, _column(file, name)))]
            days = [self.dates[name].day(order, until) for name in marked if name in self.dates]
            found.append({day for day in days if day})
        return found


def register_of(seen: SourceView, sessions: Set[str]) -> Register | None:
    """Find the columns of marks among the undeclared ones; `sessions` are the ids known."""
    if {"session_id", "session_date"} & set(seen.cells):
        return None
    names = set(seen.undeclared) - set(seen.own.get("ignore", ()))
    if sum(cleaned(name) in sessions for name in names) >= LEAST:
        cells = {name: seen.undeclared[name] for name in names}
        found = set(session_columns(cells, seen.own.get("statuses", {})))
        found |= {name for name in names if cleaned(name) in sessions}
        return Register("session", _by_file(seen, found), {})
    dates = headings(sorted(names))
    order = order_of(Counter(one.whole for one in dates.values()))
    if order.dates >= LEAST:
        return Register("date", _by_file(seen, set(dates)), dates, order)
    return None


def tell(seen: SourceView, register: Register, known: Held, proposal: Proposal) -> None:
    """Say what the register holds, and refuse one that does not say which sessions are meant."""
    name, by_file = seen.source.name, register.days(_order(seen, register))
    days = sorted({day for of_file in by_file for day in of_file})
    ends = sorted(register.names)
    if register.by == "date" and days:
        ends = [f"{day:%-d %B %Y}" for day in days]
        proposal.until[name] = ends[-1]
    marks = sorted(register.cells().items(), key=lambda pair: (-pair[1], pair[0]))
    told = ", ".join(f"{cleaned(text)} {count:,}" for text, count in marks[:SHOWN])
    span = f" from {ends[0]} to {ends[-1]}" if ends else ""
    if not all(one.has_year for one in register.dates.values()):
        span += " (no year in them: the last such days before the export)"
    kind = "session column" if register.by == "session" else "date column"
    columns = counted(len(register.names), kind)
    proposal.say(name, f"register: {columns}{span}, marks {told}")
    if register.by == "date" and known.days:
        says = any(known.named_in(one.rest) for one in register.dates.values())
        for (file, _), of_file in zip(register.columns, by_file, strict=True):
            check(seen, file, of_file, known, proposal, says)


def _order(seen: SourceView, register: Register) -> str:
    """Return the order that the headers prove, else the one that somebody said."""
    proved = register.order.order if register.order else None
    return proved or seen.source.order_of("session_date")


def _by_file(seen: SourceView, found: Set[str]) -> tuple[tuple[FileView, tuple[str, ...]], ...]:
    return tuple(
        (file, tuple(name for at in file.match.extra if (name := _name(file, at)) in found))
        for file in seen.files
    )


def _column(file: FileView, name: str) -> Cells:
    return file.table.column(next(at for at in file.match.extra if _name(file, at) == name))


def _name(file: FileView, at: int) -> str:
    return file.table.names[at].strip()
