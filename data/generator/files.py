"""Puts the files together: shares the records out, plans the school, writes each file."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from common.errors import UserError
from common.school import NAME
from data.generator import attendance, calls, sessions, students, subscriptions
from data.generator.cases import SOLO_SESSIONS, SPECIALS
from data.generator.dirt import Budget, Row, SizeError, share_out
from data.generator.school import plan_school
from data.generator.timetable import plan_sessions


class FolderError(UserError):
    """The folder asked for cannot be written to."""


BATCH = 5_000  # rows in memory
AS_OF = date(2026, 11, 15)
# What `make inspect` would ask of the files, answered.
SETTINGS = """\
# How the files of this folder are written; a folder that holds a school.yml is read by it. People
# who were made up may be as old as they like.
as_of: {as_of}
sources:
  students: {{accepted: {{age: 2099-12-31}}}}
  sessions: {{date_order: month_first, accepted: {{age: 2099-12-31}}}}
  attendance: {{statuses: {{Abs.: missed}}, accepted: {{age: 2099-12-31}}}}
  subscriptions:
    date_order: month_first
    progress: percent
    statuses: {{VIP: runs}}
    accepted: {{age: 2099-12-31}}
"""


@dataclass(frozen=True)
class Request:
    """What is asked for; the sizes count all records of a file, dirty ones included."""

    students: int = 1_500
    sessions: int = 400
    attendances: int = 15_000
    subscriptions: int = 4_000
    seed: int = 7
    as_of: date = AS_OF
    bad_share: float = 0.005
    dirty: bool = True


SAMPLE = Request()


@dataclass(frozen=True)
class Written:
    """One file that was written."""

    path: Path
    records: int
    size: int


def write_files(request: Request, folder: Path) -> Iterator[Written]:
    """Write the files into the folder, made if need be, and tell of each when it is written.

    The files take their names together at the end, so a failure leaves those of before. Raises
    `SizeError` when the sizes do not go together.
    """
    sized = (students.FILE, sessions.FILE, attendance.FILE, subscriptions.FILE)
    sizes = (request.students, request.sessions, request.attendances, request.subscriptions)
    enrolled, held, marked, sold = (
        share_out(kind, size, request.bad_share, request.dirty)
        for kind, size in zip(sized, sizes, strict=True)
    )
    _check(request, enrolled, held, marked)
    turnout = marked.good / held.good
    as_of = request.as_of.toordinal()
    school = plan_school(request.seed, as_of, enrolled.good, turnout, request.dirty)
    taught = plan_sessions(school, held.good)
    kinds = (*sized, calls.FILE)
    rows = (
        students.student_rows(school, enrolled),
        sessions.session_rows(school, taught, held),
        attendance.attendance_rows(school, taught, marked),
        subscriptions.subscription_rows(school, sold),
        calls.call_rows(school),
    )
    with _parts_of(folder) as parts:
        for kind, records in zip(kinds, rows, strict=True):
            part = Path(parts, kind.name)
            count = _write_csv(part, kind.header, records, kind.ending)
            yield Written(folder / kind.name, count, part.stat().st_size)
        for kind in kinds:
            Path(parts, kind.name).replace(folder / kind.name)
    (folder / NAME).write_text(SETTINGS.format(as_of=request.as_of), encoding="utf-8")


def _parts_of(folder: Path) -> TemporaryDirectory[str]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return TemporaryDirectory(prefix=".generator-", dir=folder)
    except OSError as error:
        raise FolderError(
            f"cannot write into {folder} ({error.strerror}): name a folder with --out that can be "
            "written to"
        ) from error


def _check(request: Request, enrolled: Budget, held: Budget, marked: Budget) -> None:
    """Refuse sizes that hold too many attendances, or too little for the planted people."""
    most = enrolled.good * held.good // 2
    if marked.good > most:
        raise SizeError(
            f"{request.attendances} attendances are too many for {request.students} students in "
            f"{request.sessions} sessions: ask for {most} or fewer, or for more of the others"
        )
    if request.dirty and enrolled.good < 2 * len(SPECIALS):
        raise SizeError(
            f"{request.students} students are too few for the {len(SPECIALS)} planted ones: "
            f"ask for {3 * len(SPECIALS)} or more, or for --clean files"
        )
    if request.dirty and held.good < 4 * SOLO_SESSIONS:
        raise SizeError(f"{request.sessions} sessions are too few: ask for 30 or more, or --clean")


def _write_csv(path: Path, header: list[str], rows: Iterable[Row], ending: str) -> int:
    """Write the rows under their header and return their number; memory holds one batch."""
    count = 0
    with path.open("wb") as file:
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator=ending)
        writer.writerow(header)
        for count, row in enumerate(rows, 1):
            if isinstance(row, bytes):
                _flush(text, file)
                file.write(row + ending.encode())
            else:
                writer.writerow(row)
            if count % BATCH == 0:
                _flush(text, file)
        _flush(text, file)
    return count


def _flush(text: io.StringIO, file: io.BufferedWriter) -> None:
    file.write(text.getvalue().encode())
    text.seek(0)
    text.truncate()
