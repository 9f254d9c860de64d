"""What came of calls, saved at once: a file of the day's ticks, landed as a load of `calls`.

The file of a day takes the place of the one before, so that a tick can be taken back.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from common.errors import UserError
from common.language import language
from dashboard.first.called import COLUMNS, outcomes
from loaders.contract.sources import school_sources
from loaders.discovery import MatchedFile
from loaders.load import land, session
from loaders.own_day import today
from loaders.staging import ledger
from loaders.withdraw import withdraw
from serve.kept import Kept

SOURCE = "calls"
LONGEST_NOTE = 500


@dataclass(frozen=True)
class Tick:
    """What came of a call to a student; no `outcome` takes back what was said today."""

    student_id: str
    outcome: str
    note: str = ""


def ticks(kept: Kept) -> dict[str, Tick]:
    """Today's ticks, by student."""
    path = _path(kept)
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["student_id"]: Tick(row["student_id"], row["outcome"], row["note"]) for row in rows}


def save(kept: Kept, tick: Tick) -> None:
    """Keep a tick, and land the day's; raises UserError where it is none."""
    if not tick.student_id or len(tick.student_id) > 200 or len(tick.note) > LONGEST_NOTE:
        raise UserError("this is no call of a student")
    if tick.outcome and tick.outcome not in outcomes(language()):
        raise UserError("this is nothing that comes of a call")
    known = ticks(kept)
    known.pop(tick.student_id, None)
    if tick.outcome:
        known[tick.student_id] = tick
    path = _path(kept)
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(
            (one.student_id, today().isoformat(), one.outcome, one.note) for one in known.values()
        )
    new.replace(path)
    _land(path, bool(known))


def _land(path: Path, has_some: bool) -> None:
    """Have the warehouse hold what the file says, and nothing of what it said before."""
    sources = school_sources()
    [source] = [source for source in sources if source.name == SOURCE]
    with session(sources) as connection:
        found = connection.execute(
            "select load_id from staging.loads "
            "where source = %s and file = %s and status = 'landed' order by load_id",
            [SOURCE, path.name],
        ).fetchall()
        earlier = [load_id for (load_id,) in found]
        if earlier:
            withdraw(connection, sources, earlier)
            ledger.forget(connection, earlier)
        connection.commit()
        if has_some:
            land(connection, [MatchedFile(source, path)])


def _path(kept: Kept) -> Path:
    return kept.calls / f"calls-{today().isoformat()}.csv"
