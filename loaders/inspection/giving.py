"""Gives a file, or a sheet of one, to the source that takes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loaders.contract.meaning import OWN_FILES, lacking
from loaders.contract.model import Source
from loaders.inspection.files import FileView, Opened, views
from loaders.inspection.headings import head_a_register, heading
from loaders.parts import fits


@dataclass(frozen=True)
class Given:
    """A file or sheet as each source that it may be for; one that is sure `takes` it."""

    file: Opened
    tried: Mapping[str, FileView]
    sources: tuple[str, ...]
    is_taken: bool

    @property
    def takes(self) -> str:
        """The source that takes it, or nothing."""
        return self.sources[0] if self.is_taken else ""

    @property
    def best(self) -> FileView:
        """The file as the source of which it names the most columns."""
        return max(self.tried.values(), key=lambda one: one.shape.known)


def given_to(file: Opened, sources: Sequence[Source]) -> Given:
    """Read a file as its source's, by its name, else as that of which it has the columns."""
    by_name = {source.name: source for source in sources if source.files}
    named = [
        source.name
        for source in sources
        if source.files and fits(file.path, source) and file.sheet in (None, source.sheet)
    ]
    said = candidates = named or [name for name in file.said.sources if name in by_name]
    sure = len(candidates) == 1 and (file.sheet is None or bool(named))
    guessed = [name for name in by_name if name not in OWN_FILES]
    tried = views(file, [by_name[name] for name in candidates or guessed or by_name])
    if not sure:
        whole = {
            name: one
            for name, one in tried.items()
            if not lacking(name, _columns(one), by_name[name].required)
        }
        best = max((one.shape.known for one in whole.values()), default=0)
        candidates = [name for name, one in whole.items() if one.shape.known == best]
    guess = (file.said.guess,) if file.said.guess in by_name else ()
    maybe = tuple(candidates or said) or guess or tuple(guessed)
    return Given(file, tried, maybe, len(candidates) == 1)


def _columns(one: FileView) -> set[str]:
    """Return the columns that a file has; the dates that head those of a register are one."""
    dates = ["session_date"] if head_a_register(one.table.names) else []
    return {*one.match.found, *dates}


def alike(given: Sequence[Given]) -> list[str]:
    """Return the sheets that no source takes, where they have the same columns but for dates."""
    kinds: dict[frozenset[str], list[str]] = {}
    for one in given:
        names = frozenset(
            name for name in one.best.table.names if name.strip() and not heading(name)
        )
        if not one.is_taken and one.best.shape.known:
            kinds.setdefault(names, []).append(one.file.sheet or "")
    return next((sheets for sheets in kinds.values() if len(sheets) > 1), [])
