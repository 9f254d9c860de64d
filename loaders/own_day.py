"""Says of which day an export is, whenever it may be landed."""

import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from common.school import time_zone
from loaders.parts import read_name

# What says it, the stronger first; the words follow the day in a receipt.
GIVEN, NAME, WORKBOOK, FILE, PULL = "given", "name", "workbook", "file", "pull"
EVIDENCE = {
    GIVEN: "as given",
    NAME: "in its name",
    WORKBOOK: "when the workbook was saved",
    FILE: "when the file was changed",
    PULL: "when it was pulled",
}
ZIP = b"PK\x03\x04"
PROPERTIES = "docProps/core.xml"
PROPERTIES_SIZE = 2**16  # bytes of them that are read
SAVED = re.compile(rb"<dcterms:modified[^>]*>\s*([0-9T:.+Z-]+)\s*<")


@dataclass(frozen=True)
class OwnDay:
    """The day on which an export was made, and which of `EVIDENCE` says so."""

    day: date
    said_by: str

    def __str__(self) -> str:
        """The day and its evidence, in words."""
        return f"{self.day} ({EVIDENCE[self.said_by]})"

    def over(self, known: "OwnDay") -> "OwnDay":
        """Return the day of bytes that were `known` as of another one.

        The stronger evidence decides. The same bytes exported again are as new as the newer export,
        but a day that somebody gives is that day.
        """
        strength = list(EVIDENCE).index
        if self.said_by != known.said_by:
            return min(self, known, key=lambda one: strength(one.said_by))
        return self if self.said_by == GIVEN or self.day > known.day else known


def today() -> date:
    """Return the school's day of today."""
    return datetime.now(time_zone() or UTC).date()


def of_file(path: Path, given: date | None = None) -> OwnDay:
    """Return a file's own day: `given`, else as it says itself, and then never after today."""
    if given:
        return OwnDay(given, GIVEN)
    said = read_name(path.name).day
    saved = None if said else _saved(path)
    if said or saved:
        own = OwnDay(said or saved or date.max, NAME if said else WORKBOOK)
    else:
        changed = path.stat(follow_symlinks=False).st_mtime
        own = OwnDay(datetime.fromtimestamp(changed, time_zone() or UTC).date(), FILE)
    return OwnDay(min(own.day, today()), own.said_by)


def _saved(path: Path) -> date | None:
    """Return the day on which a workbook says that it was saved."""
    try:
        with path.open("rb") as file:
            if file.read(len(ZIP)) != ZIP:
                return None
            with zipfile.ZipFile(file) as packed, packed.open(PROPERTIES) as properties:
                found = SAVED.search(properties.read(PROPERTIES_SIZE))
        if not found:
            return None
        moment = datetime.fromisoformat(found[1].decode())
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(time_zone() or UTC).date()
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError):
        return None  # what cannot be read is refused when it is landed
