"""Whether the figures can be relied on: one function of `marts.verdict_rules`, the tests and today.

The data report says it first, the dashboard at its top. The rules: docs/operations.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from psycopg import Connection, errors
from psycopg.rows import dict_row

from common.errors import UserError
from common.language import Language, language
from verdict.last_build import Build

RULES = """
select
    source_name, rule, subject, colour, green_until, amber_until, accepted_until, share,
    least_share, finding, who_mends, null as campus
from marts.verdict_rules
union all
-- Who is missing from the figures of today.
select
    'attendance', 'silent', place, 'amber', null, null, null, null, null,
    what_is_seen, 'Ask ' || place || ' for its file', campus
from marts.silent_groups
order by source_name, rule, subject
"""
OLD = "the marts are of an older version of this project: run `make build`"
KINDS = {"green": "good", "amber": "mind", "red": "bad"}
WORST_FIRST = ("red", "amber")
# The figure that hangs on a column of which too little is filled in.
FIGURE_OF_COLUMNS = "churn rate"

Rule = Mapping[str, Any]  # a row of the mart


class Lack(NamedTuple):
    """What does not hold, and the figure that hangs on it, else what the rule is about."""

    subject: str
    text: str


@dataclass(frozen=True)
class Verdict:
    """`kind` is `good`, `mind` or `bad`; `points` say what does not hold, and who mends it.

    `lacks` are those of them that belong under a figure; what is `accepted` has no colour.
    `broken` are the rules among them, the worst first.
    """

    kind: str
    text: str
    points: tuple[str, ...] = ()
    accepted: tuple[Lack, ...] = ()
    lacks: tuple[Lack, ...] = ()
    broken: tuple[Rule, ...] = ()


def read_rules(connection: Connection[Any], campus: str | None = None) -> Sequence[Rule]:
    """Read the rules, of one campus or of all; `UserError` where the marts are of before."""
    try:
        with connection.cursor(row_factory=dict_row) as cursor:
            rules = cursor.execute(RULES).fetchall()
    except (errors.UndefinedTable, errors.UndefinedColumn):
        raise UserError(OLD) from None
    if campus is None:
        return rules
    return [rule for rule in rules if rule["rule"] != "silent" or rule["campus"] == campus]


def judge(
    rules: Sequence[Rule],
    build: Build | None,
    today: date | None = None,
    speak: Language | None = None,
) -> Verdict:
    """Say how bad it is, with the worst first; `build` is dbt's last one, if it is known."""
    today, speak = today or datetime.now(UTC).date(), speak or language()
    if not rules:
        return Verdict(
            "mind",
            speak.text(
                "Nothing is known of how good the figures are: the marts are of an older version "
                "of this project: run `make build`."
            ),
        )
    lacking = [(colour_on(rule, today), rule) for rule in rules]
    lacking = [(colour, rule) for colour, rule in lacking if colour != "green"]
    open_ones = [(colour, rule) for colour, rule in lacking if not _is_accepted(rule, today)]
    rules_broken = [
        (colour, rule) for worst in WORST_FIRST for colour, rule in open_ones if colour == worst
    ]
    broken = [
        *_failed(build, speak),
        *(
            (colour, _said(rule, speak), speak.known(rule["who_mends"]))
            for colour, rule in rules_broken
        ),
    ]
    accepted = tuple(
        _lack(
            rule,
            speak,
            speak.text(": accepted until {day}", day=speak.short_day(rule["accepted_until"])),
        )
        for _, rule in lacking
        if _is_accepted(rule, today)
    )
    lacks = tuple(
        _lack(rule, speak) for _, rule in open_ones if rule["rule"] in ("figure", "filled")
    )
    if not broken:
        text = speak.text("The figures are up to date and passed their tests.")
        return Verdict("good", text, (), accepted)
    kind, more = KINDS[broken[0][0]], len(broken) - 1
    points = tuple(
        " ".join(f"{part}." for part in (_sentence(said), who) if part) for _, said, who in broken
    )
    first = broken[0][1]
    if kind == "mind":
        text = speak.plural(
            "Usable, with one gap: {first}.",
            "Usable, with {count} gaps. The first: {first}.",
            len(broken),
            first=first,
        )
    else:
        if more:
            first += speak.plural(" (and {count} more)", " (and {count} more)", more)
        text = speak.text("Do not rely on the figures: {first}.", first=first)
    worst_first = tuple(rule for _, rule in rules_broken)
    return Verdict(kind, text, points, accepted, lacks, worst_first)


def colour_on(rule: Rule, today: date) -> str:
    """The colour of a rule on a day: data ages, whether or not anything is built."""
    if rule["green_until"] is None or today <= rule["green_until"]:
        return str(rule["colour"])
    return "amber" if today <= rule["amber_until"] else "red"


def _is_accepted(rule: Rule, today: date) -> bool:
    return rule["accepted_until"] is not None and today <= rule["accepted_until"]


def _lack(rule: Rule, speak: Language, more: str = "") -> Lack:
    figure = FIGURE_OF_COLUMNS if rule["rule"] == "filled" else rule["subject"]
    return Lack(speak.known(figure).lower(), f"{_sentence(_said(rule, speak))}{more}.")


def _said(rule: Rule, speak: Language) -> str:
    if rule["rule"] == "age":
        return speak.text(
            "the data of {source} has been out of date since {day}",
            source=speak.known(rule["source_name"]),
            day=speak.short_day(rule["green_until"] + timedelta(days=1)),
        )
    finding = speak.known(rule["finding"])
    if rule["share"] is None:
        return finding
    return speak.text(
        "{finding} (at least {share} are needed)",
        finding=finding,
        share=speak.whole_percent(float(rule["least_share"])),
    )


def _failed(build: Build | None, speak: Language) -> Iterable[tuple[str, str, str]]:
    """The tests that failed; where nothing was published, they are of other figures."""
    for finding in build.findings if build and not build.stays else ():
        if finding.is_error:
            yield (
                "red",
                speak.text(
                    "a test failed: {table}: {what}",
                    table=finding.about,
                    what=speak.known(finding.what).rstrip("."),
                ),
                finding.owner,
            )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
