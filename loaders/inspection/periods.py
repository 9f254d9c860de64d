"""How the files of a source go together: one complete export, or parts of one."""

from pathlib import PurePath

from loaders.inspection.folder import SourceView
from loaders.inspection.meetings import is_report
from loaders.inspection.proposal import Choice, Proposal, Settings
from loaders.parts import CAMPUS, MONTH, PERIOD, YEAR, fits, without_period

REPLACES = {
    MONTH: "months; each file replaces its own month only",
    PERIOD: "periods; each file replaces its own period only",
    YEAR: "years; each file replaces its own year only",
    CAMPUS: "campuses; each file replaces its own campus only",
}


def parts(seen: SourceView, proposal: Proposal) -> None:
    """Propose the mode, and patterns for file names that no declared one fits."""
    name, mode = seen.source.name, seen.own.get("mode", seen.source.mode)
    new = sorted(
        {
            pattern_of(one.file.path.name)
            for one in seen.files
            if not fits(one.file.path, seen.source)
        }
    )
    if new:
        proposal.keep(name, {"files": [*seen.source.files, *new]})
    if mode == "append" or is_report(seen):
        return
    keys = {one.file.name: one.file.said.key for one in seen.files}
    kinds = {one.file.said.kind for one in seen.files}
    if len(seen.files) == 1:
        _alone(seen, mode, proposal)
    elif None in keys.values() or len(set(keys.values())) < len(keys):
        both = " and ".join(keys)
        proposal.refusals.append(
            f"{both} are both complete exports of {name}: keep one of them, or put the month, year "
            "or campus into each name"
        )
    elif kinds == {YEAR} and mode != "parts":
        newest = max(keys, key=lambda file: str(keys[file]))
        proposal.ask(
            *(name, f"{name} parts", f"{' and '.join(keys)}: parts of one, or is one newer?"),
            [
                Choice("parts", "parts: each file replaces its own year only", {"mode": "parts"}),
                Choice("newest", f"{newest} is the complete one: take the others away", {}),
            ],
        )
    else:
        if mode != "parts":
            proposal.keep(name, {"mode": "parts"})
        unit = next(iter(kinds)) if len(kinds) == 1 else PERIOD
        proposal.say(name, f"{len(keys)} {REPLACES[str(unit)]}")


def _alone(seen: SourceView, mode: str, proposal: Proposal) -> None:
    """A single file with a month in its name may be that month, or all until then."""
    name, [one] = seen.source.name, seen.files
    said = one.file.said
    if said.key is None or said.kind == CAMPUS or mode == "parts" or "mode" in seen.own:
        return
    whole: Settings = {"mode": "snapshot"}
    proposal.ask(
        *(name, f"{name} parts", f"{one.file.name}: does it hold {said.key} alone?"),
        [
            Choice("parts", f"yes: it replaces {said.key} only", {"mode": "parts"}),
            Choice("snapshot", "no: it is the complete export", whole),
        ],
    )


def pattern_of(name: str) -> str:
    """Return a pattern for a name: what changes from export to export may be anything."""
    path = PurePath(name)
    suffixes = "".join(path.suffixes[-2:]) if path.suffix.lower() == ".gz" else path.suffix
    return f"{without_period(name)}*{suffixes.removesuffix('.gz')}"
