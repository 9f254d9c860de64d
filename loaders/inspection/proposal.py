"""What is to be kept of what was understood: settings, questions, and what to look at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Settings = dict[str, Any]  # as under `sources: NAME:` in school.yml


@dataclass(frozen=True)
class Choice:
    """One answer: what it is called, what it means, and the settings that it brings.

    `examples` are values of the file that it is about, where the others are about others.
    """

    name: str
    words: str
    settings: Settings = field(default_factory=dict)
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """One thing that the data does not prove; `about` tells it from others of its source.

    `examples` are values of the file that it is about.
    """

    source: str
    about: str
    text: str
    choices: tuple[Choice, ...]
    examples: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return f"{self.source}: {self.about}"


@dataclass
class Proposal:
    """All that a folder gives rise to.

    `lines` are what to show of each source, plain ones apart from those worth a look; `settings`
    what the data proves, by source; `look` what is left out or odd; `refusals` why files cannot be
    landed at all, `files` how many were read.
    """

    lines: dict[str, list[str]] = field(default_factory=dict)
    plain: dict[str, list[str]] = field(default_factory=dict)
    settings: dict[str, Settings] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    look: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    until: dict[str, str] = field(default_factory=dict)
    files: int = 0

    def say(self, source: str, line: str, plain: bool = False) -> None:
        """Add a line about a source."""
        (self.plain if plain else self.lines).setdefault(source, []).append(line)

    def keep(self, source: str, settings: Settings) -> None:
        """Add settings that are proved."""
        merge(self.settings.setdefault(source, {}), settings)

    def ask(
        self,
        source: str,
        about: str,
        text: str,
        choices: Iterable[Choice],
        examples: Iterable[str] = (),
    ) -> None:
        """Add a question."""
        self.questions.append(Question(source, about, text, tuple(choices), tuple(examples)))


def merge(into: Settings, more: Mapping[str, Any]) -> Settings:
    """Add settings to others, mappings key by key."""
    for key, value in more.items():
        if isinstance(value, Mapping) and isinstance(into.get(key), dict):
            merge(into[key], value)
        else:
            into[key] = merge({}, value) if isinstance(value, Mapping) else value
    return into


def counted_settings(settings: Mapping[str, Any]) -> int:
    """Count settings: each alias and each word is one."""
    return sum(
        counted_settings(value) if isinstance(value, Mapping) else 1 for value in settings.values()
    )
