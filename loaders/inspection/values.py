"""Turns what a source's values prove into settings, and the rest into questions."""

from loaders.contract import meaning
from loaders.contract.model import MEANINGS
from loaders.inspection.cells import examples, rows, value
from loaders.inspection.folder import SourceView
from loaders.inspection.proposal import Choice, Proposal
from loaders.inspection.registers import Register
from loaders.inspection.scales import FRACTION, scale_of
from loaders.inspection.statuses import statuses_of

SAYS = {"attended": "came"}
# What an answer about a subscription's word leads to: `Terminé` is no success by itself.
MEANS = {
    "runs": "runs until its end",
    "paused": "paused: enrolled, not expected",
    "ended": "ended: dates, progress and diploma decide",
    "completed": "completed with success, whatever its progress: never lost",
    "left": "left early: lost, unless another follows",
    "cancelled": "cancelled: lost, unless another follows",
    "refunded": "refunded: as cancelled, or never counted where that was soon",
    "no show": "no show: never counted",
}


def ends(seen: SourceView, proposal: Proposal) -> None:
    """How many have no end."""
    column = meaning.ENDS.get(seen.source.name, "")
    if empty := rows(seen.cells.get(column, {}), lambda text: not value(text)):
        header = seen.headers[column]
        proposal.say(seen.source.name, f"{header} empty in {empty:,}: they count as running")


def shares(seen: SourceView, proposal: Proposal) -> None:
    """Whether progress is in fractions or percents."""
    name = seen.source.name
    for column in meaning.SHARES.get(name, ()):
        if column not in seen.cells:
            continue
        found, header = scale_of(seen.cells[column]), seen.headers[column]
        told = seen.own.get("progress")
        if found.choices and told is None:
            words = {"fraction": "fractions: 1 is 100 %", "percent": "percents: 1 is 1 %"}
            choices = [Choice(one, words[one], {"progress": one}) for one in found.choices]
            choices.append(Choice("other", "marks out of 20, or others: export percents", {}))
            text = f"{header} of {name}: {found.evidence}. What are these?"
            proposal.ask(name, f"{name} {column}", text, choices, examples(seen.cells[column]))
        elif found.scale and found.scale != told:
            if told:
                proposal.refusals.append(
                    f"{seen.names}: school.yml says `progress: {told}`, `{header}` proves "
                    f"{found.scale} ({found.evidence}): correct the file or that setting"
                )
            proposal.keep(name, {"progress": found.scale})
            means = f", so {found.example} is {_percent(found.example)} %" if found.example else ""
            is_fraction = found.scale == FRACTION
            scale = "fractions" if is_fraction else "percents"
            line = f"{header}: {scale} ({found.evidence}){means * is_fraction}"
            proposal.say(name, line, plain=not is_fraction)


def _percent(text: str) -> str:
    return f"{float(text.replace(',', '.')) * 100:g}"


def statuses(seen: SourceView, register: Register | None, proposal: Proposal) -> None:
    """What each word of a status counts as, and in a register that of an empty cell."""
    name = seen.source.name
    column = meaning.STATUS.get(name, "")
    if column not in seen.cells:
        return
    found, header = (
        statuses_of(seen.cells[column], name, seen.own.get("statuses", {})),
        seen.headers[column],
    )
    without = [one.file.name for one in seen.files if column not in one.match.found]
    if name == "attendance" and 0 < len(without) < len(seen.files):
        proposal.refusals.append(
            f"{without[0]}: no column says who came, and others of {name} have one, so that each "
            f"row would count as attended: export it with `{header}`"
        )
    by: dict[str, list[str]] = {}
    for word, count, counts_as in found.known:
        by.setdefault(counts_as, []).append(f"{word} {count:,}")
    told = [f"{', '.join(words)} = {SAYS.get(key, key)}" for key, words in by.items()]
    if name == "attendance" and by and found.proved and "attended" not in by:
        proposal.refusals.append(
            f"{seen.names}: no mark says that anybody came, only {'; '.join(told)}: export all "
            "marks, or all would count as absent"
        )
    if register and register.empty and found.proved and "missed" not in by:
        proposal.refusals.append(
            f"{seen.names}: no mark says that anybody was absent, and {register.empty:,} cells are "
            "empty: where these are the absences, write them in (`absent`)"
        )
    if told:
        proposal.say(name, f"{header}: " + "   ".join(told))
    for word, count in (*found.asked, *found.unknown):
        words = MEANS if name == "subscriptions" else SAYS
        choices = [
            Choice(one, words.get(one, one), {"statuses": {word: one}}) for one in MEANINGS[name]
        ]
        text = f"{header} of {name}: what does `{word}` count as ({count:,} rows)?"
        proposal.ask(name, word, text, choices, [word])
