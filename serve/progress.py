"""How far a run is, in the school's language."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from common.language import Language


def told(events: Sequence[dict[str, Any]], speak: Language) -> list[dict[str, Any]]:
    """The events of a run, of each stage the newest alone, their words in a language."""
    newest = (
        event
        for event, after in pairwise([*events, {}])
        if "stage" not in event or "stage" not in after
    )
    say: dict[str, Callable[[Any], str]] = {
        "stage": speak.known,
        "note": speak.known,
        "seconds": speak.decimal,
    }
    return [
        {name: say[name](value) if name in say else value for name, value in event.items()}
        for event in newest
    ]
