"""Reads a folder and says what it understood, what it proposes, and what it has to ask."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from common.school import school_path
from loaders.contract.model import Source
from loaders.contract.sources import read_sources
from loaders.inspection import days, ids, meetings, registers, understanding, values
from loaders.inspection.beside import undeclared
from loaders.inspection.cells import cleaned
from loaders.inspection.files import Opened
from loaders.inspection.folder import read_folder
from loaders.inspection.periods import parts, pattern_of
from loaders.inspection.proposal import Choice, Proposal


def propose(
    folder: Path,
    contract: Path,
    own: Mapping[str, Mapping[str, Any]],
    join: bool = False,
) -> Proposal:
    """Inspect a folder; `own` are the settings of school.yml, on top of those of the contract.

    `join` joins ids that differ by zeros before them without asking. Nothing is written.
    """
    sources = read_sources(contract, own, school_path(folder))
    seen = read_folder(folder, sources, own)
    proposal = Proposal(refusals=list(seen.refusals))
    for name in seen.beside:
        proposal.look.append(f"{name}: no source takes it: left out")
    for file, candidates in seen.lost:
        patterns = [Choice(name, name, _files(sources, name, file)) for name in candidates]
        away = "take it out of the workbook" if file.sheet else "move it out of the folder"
        proposal.ask(
            *("", f"file {file.name}", f"{file.name} fits no source by name. What is in it?"),
            [*patterns, Choice("none", f"nothing of these: {away}")],
        )
    proposal.files = len({one.file.path for view in seen.sources for one in view.files})
    views = {view.source.name: view for view in seen.sources}
    known = {
        key: {cleaned(text) for text in views[name].cells.get(key, ())} if name in views else set()
        for name, key in (("sessions", "session_id"), ("students", "student_id"))
    }
    for name, view in views.items():
        if why := meetings.mixed(view):
            proposal.refusals.append(why)
            continue
        understanding.files(view, proposal)
        register = understanding.columns(view, known, proposal)
        parts(view, proposal)
        by = register.by if register else ""
        if view.own.get("register", "") != by:
            proposal.keep(name, {"register": by})
        if register:
            registers.tell(view, register, meetings.held(views.get("sessions")), proposal)
            view = replace(
                view,
                cells={**view.cells, "status": register.cells()},
                headers={**view.headers, "status": "marks"},
            )
        if meetings.is_report(view):
            meetings.tell(view, views, proposal)
        undeclared(view, register, proposal)
        days.dates(view, register, proposal)
        values.ends(view, proposal)
        values.shares(view, proposal)
        values.statuses(view, register, proposal)
        ids.keys(view, proposal)
    ids.references(views, join, proposal)
    return proposal


def _files(sources: Sequence[Source], name: str, file: Opened) -> dict[str, Any]:
    """Return the settings that give a file, or a sheet of it, to a source."""
    [source] = [source for source in sources if source.name == name]
    sheet = {"sheet": file.sheet} if file.sheet else {}
    return {"files": [*source.files, pattern_of(file.path.name)], **sheet}
