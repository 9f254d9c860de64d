"""Decides which file of a folder belongs to which source, before anything is read."""

import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import date
from fnmatch import translate
from pathlib import Path, PurePath
from typing import Any

from psycopg import Connection

from common import school
from common.errors import UserError
from loaders import own_day
from loaders.batch import Stream
from loaders.contract.model import Source
from loaders.files.file import opened
from loaders.files.reading import fingerprint, shown, size
from loaders.own_day import OwnDay
from loaders.parts import fits, part_of
from loaders.staging import active

SPREADSHEETS = frozenset({".xlsx", ".xls", ".xlsm", ".ods"})
DATA_SUFFIXES = SPREADSHEETS | frozenset(
    {".csv", ".tsv", ".tab", ".psv", ".dat", ".zip"}
    | {".bz2", ".xz", ".zst", ".json", ".jsonl", ".parquet", ".xml"}
)
NAMED = 5  # of the files that are ignored


class DiscoveryError(UserError):
    """The folder holds a file that cannot be given to exactly one source."""


@dataclass(frozen=True)
class MatchedFile:
    """One file and the source that it is for; `as_of` is its own day where somebody gave it."""

    source: Source
    path: Path
    as_of: date | None = None

    @property
    def name(self) -> str:
        """The file's name as errors and the ledger show it."""
        return shown(self.path)

    @property
    def size(self) -> int:
        """The file's size in bytes."""
        return size(self.path)

    @property
    def own_day(self) -> OwnDay:
        """The day on which it was exported."""
        return own_day.of_file(self.path, self.as_of)

    def landed(self, connection: Connection[Any]) -> tuple[int, OwnDay] | None:
        """The load that holds the same bytes; the file is hashed only if one may."""
        known = active.known(connection, self.source, self.size)
        return known.get(fingerprint(self.path).sha256) if known else None

    def open(
        self, connection: Connection[Any], advance: Callable[[int], None]
    ) -> AbstractContextManager[Stream]:
        """Begin to read the file."""
        return opened(self.source, self.path, advance)


def matched(
    folder: Path, sources: Iterable[Source], as_of: date | None = None
) -> list[MatchedFile]:
    """Return the folder's files with their sources, in the order of the contract, then by name.

    `as_of` is the own day of all of them, where somebody gave it.

    Stops where a data file fits no source or several, or a snapshot source has two files.
    """
    sources = list(sources)
    found: dict[str, list[Path]] = {source.name: [] for source in sources}
    for path in _listed(folder):
        fitting = [source for source in sources if fits(path, source)]
        if len(fitting) > 1 and not _in_sheets(path, fitting):
            names = " and ".join(source.name for source in fitting)
            raise DiscoveryError(
                f"{shown(path)} fits the patterns of {names}: rename it so that it fits one"
            )
        for source in fitting:
            found[source.name].append(path)
        if not fitting and _is_data(path, sources):
            patterns = ", ".join(pattern for source in sources for pattern in source.files)
            mend = "save it as CSV" if path.suffix.lower() in SPREADSHEETS else "rename it"
            raise DiscoveryError(
                f"{shown(path)} fits no source: {mend} to fit one of {patterns}, or declare a "
                "source for it in sources.yml"
            )
    for source in sources:
        if source.mode == "snapshot" and len(found[source.name]) > 1:
            both = " and ".join(shown(path) for path in found[source.name])
            raise DiscoveryError(
                f"{both} are both complete exports of {source.name}: keep one of them in {folder}"
            )
        if source.mode == "parts":
            _check_parts([path.name for path in found[source.name]], source)
    plan = [MatchedFile(source, path, as_of) for source in sources for path in found[source.name]]
    if not plan:
        folders = [str(path) for path in _listed(folder) if _holds_some(path, sources)]
        if folders:
            raise DiscoveryError(
                f"{folder} holds no data files, but what is in it does: name the right one of "
                f"{', '.join(folders[:NAMED])}"
            )
        raise DiscoveryError(
            f"{folder} holds no data files: put exports there, named as in sources.yml"
        )
    return plan


def _in_sheets(path: Path, sources: list[Source]) -> bool:
    """Whether it is a workbook of which each source takes a sheet of its own."""
    sheets = {source.sheet for source in sources}
    return path.suffix.lower() == ".xlsx" and len(sheets - {None}) == len(sources)


def _check_parts(names: list[str], source: Source) -> None:
    """Refuse files of which one would take the place of another of the same folder."""
    keys = [part_of(source, name) for name in names]
    for name, key in zip(names, keys, strict=True):
        if len(names) > 1 and (key is None or keys.count(key) > 1):
            what = "names no month, year or campus" if key is None else f"is not the only {key}"
            raise DiscoveryError(
                f"{shown(Path(name))} {what}, and {source.name} comes in parts: keep one file of "
                "each part in the folder"
            )


def ignored(folder: Path, sources: Iterable[Source]) -> str | None:
    """Name what of the folder is no input of any source, e.g. notes and folders, if anything is."""
    sources = list(sources)
    names = [
        shown(path) + "/" * path.is_dir()
        for path in _listed(folder)
        if not any(fits(path, source) for source in sources)
        and not _is_hidden(path)
        and path.name != school.NAME
    ]
    if not names:
        return None
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return f"ignored, because no source takes it: {', '.join(names[:NAMED])}{more}"


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise DiscoveryError(
            f"{folder} cannot be read as a folder ({error.strerror}): name the folder that holds "
            "the files"
        ) from None


def _holds_some(path: Path, sources: Iterable[Source]) -> bool:
    """Whether it is a folder with a file of some source."""
    if not path.is_dir() or _is_hidden(path):
        return False
    with suppress(OSError):
        return any(fits(one, source) for one in path.iterdir() for source in sources)
    return False


def _is_data(path: Path, sources: Iterable[Source]) -> bool:
    """Whether a file that fits no source is data all the same, by its name.

    A `.txt` file may be data or a note: it is data where only its ending keeps it from a source.
    """
    if _is_hidden(path) or path.is_dir():
        return False
    name = PurePath(re.sub(r"\.gz$", "", path.name.lower()))
    if name.suffix == ".txt":
        stems = (PurePath(pattern.lower()).stem for source in sources for pattern in source.files)
        return any(stem != "*" and re.fullmatch(translate(stem), name.stem) for stem in stems)
    return path.name.lower().endswith(".gz") or name.suffix in DATA_SUFFIXES


def _is_hidden(path: Path) -> bool:
    return path.name.startswith((".", "~$"))
