"""Inspects a folder in a terminal: the screen, its questions, one yes, and school.yml."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from common import school
from common.errors import UserError
from common.folders import short
from common.wording import counted
from loaders.inspection import screen
from loaders.inspection.proposal import Choice, Question, counted_settings, merge
from loaders.inspection.propose import propose

OPEN = "needs an answer that only a person can give"


class OpenQuestionsError(UserError):
    """Something is open, and nobody is there to answer."""


def inspect(folder: Path, contract: Path, join: bool = False, everything: bool = False) -> None:
    """Show what is in a folder, ask what it does not prove, and keep the settings on a yes."""
    own = school.own_settings()
    answers: dict[str, Any] = {}
    while True:
        proposal = propose(folder, contract, merge(merge({}, own), answers), join)
        print("\n".join(screen.lines(proposal, everything)))
        if proposal.refusals:
            raise UserError(f"{proposal.refusals[0]}{_more(len(proposal.refusals) - 1)}")
        if not proposal.questions:
            break
        if not interactive():
            raise OpenQuestionsError(_unanswered(folder, proposal.questions))
        for asked in proposal.questions:
            choice = ask(asked)
            if not choice.settings:
                raise UserError(f"{asked.text} {choice.words}: do that, then run it again")
            merge(answers, {asked.source: choice.settings})
    kept = merge(merge({}, proposal.settings), answers)
    count = counted_settings(kept)
    if not count:
        print("\nNo open questions, and nothing new to keep: it can be loaded.")
        return
    if not interactive():
        raise OpenQuestionsError(
            f"{counted(count, 'new setting')} for {', '.join(kept)}: only a person can say yes: "
            f"run `{_command(folder)}` in a terminal"
        )
    if not agreed(f"\nNo open questions. Keep these {counted(count, 'setting')} in school.yml?"):
        raise UserError("nothing was kept: correct the files, or school.yml by hand")
    school.keep({"sources": kept})
    print(
        f"{short(school.school_path())}: kept. Next: make refresh DATA={shlex.quote(str(folder))}"
    )


def interactive() -> bool:
    """Whether somebody can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(asked: Question) -> Choice:
    """Show a question and return the choice; it is asked again until it is one."""
    print("\n".join(screen.question(asked)))
    while True:
        said = _input(f"1 to {len(asked.choices)}: ")
        if said.isdigit() and 1 <= int(said) <= len(asked.choices):
            return asked.choices[int(said) - 1]


def agreed(text: str) -> bool:
    """Ask for a yes or a no."""
    while True:
        said = _input(f"{text} [yes/no] ").casefold()
        if said in ("yes", "y", "no", "n"):
            return said.startswith("y")


def _input(prompt: str) -> str:
    try:
        return input(prompt).strip()
    except EOFError:
        print()
        raise UserError("nothing was kept: nobody answered") from None


def _unanswered(folder: Path, questions: Sequence[Question]) -> str:
    more = _more(len(questions) - 1)
    return f"{questions[0].text}{more} {OPEN}: run `{_command(folder)}` in a terminal"


def _command(folder: Path) -> str:
    return f"make inspect DATA={shlex.quote(str(folder))}"


def _more(count: int) -> str:
    return f" (and {count} more)" if count else ""
