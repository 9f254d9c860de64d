"""What an inspection shows: one screen, of each source what is not plain."""

import textwrap
from collections.abc import Iterable, Iterator

from common.wording import counted
from loaders.inspection.proposal import Proposal, Question

LABEL, WIDTH = 15, 96
ROWS = 88  # where the number of rows ends


def lines(proposal: Proposal, everything: bool) -> Iterator[str]:
    """Yield the screen, without questions; `everything` adds what is plain."""
    sources = counted(len(proposal.lines), "source")
    yield f"{counted(proposal.files, 'file')}, {sources}. Looking at them loads nothing."
    yield ""
    for source, told in proposal.lines.items():
        first, *rest = told
        where, _, rows = first.partition("\t")
        yield f"{source:<{LABEL}}{where:<{ROWS - LABEL - len(rows) - 2}}  {rows}"
        yield from _indented(rest, "  ")
        yield from _indented(proposal.plain.get(source, ()) if everything else (), "  ")
    yield from _labelled("Look at", proposal.look)
    yield from _labelled("Refused", proposal.refusals)
    until = ", ".join(f"{source} {day}" for source, day in proposal.until.items())
    yield from _labelled("Data until", [until] if until else [])


def question(asked: Question) -> Iterator[str]:
    """Yield a question with its choices, numbered from 1."""
    yield ""
    yield from textwrap.wrap(asked.text, WIDTH)
    for number, choice in enumerate(asked.choices, start=1):
        yield f"  {number}  {choice.words}"


def _labelled(label: str, told: Iterable[str]) -> Iterator[str]:
    for at, line in enumerate(told):
        wrapped = textwrap.wrap(line, WIDTH - LABEL) or [""]
        yield f"{'' if at else label:<{LABEL}}{wrapped[0]}"
        yield from (f"{'':<{LABEL}}{more}" for more in wrapped[1:])


def _indented(told: Iterable[str], indent: str) -> Iterator[str]:
    for line in told:
        yield from textwrap.wrap(
            line, WIDTH, initial_indent=indent, subsequent_indent=indent + "  "
        )
