"""The four numbers of the first screen, each with its day, base, comparison, line and target."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dashboard.first.figures import Figure, Scope
from dashboard.first.sparkline import sparkline
from dashboard.first.wording import Voice, month_before

# The sheet of the site that says more.
SHEETS = {"attendance": "attendance", "enrolled": "students", "lost": "churn", "to_call": "calls"}
SHARED_SHEETS = {"to_call": "students"}
LINE_MONTHS = 13
# Whether a target is reached from below.
IS_MORE_BETTER = {"attendance": True, "enrolled": True, "lost": False, "to_call": False}


def tiles(scope: Scope, voice: Voice, targets: Mapping[str, float]) -> list[dict[str, Any]]:
    """A tile for each figure that is known."""
    made = []
    for name, (title, lines) in TILES.items():
        figure, sheet = scope.figures.get(name), SHEETS[name]
        if figure:
            made.append(
                {
                    "name": name,
                    "title": title(figure, voice),
                    "value": _value(name, figure, voice),
                    "lines": [
                        f"{line[:1].upper()}{line[1:]}" for line in lines(scope, figure, voice)
                    ],
                    "badge": _badge(figure, voice),
                    "line": _line(name, figure, voice, targets.get(name)),
                    "target": _target(name, figure, voice, targets.get(name)),
                    "sheet": SHARED_SHEETS.get(name, sheet) if voice.is_shared else sheet,
                }
            )
    return made


def _value(name: str, figure: Figure, voice: Voice) -> str:
    value = figure.now["value"]
    if name == "attendance":
        return voice.language.percent(None if value is None else float(value))
    return voice.people(int(value))


def _attendance_title(figure: Figure, voice: Voice) -> str:
    return voice.language.text("Attendance, {month}", month=_month(figure, voice))


def _attendance(scope: Scope, figure: Figure, voice: Voice) -> Iterator[str]:
    speak, now = voice.language, figure.now
    yield speak.text(
        "{part} of {whole} expected.",
        part=speak.number(now["part"]),
        whole=speak.number(now["whole"]),
    )
    yield from _earlier(figure, voice, lambda value: speak.percent(float(value)))
    for place in scope.silent[:1]:
        day = speak.day(place["last_marked_on"])
        yield speak.text("Without {place} after {day}.", place=place["place"], day=day)


def _enrolled_title(figure: Figure, voice: Voice) -> str:
    return voice.language.text("Enrolled, {day}", day=voice.language.day(figure.now["day"]))


def _enrolled(_: Scope, figure: Figure, voice: Voice) -> Iterator[str]:
    speak, now = voice.language, figure.now
    if now["part"] is not None and voice.tells(now["part"], now["whole"] - now["part"]):
        yield speak.plural("{count} came lately.", "{count} came lately.", int(now["part"]))
    yield from _earlier(figure, voice, lambda value: voice.people(int(value)), is_of_day=True)


def _lost_title(figure: Figure, voice: Voice) -> str:
    return voice.language.text("Lost in {month}, so far", month=_month(figure, voice))


def _lost(scope: Scope, figure: Figure, voice: Voice) -> Iterator[str]:
    speak, now = voice.language, figure.now
    part, whole = int(now["part"]), int(now["whole"])
    if voice.tells(part, whole - part):
        share = speak.percent(part / whole if whole else None)
        yield speak.text("of {whole} ({share}).", whole=speak.number(whole), share=share)
    yield from _earlier(figure, voice, lambda value: voice.people(int(value)))
    if now["left_out"] and voice.tells(now["left_out"]):
        yield speak.plural(
            "{count} more cannot be judged.", "{count} more cannot be judged.", int(now["left_out"])
        )
    most = scope.most_lost
    if most and voice.tells(part, most["lost"], part - most["lost"], most["people"] - most["lost"]):
        yield speak.text(
            "Most: {place}, {lost} of {people}.",
            place=f"{most['campus']}, {most['track']}",
            lost=speak.number(most["lost"]),
            people=speak.number(most["people"]),
        )


def _to_call_title(figure: Figure, voice: Voice) -> str:
    return voice.language.text("To call, {day}", day=voice.language.day(figure.now["day"]))


def _to_call(scope: Scope, figure: Figure, voice: Voice) -> Iterator[str]:
    new, former = int(figure.now["part"]), int(figure.now["whole"]) - int(figure.now["part"])
    if voice.tells(new, former):
        yield from _listed(scope, new, former, voice)
    yield from _earlier(figure, voice, lambda value: voice.people(int(value)), is_of_day=True)


def _listed(scope: Scope, new: int, former: int, voice: Voice) -> Iterator[str]:
    """Who is on the call list: the new ones, those of before, and whom a call has reached."""
    speak = voice.language
    yield speak.plural("{count} new in seven days.", "{count} new in seven days.", new)
    if scope.never_came and voice.tells(scope.never_came, new - scope.never_came):
        yield speak.plural(
            "{count} of them never came.", "{count} of them never came.", scope.never_came
        )
    yield speak.plural("{count} from before.", "{count} from before.", former)
    if scope.reached and voice.tells(scope.reached, new + former - scope.reached):
        yield speak.plural("{count} reached lately.", "{count} reached lately.", scope.reached)


def _earlier(
    figure: Figure, voice: Voice, write: Callable[[Any], str], is_of_day: bool = False
) -> Iterator[str]:
    """The same of the month before, and of the month last year, where they are known."""
    speak, now = voice.language, figure.now
    if now["value_before"] is not None:
        when = month_before(now["day"] if is_of_day else now["month"])
        name = speak.day(when) if is_of_day else speak.month(when)
        yield speak.text("{when}: {value}.", when=name, value=write(now["value_before"]))
    if now["value_year_before"] is not None:
        year_before = now["month"].replace(year=now["month"].year - 1)
        name = speak.month_and_year(year_before)
        yield speak.text("{when}: {value}.", when=name, value=write(now["value_year_before"]))


def _badge(figure: Figure, voice: Voice) -> dict[str, str] | None:
    """What the change means, by a word, a shape and a colour."""
    speak, judgement = voice.language, figure.now["judgement"]
    if judgement == "unknown" or not voice.tells(*_counts(figure)):
        return None
    if judgement == "steady":
        return {"kind": "calm", "shape": "●", "word": speak.text("Steady")}
    is_large = figure.now["change_size"] == "large"
    words = {
        ("better", False): speak.text("Better"),
        ("better", True): speak.text("Much better"),
        ("worse", False): speak.text("Worse"),
        ("worse", True): speak.text("Much worse"),
    }
    shape = "▲" if figure.now["change"] > 0 else "▼"
    return {
        "kind": "good" if judgement == "better" else "bad",
        "shape": shape * (2 if is_large else 1),
        "word": words[judgement, is_large],
    }


def _counts(figure: Figure) -> list[int]:
    if figure.now["figure"] == "attendance":
        return []
    return [int(figure.now[name] or 0) for name in ("value", "value_before")]


def _line(name: str, figure: Figure, voice: Voice, goal: float | None) -> Any:
    speak, months = voice.language, figure.months[-LINE_MONTHS:]
    values = [
        None if value is None or (name != "attendance" and not voice.tells(int(value))) else value
        for _, value in months
    ]
    words = speak.text(
        "The months from {first} to {last}",
        first=speak.month_and_year(months[0][0]),
        last=speak.month_and_year(months[-1][0]),
    )
    return sparkline([None if value is None else float(value) for value in values], words, goal)


def _target(name: str, figure: Figure, voice: Voice, goal: float | None) -> str:
    value = figure.now["value"]
    if goal is None or value is None or (name != "attendance" and not voice.tells(int(value))):
        return ""
    speak, reached = voice.language, float(value)
    written = speak.percent(goal) if name == "attendance" else speak.number(goal)
    if reached >= goal if IS_MORE_BETTER[name] else reached <= goal:
        return speak.text("Target {goal}: reached.", goal=written)
    return speak.text("Target {goal}: not reached.", goal=written)


def _month(figure: Figure, voice: Voice) -> str:
    return voice.language.month(figure.now["month"])


Title = Callable[[Figure, Voice], str]
Lines = Callable[[Scope, Figure, Voice], Iterator[str]]
TILES: Mapping[str, tuple[Title, Lines]] = {
    "attendance": (_attendance_title, _attendance),
    "enrolled": (_enrolled_title, _enrolled),
    "lost": (_lost_title, _lost),
    "to_call": (_to_call_title, _to_call),
}
