"""Says on the first screen whether the figures can be used, and what the first gap is."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from common.language import Language
from dashboard.first.figures import Row, Scope
from verdict.rules import Verdict


def usable(verdict: Verdict, scope: Scope, speak: Language) -> dict[str, Any]:
    """The verdict in a few words, what to do about the first gap, and how many more there are."""
    silent = [_silent(place, speak) for place in scope.silent]
    broken = [_broken(rule, speak) for rule in verdict.broken if rule["rule"] != "silent"]
    # First what makes the figures unreliable, else who is missing.
    gaps = [*broken, *silent] if verdict.kind == "bad" else [*silent, *broken]
    failed = len(verdict.points) - len(verdict.broken)
    if failed:
        gaps.insert(0, speak.plural("{count} test failed.", "{count} tests failed.", failed))
    if verdict.kind == "bad":
        said, kind = speak.text("Do not rely on these figures."), "bad"
    elif gaps:
        said, kind = (
            speak.plural("Usable, with one gap.", "Usable, with {count} gaps.", len(gaps)),
            "mind",
        )
    else:
        said, kind = speak.text("Reliable."), "good"
        gaps = [speak.text("The data is up to date and passed its tests.")]
    more = len(gaps) - 1
    return {
        "kind": kind,
        "shape": {"good": "✓", "mind": "!", "bad": "✕"}[kind],
        "said": said,
        "first": gaps[0] if gaps else "",
        "more": speak.plural("{count} more", "{count} more", more) if more > 0 else "",
    }


def _silent(place: Row, speak: Language) -> str:
    return speak.text(
        "{place}: attendance stops on {day}. Its students are not on the call list. "
        "Ask {place} for its file.",
        place=place["place"],
        day=speak.day(place["last_marked_on"]),
    )


def _broken(rule: Mapping[str, Any], speak: Language) -> str:
    source, subject = noun(rule["source_name"], speak), noun(rule["subject"], speak)
    if rule["rule"] == "age":
        day = rule["green_until"] + timedelta(days=1)
        return speak.text(
            "{source}: the data has been out of date since {day}. Ask for a new export.",
            source=source,
            day=speak.day(day),
        )
    if rule["share"] is None:
        return speak.text("{source}: nothing was loaded.", source=source)
    share, least = speak.percent(float(rule["share"])), speak.percent(float(rule["least_share"]))
    said = {
        "used": speak.text("{source}: {share} of the rows are used.", source=source, share=share),
        "readable": speak.text(
            "{source}, {subject}: {share} can be read.", source=source, subject=subject, share=share
        ),
        "mapped": speak.text(
            "{source}, {subject}: {share} have a known meaning.",
            source=source,
            subject=subject,
            share=share,
        ),
        "filled": speak.text(
            "{source}, {subject}: {share} are filled in.",
            source=source,
            subject=subject,
            share=share,
        ),
        "there": speak.text(
            "{source}: {share} of those that have not ended are in the newest export.",
            source=source,
            share=share,
        ),
        "figure": speak.text("{subject}: {share} can be judged.", subject=subject, share=share),
    }[rule["rule"]]
    needed = speak.text("At least {least} are needed.", least=least)
    return f"{said} {needed}"


def noun(name: str, speak: Language) -> str:
    """What a source or a subject of the verdict is called, at the beginning of a sentence."""
    known = speak.known(name)
    return known[:1].upper() + known[1:]
