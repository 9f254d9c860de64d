"""What the page of the files is told: the screen of an inspection, in the school's language."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from common.errors import UserError
from common.language import Language
from common.sayings import day_of
from loaders.inspection.answers import Understood
from loaders.inspection.proposal import Question
from loaders.own_day import of_file
from serve.kept import Kept
from serve.last_files import AFTER_THE_BUILD

TERMINAL = " (--all lists them)"  # is of no use on the page


def understood_page(
    kept: Kept, found: Understood | UserError | None, speak: Language
) -> dict[str, Any]:
    """The page's parts; `found` is None while the files are read."""
    work = kept.state.work
    told: dict[str, Any] = {
        "earlier": _earlier(kept, speak) if work and not work.is_done else "",
        "broken": kept.state.broken,
        "reading": found is None,
        "problem": speak.known(str(found)) if isinstance(found, UserError) else "",
        "files": [
            {
                "name": path.name,
                "size": _size(path, speak),
                "day": speak.short_day(of_file(path).day),
            }
            for path in kept.dropped()
        ],
    }
    return {**told, **(_understood(found, speak) if isinstance(found, Understood) else _nothing())}


def _understood(found: Understood, speak: Language) -> dict[str, Any]:
    proposal = found.proposal
    sources = []
    for name, (first, *lines) in proposal.lines.items():
        written, _, rows = first.partition("\t")
        files, _, how = written.rpartition("  ")
        sources.append(
            {
                "name": speak.known(name),
                "files": speak.known(files),
                "how": [speak.known(one) for one in how.split(", ")],
                "rows": speak.known(rows),
                "lines": [speak.known(line).replace(TERMINAL, "") for line in lines],
                "plain": [
                    speak.known(line) for line in proposal.plain.get(name, ()) if line not in lines
                ],
            }
        )
    return {
        "sources": sources,
        "refusals": [speak.known(line) for line in proposal.refusals],
        "look": [speak.known(line) for line in proposal.look],
        "questions": _asked([(one, "") for one in found.open], speak),
        "answered": _asked([(one, choice.name) for one, choice in found.answered], speak),
        "settings": _settings(found.count, speak),
        "until": " · ".join(
            f"{speak.known(name)} {speak.short_day(day_of(day))}"
            for name, day in proposal.until.items()
        ),
    }


def _size(path: Path, speak: Language) -> str:
    size = path.stat().st_size
    if size < 1e6:
        return speak.text("{size} kB", size=speak.number(math.ceil(size / 1e3)))
    return speak.text("{size} MB", size=speak.decimal(size / 1e6))


def _nothing() -> dict[str, Any]:
    lists = ("sources", "refusals", "look", "questions", "answered")
    return {**{name: [] for name in lists}, "settings": "", "until": ""}


def _asked(questions: Sequence[tuple[Question, str]], speak: Language) -> list[dict[str, Any]]:
    return [
        {
            "key": asked.key,
            "text": speak.known(asked.text),
            "examples": asked.examples,
            "chosen": chosen,
            "choices": [
                {
                    "name": choice.name,
                    # What is in the file, such as a header, is no word of ours.
                    "words": choice.words
                    if "header" in choice.settings and choice.words == choice.name
                    else speak.known(choice.words),
                    "examples": choice.examples,
                    "settles": bool(choice.settings),
                }
                for choice in asked.choices
            ],
        }
        for asked, chosen in questions
    ]


def _settings(count: int, speak: Language) -> str:
    if not count:
        return ""
    return speak.plural(
        "No open questions. {count} setting is kept for the next files.",
        "No open questions. {count} settings are kept for the next files.",
        count,
    )


def _earlier(kept: Kept, speak: Language) -> str:
    """What became of the last run, while its files are still here."""
    work = kept.state.work
    assert work
    is_published = work.step in AFTER_THE_BUILD
    if work.cancelled and not is_published:
        return speak.text("It was cancelled. The files are still here, the figures as they were.")
    if work.cut_off or work.cancelled:
        return speak.text("The work was cut off. The files are still here: say yes again to go on.")
    return speak.text(
        "It did not work: {why}. The files are still here.", why=speak.known(work.said)
    )
