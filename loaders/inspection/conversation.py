"""Inspects a folder in a terminal: the screen, its questions, one yes, and school.yml."""

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from common import school
from common.errors import UserError
from common.folders import short
from common.wording import counted
from loaders.inspection import screen
from loaders.inspection.answers import Answers, understand
from loaders.inspection.proposal import Choice, Question

OPEN = "needs an answer that only a person can give"


class OpenQuestionsError(UserError):
    """Something is open, and nobody is there to answer."""


def inspect(folder: Path, contract: Path, join: bool = False, everything: bool = False) -> None:
    """Show what is in a folder, ask what it does not prove, and keep the settings on a yes."""
    if _Talk(folder, contract, "make inspect", join, everything).settle():
        print(f"Next: make refresh DATA={shlex.quote(str(folder))}")
    else:
        print("\nNo open questions, and nothing new to keep: it can be loaded.")


def settle(folder: Path, contract: Path) -> None:
    """Do the same before a refresh: without a word where the files are as school.yml says."""
    _Talk(folder, contract, "make refresh", is_quiet=True).settle()


@dataclass(frozen=True)
class _Talk:
    """A conversation about a folder; `command` is what to run where nobody can answer."""

    folder: Path
    contract: Path
    command: str
    join: bool = False
    everything: bool = False
    is_quiet: bool = False

    def settle(self) -> int:
        """Ask until nothing is open, keep what is new; return how many settings that were."""
        answers: Answers = {}
        while True:
            seen = understand(self.folder, self.contract, answers, self.join)
            proposal = seen.proposal
            if proposal.refusals or seen.open or seen.count or not self.is_quiet:
                print("\n".join(screen.lines(proposal, self.everything)), flush=True)
            if proposal.refusals:
                raise UserError(f"{proposal.refusals[0]}{_more(len(proposal.refusals) - 1)}")
            if not seen.open:
                break
            self._answer(seen.open, answers)
        if not seen.count:
            return 0
        if not interactive():
            raise OpenQuestionsError(
                f"{counted(seen.count, 'new setting')} for {', '.join(seen.settings)}: only a "
                f"person can say yes: run `{self._again()}` in a terminal"
            )
        many, path = counted(seen.count, "setting"), short(school.school_path(self.folder))
        if not agreed(f"\nNo open questions. Keep these {many} in {path}?"):
            raise UserError("nothing was kept: correct the files, or school.yml by hand")
        seen.keep(self.folder)
        print(f"{path}: kept.", flush=True)
        return seen.count

    def _answer(self, questions: Sequence[Question], answers: Answers) -> None:
        if not interactive():
            more = _more(len(questions) - 1)
            raise OpenQuestionsError(
                f"{questions[0].text}{more} {OPEN}: run `{self._again()}` in a terminal"
            )
        for asked in questions:
            choice = ask(asked)
            if not choice.settings:
                raise UserError(f"{asked.text} {choice.words}: do that, then run it again")
            answers[asked.key] = choice.name

    def _again(self) -> str:
        return f"{self.command} DATA={shlex.quote(str(self.folder))}"


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


def _more(count: int) -> str:
    return f" (and {count} more)" if count else ""
