"""Turns what a source's files prove into settings, and the rest into questions."""

from collections.abc import Mapping, Sequence, Set

from common.wording import counted
from loaders.contract import meaning
from loaders.inspection.cells import cleaned, examples
from loaders.inspection.columns import Match
from loaders.inspection.dates import order_of
from loaders.inspection.encodings import UTF8
from loaders.inspection.files import FileView
from loaders.inspection.folder import SourceView
from loaders.inspection.proposal import Choice, Proposal
from loaders.inspection.registers import Register, register_of
from loaders.inspection.shapes import DELIMITERS

SHOWN = 6  # columns on the screen without --all


def files(seen: SourceView, proposal: Proposal) -> None:
    """How the files are written: one dialect for all of a source."""
    source, name = seen.source, seen.source.name
    texts = [one for one in seen.files if one.file.encoding is not None]
    told = []
    if texts:
        told += _delimiter(seen, texts, proposal)
        told += _encoding(seen, texts, proposal)
    for sheet in {one.file.sheet for one in seen.files} - {source.sheet, None}:
        proposal.keep(name, {"sheet": sheet})
    skips = {one.shape.skip for one in seen.files}
    if len(skips) > 1:
        proposal.refusals.append(f"{seen.names}: {_differ('title lines')}")
    elif (skip := skips.pop()) != source.header.skip:
        proposal.keep(name, {"header": {"skip": skip}})
    told += [f"header on line {skip + 1}"] if len(skips) == 0 and skip else []
    until = {one.shape.until for one in seen.files} - {"", source.header.until}
    if until:
        proposal.keep(name, {"header": {"until": until.pop()}})
    proposal.say(name, f"{seen.names}  {', '.join(told)}\t{seen.rows:,} rows")


def _delimiter(seen: SourceView, texts: Sequence[FileView], proposal: Proposal) -> list[str]:
    name = seen.source.name
    marks = {one.shape.delimiter for one in texts}
    unproved = [one for one in texts if not one.shape.proved]
    if unproved and seen.source.dialect.delimiter == ",":
        proposal.ask(
            name,
            f"{name} delimiter",
            f"{unproved[0].file.name}: what parts its cells? {unproved[0].shape.evidence}",
            [Choice(words, words, {"delimiter": mark}) for mark, words in DELIMITERS.items()],
        )
        return []
    if len(marks) > 1:
        proposal.refusals.append(f"{seen.names}: {_differ('delimiters')}")
        return []
    mark = str(marks.pop())
    if mark != seen.source.dialect.delimiter:
        proposal.keep(name, {"delimiter": mark})
    return [] if mark == "," else [DELIMITERS.get(mark, mark)]


def _encoding(seen: SourceView, texts: Sequence[FileView], proposal: Proposal) -> list[str]:
    name, declared = seen.source.name, seen.source.dialect.encoding
    found = {one.file.name: one.file.encoding for one in texts}
    names = {e.name for e in found.values() if e and e.proved and e.evidence != "plain ASCII"}
    for file, encoding in found.items():
        if encoding and not encoding.proved and declared == UTF8:
            proposal.ask(
                name,
                f"{name} encoding",
                f"{file}: which code page is it? {encoding.evidence}",
                [Choice(one, one, {"encoding": one}) for one in encoding.choices],
            )
            return []
    if len(names) > 1:
        proposal.refusals.append(f"{seen.names}: {_differ('encodings')}")
        return []
    chosen = names.pop() if names else declared
    if chosen != declared:
        proposal.keep(name, {"encoding": chosen})
    return [] if chosen == UTF8 else [chosen]


