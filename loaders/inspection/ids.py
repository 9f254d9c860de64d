"""Says what is wrong with a source's ids, and asks before any are joined."""

from collections.abc import Mapping

from common.wording import counted
from loaders.contract import meaning
from loaders.inspection.cells import rows
from loaders.inspection.folder import SourceView
from loaders.inspection.keys import damage_of, near_keys
from loaders.inspection.proposal import Choice, Proposal

FEW = 0.01  # share of a source's rows that may be left out without a question


def keys(seen: SourceView, proposal: Proposal) -> None:
    """What a spreadsheet did to the ids; odd lines at the end."""
    name = seen.source.name
    for column in meaning.KEYS.get(name, ()):
        for damage in damage_of(seen.cells.get(column, {}), seen.headers.get(column, "")):
            shown = ", ".join(ascii(text)[1:-1] for text in damage.examples)
            proposal.look.append(f"{name}: {damage.rows:,} {damage.words} ({shown})")
    headers = sum(one.table.headers for one in seen.files)
    totals = sum(one.table.totals for one in seen.files)
    ragged = sum(one.table.ragged for one in seen.files)
    wrong = sum(one.file.encoding.wrong for one in seen.files if one.file.encoding)
    for count, words in (
        (headers, "with the header once more: left out"),
        (totals, "with a total, an average or a count: left out"),
        (wrong, "in another encoding than the rest: rejected"),
        (ragged, "with more or fewer cells than the header: rejected"),
    ):
        if count:
            proposal.look.append(f"{name}: {counted(count, 'line')} {words}")


def references(views: Mapping[str, SourceView], join: bool, proposal: Proposal) -> None:
    """Ids that another source knows with zeros before them or in another case."""
    for (name, column), (other, key) in meaning.REFERS.items():
        here, there = views.get(name), views.get(other)
        if not (here and there and column in here.cells and key in there.cells):
            continue
        if column in here.own.get("join", ()):
            continue
        lost = near_keys(here.cells[column], there.cells[key].keys())
        if not lost.pairs:
            continue
        one, meant = lost.pairs[0]
        told = f"{lost.rows:,} of {name} say {column} {one}, {there.names} {meant}"
        if join:
            proposal.keep(name, {"join": [column]})
            proposal.look.append(f"{told}: joined")
        elif lost.rows > FEW * rows(here.cells[column]):
            proposal.ask(
                *(name, f"{name} {column}", f"{told}. Are they the same?"),
                [
                    Choice("join", "yes, join them", {"join": [column]}),
                    Choice("leave", "no, leave them out", {"join": []}),
                ],
            )
        else:
            proposal.look.append(f"{told}: left out (--join-zeros joins)")
