"""What came of calls, saved at once: a file of the day's ticks, landed as a load of `calls`.

The file of a day takes the place of the one before, so that a tick can be taken back.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from common.errors import UserError
from common.language import language
from common.servers.connections import Role, connect_postgres
from dashboard.first.called import COLUMNS, outcomes
from loaders.contract.sources import school_sources
from loaders.discovery import MatchedFile
from loaders.load import land, session
from loaders.own_day import today
from loaders.staging import ledger, loads
from loaders.withdraw import withdraw
from refresh.build.published import last_build
from serve.kept import Kept

SOURCE = "calls"
LONGEST_NOTE = 500
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Tick:
    """What came of a call to a student; no `outcome` takes back what was said that day."""

    student_id: str
    outcome: str
    note: str = ""


def ticks(kept: Kept) -> list[Tick]:
    """The ticks that the figures do not tell of yet: of each student the last."""
    with connect_postgres(
        role=Role.TRANSFORMER, application_name="serve", autocommit=True
    ) as connection:
        build = last_build(connection)
    since = build.built_at.timestamp() if build else 0.0
    found: dict[str, Tick] = {}
    for path in sorted(kept.calls.glob("*.csv")):
        if path.stat().st_mtime > since:
            found.update(_read(path))
    return list(found.values())


def _read(path: Path) -> dict[str, Tick]:
    """A day's ticks, by student."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["student_id"]: Tick(row["student_id"], row["outcome"], row["note"]) for row in rows}


def save(kept: Kept, tick: Tick) -> None:
    """Keep a tick, and land the day's; raises UserError where it is none."""
    if not tick.student_id or len(tick.student_id) > 200 or len(tick.note) > LONGEST_NOTE:
        raise UserError("this is no call of a student")
    if CONTROL.search(tick.student_id + tick.note):  # the whole day would not land
        raise UserError("this is no call of a student")
    if tick.outcome and tick.outcome not in outcomes(language()):
        raise UserError("this is nothing that comes of a call")
    day = today().isoformat()
    # Not as the page that opens offline calls the file that it saves.
    path = kept.calls / f"calls-on-the-page-{day}.csv"
    earlier = _read(path)
    known = dict(earlier)
    known.pop(tick.student_id, None)
    if tick.outcome:
        known[tick.student_id] = tick
    _write(path, known.values(), day)
    try:
        _land(path, bool(known))
    except UserError:  # what was not saved is not there the next time
        _write(path, earlier.values(), day)
        raise


def _write(path: Path, ticks: Iterable[Tick], day: str) -> None:
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows((one.student_id, day, one.outcome, one.note) for one in ticks)
    new.replace(path)


def _land(path: Path, has_some: bool) -> None:
    """Have the warehouse hold what the file says, and nothing of what it said before."""
    sources = school_sources()
    [source] = [source for source in sources if source.name == SOURCE]
    with session(sources) as connection:
        if earlier := loads.of_file(connection, SOURCE, path.name):
            withdraw(connection, sources, earlier)
            ledger.forget(connection, earlier)
        connection.commit()
        if has_some:
            land(connection, [MatchedFile(source, path)])