def columns(seen: SourceView, known: Mapping[str, Set[str]], proposal: Proposal) -> Register | None:
    """Which column is which; of attendance also whether it is a register.

    `known` are the ids of the students and sessions in the folder, by column.
    """
    source, name = seen.source, seen.source.name
    first = seen.files[0]
    register = None
    if name == "attendance":
        register = register_of(seen, known["session_id"])
    aliases = {
        header: column
        for one in seen.files  # which may call it differently
        for column, at in one.match.found.items()
        if (header := one.table.names[at].strip()).casefold() != column.casefold()
        and header not in source.header.aliases
    }
    if aliases:
        proposal.keep(name, {"header": {"aliases": aliases}})
    pairs = [
        f"{header} = {column}"
        for column, header in seen.headers.items()
        if header.casefold() != column.casefold()
    ]
    if pairs:
        more = f" and {len(pairs) - SHOWN} more" if len(pairs) > SHOWN else ""
        proposal.say(name, ", ".join(pairs[:SHOWN]) + more)
        proposal.say(name, ", ".join(pairs), plain=True)
    _doubtful(seen, first.match, proposal)
    _missing(seen, register, known, proposal)
    return register


def _doubtful(seen: SourceView, match: Match, proposal: Proposal) -> None:
    for column, positions in match.doubtful.items():
        names = [seen.files[0].table.names[at].strip() for at in positions]
        about = f"{seen.source.name} {column}"
        if len({name.casefold() for name in names}) < len(names):
            both = " and ".join(str(at + 1) for at in positions)
            proposal.refusals.append(
                f"{seen.names}: columns {both} are both called `{names[0]}`: rename one"
            )
            continue
        text = f"{seen.files[0].file.name}: which column is {column}?"
        choices = [
            Choice(
                n, n, {"header": {"aliases": {n: column}}}, examples(seen.files[0].table.column(at))
            )
            for n, at in zip(names, positions, strict=True)
        ]
        proposal.ask(seen.source.name, about, text, choices)


def _missing(
    seen: SourceView,
    register: Register | None,
    known: Mapping[str, Set[str]],
    proposal: Proposal,
) -> None:
    source, name = seen.source, seen.source.name
    found = set(seen.cells) | set(seen.files[0].match.doubtful)
    told = found | ({"session_id"} if register else set())
    lacks = meaning.lacking(name, told, source.required)
    column = lacks[0] if lacks else ""
    ids = known.get(column, set()) if name == "attendance" else set()
    is_date = column in meaning.DATES.get(name, ())
    free = [
        header
        for header, cells in seen.undeclared.items()
        if header not in (register.names if register else ())
        and (not ids or any(cleaned(text) in ids for text in cells))
        and (not is_date or order_of(cells).dates)
    ]
    if column and free:
        choices = [
            Choice(h, h, {"header": {"aliases": {h: column}}}, examples(seen.undeclared[h]))
            for h in free
        ]
        choices.append(Choice("none", "none of these: export it with that column", {}))
        text = f"{seen.names}: no column is called {column}. Which one is it?"
        proposal.ask(name, f"{name} {column}", text, choices)
    elif lacks:
        proposal.refusals.append(
            f"{seen.names}: no column says {' and '.join(lacks)}{_headers(seen)}: export it with "
            "them, or name the column in school.yml as an alias"
        )
    without = [column for column in source.required if column not in found]
    if without and not lacks:
        proposal.keep(name, {"without": without})
        missing = [column for column in without if column not in told]
        if missing:
            lack = counted(len(missing), "column")
            proposal.say(name, f"{lack} missing, none needed (--all lists them)")
            proposal.say(name, f"missing: {', '.join(missing)}", plain=True)
    for lack, decide in meaning.FINISHED.items() if name == "subscriptions" else ():
        if not found.intersection(decide):
            proposal.say(name, f"no {lack}: churn hangs on the rest, and the verdict says so")


def _headers(seen: SourceView) -> str:
    """Repeat the header; where no name in it is known it may be a record, which is not repeated."""
    if not seen.files[0].shape.known:
        return ""
    names = [name.strip() for name in seen.files[0].table.names if name.strip()]
    return f"; it has {', '.join(f'`{name}`' for name in names[:SHOWN])}"


def _differ(what: str) -> str:
    return f"files of one source differ in their {what}: export them alike"
