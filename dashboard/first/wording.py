"""Puts the figures of the first screen into words; docs/dashboard.md states the rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from common.language import Language
from dashboard.first.figures import Figure, Scope
from dashboard.preview.few import FEW, hidden_words, is_few

# A share is said as the nearest of these.
FRACTIONS = (
    *((1, 10), (1, 5), (1, 4), (1, 3), (2, 5), (1, 2)),
    *((3, 5), (2, 3), (3, 4), (4, 5), (9, 10)),
)
NEARLY_ALL, HARDLY_ANY = 0.95, 0.05


@dataclass(frozen=True)
class Voice:
    """The language a page is in, and whether it hides how many are in a small group."""

    language: Language
    is_shared: bool

    def people(self, count: int) -> str:
        """A count of people."""
        if self.is_shared and is_few(count):
            return hidden_words(self.language)[FEW]
        return self.language.number(count)

    def tells(self, *counts: int | None) -> bool:
        """Whether each of these may be said, and taken from another."""
        return not self.is_shared or not any(is_few(count or 0) for count in counts)


def sentence(scope: Scope, voice: Voice) -> str:
    """How the school is doing, in up to three sentences."""
    parts = (_attendance(scope, voice), _lost(scope, voice), _to_call(scope, voice))
    return " ".join(part for part in parts if part)


def _attendance(scope: Scope, voice: Voice) -> str:
    figure, speak = scope.figures.get("attendance"), voice.language
    if not figure or figure.now["value"] is None:
        return speak.text("Nothing is known of attendance.")
    share, month = float(figure.now["value"]), speak.month(figure.now["month"])
    change = _since(figure, speak)
    if share >= NEARLY_ALL:
        said = speak.text(
            "In {month} students came to nearly all sessions expected of them", month=month
        )
    elif share < HARDLY_ANY:
        said = speak.text(
            "In {month} students came to hardly any session expected of them", month=month
        )
    else:
        part, whole = min(FRACTIONS, key=lambda pair: abs(pair[0] / pair[1] - share))
        words = number_words(speak)
        said = speak.plural(
            "In {month} students came to {part} of {whole} sessions expected of them",
            "In {month} students came to {part} of {whole} sessions expected of them",
            part,
            month=month,
            part=words[part],
            whole=words[whole],
        )
    return f"{said}{change}."


def _since(figure: Figure, speak: Language) -> str:
    """How it compares with the month before, as the end of a sentence."""
    if figure.now["value_before"] is None:
        return ""
    month = speak.month(month_before(figure.now["month"]))
    if figure.now["judgement"] == "steady":
        return speak.text(", as in {month}", month=month)
    size, is_up = points(float(figure.now["change"]), speak), figure.now["change"] > 0
    if is_up:
        return speak.text(", {points} more than in {month}", points=size, month=month)
    return speak.text(", {points} less than in {month}", points=size, month=month)


def points(share: float, speak: Language) -> str:
    """The size of a difference of two shares, such as 0.4 points."""
    return speak.plural("{count} point", "{count} points", round(abs(share) * 100, 1))


def _lost(scope: Scope, voice: Voice) -> str:
    figure, speak = scope.figures.get("lost"), voice.language
    if not figure:
        return ""
    count, earlier = int(figure.now["part"]), figure.now["part_before"]
    if voice.is_shared and is_few(count):
        return speak.text("Fewer than 5 were lost so far.")
    said = speak.plural("{count} was lost so far", "{count} were lost so far", count)
    if earlier is None or not voice.tells(int(earlier)):
        return f"{said}."
    month, difference = speak.month(month_before(figure.now["month"])), count - int(earlier)
    if not difference:
        same = speak.text(", as many as in {month}", month=month)
        return f"{said}{same}."
    if difference > 0:
        change = speak.text(
            ", {count} more than in {month}", count=speak.number(difference), month=month
        )
    else:
        change = speak.text(
            ", {count} fewer than in {month}", count=speak.number(-difference), month=month
        )
    return f"{said}{change}."


def _to_call(scope: Scope, voice: Voice) -> str:
    figure, speak = scope.figures.get("to_call"), voice.language
    count = int(figure.now["whole"]) if figure else 0
    if voice.is_shared and is_few(count):
        return speak.text("Fewer than 5 need a call.")
    if not count:
        return speak.text("Nobody needs a call.")
    return speak.plural("{count} needs a call.", "{count} need a call.", count)


def month_before(day: date) -> date:
    """The same day of the month before, or the last one of a shorter month."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def number_words(speak: Language) -> Mapping[int, str]:
    """The numbers that fractions are said with."""
    return {
        1: speak.text("one"),
        2: speak.text("two"),
        3: speak.text("three"),
        4: speak.text("four"),
        5: speak.text("five"),
        9: speak.text("nine"),
        10: speak.text("ten"),
    }
