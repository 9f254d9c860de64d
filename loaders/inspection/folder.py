"""Gives each file of a folder to a source, by its name and then by its columns, and reads it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from common.errors import UserError
from common.wording import listed
from loaders.contract.model import Source
from loaders.files.reading import shown
from loaders.inspection.cells import Cells
from loaders.inspection.files import FileView, Opened, open_file
from loaders.inspection.giving import Given, alike, given_to
from loaders.parts import read_name

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
    beside: list[Given] = []
    lost: list[tuple[Opened, tuple[str, ...]]] = []
    found: dict[str, list[FileView]] = {source.name: [] for source in sources}
    for path in _listed(folder):
        try:
            given = [given_to(file, sources) for file in open_file(path)]
        except UserError as error:
            refusals.append(str(error))
            continue
        if sheets := alike(given):
            refusals.append(
                f"{shown(path)}: its sheets {listed(sheets)} hold tables of one kind: save each as "
                "a workbook of its own, with its month or group in the name"
            )
            continue
        taken = [one.takes for one in given if one.is_taken]
        for one in given:
            if taken.count(one.takes) > 1:
                refusals.append(
                    f"{one.file.name} is not the only one of {one.takes} in there: save each as a "
                    "workbook of its own, with its month or campus in the name"
                )
            elif one.is_taken:
                found[one.takes].append(one.tried[one.takes])
            elif taken or (len(given) > 1 and not one.best.shape.known):
                beside.append(one)
            else:
                lost.append((one.file, one.sources))
    for one in [*beside]:
        named = read_name(one.file.sheet or "").sources
        if len(named) == 1 and not found.get(named[0], [one]):
            found[named[0]].append(one.tried[named[0]])
            beside.remove(one)
    views = tuple(
        gathered(source, found[source.name], own.get(source.name, {}))
        for source in sources
        if found[source.name]
    )
    return FolderView(views, tuple(refusals), tuple(lost), tuple(one.file.name for one in beside))


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
