"""What a folder gives rise to once some of its questions are answered, in whatever place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from common import school
from loaders.inspection.proposal import (
    Choice,
    Proposal,
    Question,
    Settings,
    counted_settings,
    merge,
)
from loaders.inspection.propose import propose

# The name of the choice by the question's key.
Answers = dict[str, str]


@dataclass(frozen=True)
class Understood:
    """A folder as it is understood: `settings` are to be kept, by source, on somebody's yes.

    `answered` are the questions that were settled by an answer, each with it, in their order.
    """

    proposal: Proposal
    settings: Settings
    answered: list[tuple[Question, Choice]] = field(default_factory=list)

    @property
    def open(self) -> list[Question]:
        """The questions that nobody has answered."""
        return self.proposal.questions

    @property
    def count(self) -> int:
        """How many settings are to be kept."""
        return counted_settings(self.settings)

    def keep(self, folder: Path) -> None:
        """Write the settings into the school.yml in force for the folder."""
        if self.count:
            school.keep({"sources": self.settings}, school.school_path(folder))


def understand(
    folder: Path, contract: Path, answers: Mapping[str, str], join: bool = False
) -> Understood:
    """Inspect a folder with what was answered so far; nothing is written.

    One answer may bring up the next question, so the files are read once per round of answers.
    `join` is as `propose` has it.
    """
    given: dict[str, Any] = {}
    answered: list[tuple[Question, Choice]] = []
    own = school.own_settings(school.school_path(folder))
    while True:
        proposal = propose(folder, contract, merge(merge({}, own), given), join)
        settled = [
            (asked, choice)
            for asked in proposal.questions
            for choice in asked.choices
            if choice.settings
            and answers.get(asked.key) == choice.name
            and asked.key not in {earlier.key for earlier, _ in answered}
        ]
        if not settled:
            return Understood(proposal, merge(merge({}, proposal.settings), given), answered)
        for asked, choice in settled:
            merge(given, {asked.source: choice.settings})
        answered += settled
