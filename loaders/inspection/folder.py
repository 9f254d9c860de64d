"""Gives each file of a folder to a source, by its name and then by its columns, and reads it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import translate
from pathlib import Path
from typing import Any
from unicodedata import normalize

from common.errors import UserError
from loaders.contract import Source
from loaders.inspection.cells import Cells
from loaders.inspection.files import FileView, Opened, open_file, view
from loaders.meaning import lacking

NO_DATA = (".md", ".yml", ".yaml", ".log", ".py", ".ini", ".toml")


@dataclass(frozen=True)
class SourceView:
    """What a folder holds of a source: its files, and the cells of all of them together.

    `cells` are by the source's column, `headers` say how the files call it; `undeclared` are the
    cells of columns that are none of the source's, by header. `own` is what school.yml
    says already.
    """

    source: Source
    files: tuple[FileView, ...]
    cells: Mapping[str, Cells] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    undeclared: Mapping[str, Cells] = field(default_factory=dict)
    own: Mapping[str, Any] = field(default_factory=dict)

    @property
    def names(self) -> str:
        """The files' names, the first of many."""
        names = [one.file.name for one in self.files]
        return ", ".join(names) if len(names) < 4 else f"{names[0]} and {len(names) - 1} more"

    @property
    def rows(self) -> int:
        """How many records the files hold."""
        return sum(file.table.rows for file in self.files)


@dataclass(frozen=True)
class FolderView:
    """What a folder holds; `refusals` say of a file why it cannot be read, in one line each.

    `lost` are files that no source takes, each with the sources that it may be for; `beside` the
    sheets of which that is so, where another of the workbook is taken.
    """

    sources: tuple[SourceView, ...]
    refusals: tuple[str, ...] = ()
    lost: tuple[tuple[Opened, tuple[str, ...]], ...] = ()
    beside: tuple[str, ...] = ()


def read_folder(
    folder: Path, sources: Sequence[Source], own: Mapping[str, Mapping[str, Any]]
) -> FolderView:
    """Read every data file of a folder; `own` are the settings in school.yml, by source."""
    refusals: list[str] = []
    beside: list[str] = []
    lost: list[tuple[Opened, tuple[str, ...]]] = []
    found: dict[str, list[FileView]] = {source.name: [] for source in sources}
    for path in _listed(folder):
        try:
            given = [(file, *_given(file, sources)) for file in open_file(path)]
        except UserError as error:
            refusals.append(str(error))
            continue
        taken = [candidates[0] for _, one, candidates in given if one]
        for file, one, candidates in given:
            if one and taken.count(candidates[0]) > 1:
                refusals.append(
                    f"{file.name} is not the only one of {candidates[0]} in there: save each as a "
                    "workbook of its own, with its month or campus in the name"
                )
            elif one:
                found[candidates[0]].append(one)
            elif taken:
                beside.append(file.name)
            else:
                lost.append((file, candidates))
    views = tuple(
        gathered(source, found[source.name], own.get(source.name, {}))
        for source in sources
        if found[source.name]
    )
    return FolderView(views, tuple(refusals), tuple(lost), tuple(beside))


def gathered(source: Source, files: Iterable[FileView], own: Mapping[str, Any]) -> SourceView:
    """Add up the cells of a source's files."""
    cells: dict[str, Counter[str]] = {}
    undeclared: dict[str, Counter[str]] = {}
    headers: dict[str, str] = {}
    files = tuple(files)
    for one in files:
        for column, at in sorted(one.match.found.items(), key=lambda pair: pair[1]):
            cells.setdefault(column, Counter()).update(one.table.column(at))
            headers.setdefault(column, one.table.names[at].strip())
        for at in one.match.extra:
            name = one.table.names[at].strip()
            undeclared.setdefault(name, Counter()).update(one.table.column(at))
    return SourceView(source, files, cells, headers, undeclared, own)


def fits(path: Path, source: Source) -> bool:
    """Whether a file's name is one that the source declares."""
    name = normalize("NFC", path.name).casefold()
    names = {name, re.sub(r"\.gz$", "", name)}
    patterns = (translate(normalize("NFC", pattern).casefold()) for pattern in source.files)
    return any(re.fullmatch(pattern, name) for pattern in patterns for name in names)


def _given(file: Opened, sources: Sequence[Source]) -> tuple[FileView | None, tuple[str, ...]]:
    """Return the file as its source's, with the source's name; else those that it may be for."""
    by_name = {source.name: source for source in sources if source.files}
    named = [
        source.name
        for source in sources
        if source.files and fits(file.path, source) and file.sheet in (None, source.sheet)
    ]
    candidates = named or [name for name in file.said.sources if name in by_name]
    sure = len(candidates) == 1 and (file.sheet is None or bool(named))
    tried = {name: view(file, by_name[name]) for name in candidates or by_name}
    if not sure:
        whole = {
            name: one
            for name, one in tried.items()
            if not lacking(name, set(one.match.found), by_name[name].required)
        }
        best = max((one.shape.known for one in whole.values()), default=0)
        candidates = [name for name, one in whole.items() if one.shape.known == best]
    if len(candidates) == 1:
        return tried[candidates[0]], (candidates[0],)
    guess = (file.said.guess,) if file.said.guess in by_name else ()
    return None, tuple(candidates) or guess or tuple(by_name)


def _listed(folder: Path) -> list[Path]:
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise UserError(
            f"{folder} cannot be read as a folder ({error.strerror}): name the folder that holds "
            "the files"
        ) from None
    data = [
        path
        for path in paths
        if path.is_file() and not path.name.startswith((".", "~$")) and path.suffix not in NO_DATA
    ]
    if not data:
        inside = [path.name for path in paths if path.is_dir() and not path.name.startswith(".")]
        advice = f"; it has folders: {', '.join(inside[:5])}" if inside else ""
        raise UserError(f"{folder} holds no files: name the folder that holds the exports{advice}")
    return data
