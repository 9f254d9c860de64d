"""Asks about undeclared columns that a figure may hang on; the others are kept beside."""

import re

from loaders.contract import meaning
from loaders.contract.vocabulary import folded, status_words, vocabulary
from loaders.inspection.cells import Cells, examples, filled, mostly
from loaders.inspection.dates import order_of
from loaders.inspection.folder import SourceView
from loaders.inspection.meetings import is_report
from loaders.inspection.proposal import Choice, Proposal
from loaders.inspection.registers import Register
from loaders.inspection.statuses import ABSENCES, lists_absences, looks_like


def undeclared(seen: SourceView, register: Register | None, proposal: Proposal) -> None:
    """Ask about each that may say who came, or what a figure hangs on; the others are kept."""
    name, mine = seen.source.name, register.names if register else set[str]()
    beside: list[str] = []
    asked = len(proposal.questions)
    for header, cells in seen.undeclared.items():
        if header in mine or header in seen.own.get("ignore", ()):
            continue
        column, kind = may_be(header, seen) or _told(header, cells, seen), None
        if name == "attendance" and not register:
            alone = "status" not in seen.cells
            kind = looks_like(header, cells, alone)
            column = "status" if kind == "status" and alone else None
        if is_report(seen) or not (column or kind):
            proposal.say(name, f"kept beside: {header}", plain=True)
            beside += [header] * (kind is not None)
            continue
        decides = "then each row counts as attended" if kind and column else "it decides nothing"
        choices = [Choice("ignore", f"keep it beside: {decides}", {"ignore": [header]})]
        if column:
            words = "it says who came" if kind else f"it is {column}"
            alias = {"header": {"aliases": {header: column}}}
            choices.insert(0, Choice(column, words, alias))
        like = f"a {kind}" if kind else str(column)
        text = f"{seen.names}: `{header}` looks like {like}. What is it?"
        proposal.ask(name, f"{name} {header}", text, choices, examples(cells))
    if name == "attendance" and not (register or "status" in seen.cells or is_report(seen)):
        listed = [
            one.file.name
            for one in seen.files
            if lists_absences(f"{one.file.path.name} {one.file.sheet or ''}")
        ]
        if listed and len(proposal.questions) == asked:
            proposal.refusals.append(f"{listed[0]}: {ABSENCES}")
    if beside:
        proposal.keep(name, {"ignore": [*seen.own.get("ignore", ()), *beside]})


def _told(header: str, cells: Cells, seen: SourceView) -> str | None:
    """Return the status of a session or subscription where a word of it is the header or inside.

    Under such a header dates say when a subscription was cancelled.
    """
    name = seen.source.name
    status, words = meaning.STATUS.get(name, ""), status_words(name)
    if name == "attendance" or not status:
        return None
    values, heads = filled(cells), folded(header) in words
    if "CancelledDate" not in seen.cells and heads and order_of(cells).dates:
        return "CancelledDate" if name == "subscriptions" else None
    tells = heads or mostly(values, lambda text: folded(text) in words)
    return status if status not in seen.cells and tells else None


def may_be(header: str, seen: SourceView) -> str | None:
    """Return the column that a figure hangs on, is not there, and has a name within this one."""
    known = vocabulary().columns.get(seen.source.name, {})
    lacking = set(meaning.DECIDES.get(seen.source.name, ())).difference(seen.cells)
    words = [word for word in re.split(r"[\W_]+", header) if word]
    for size in range(len(words), 0, -1):
        for at in range(len(words) - size + 1):
            column = known.get(folded("".join(words[at : at + size])))
            if column in lacking:
                return column
    return "SubscriptionProgress" if "%" in header and "SubscriptionProgress" in lacking else None
