"""Every variant of the corpus, and how it has to end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from _pytest.mark import ParameterSet

from tests.corpus.style import Style

ALL = frozenset({"students", "sessions", "attendance", "subscriptions"})
Answers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Variant:
    """One way to export the school.

    It ends right with one yes, or after the `answers` (what the question is about, the choice), or
    it is `refused` with a message that holds these words. `told` says what of the figures the
    files tell: `all`, the `marks` without who is at risk, as the days are others, or the attended
    `pairs` alone, from which absences are inferred.
    """

    name: str
    style: Style
    answers: Answers = ()
    refused: str = ""
    told: str = "all"

    @property
    def right_with_one_yes(self) -> bool:
        """Whether nothing is asked but to keep what was understood."""
        return not (self.answers or self.refused)


OWN = Style()
FRENCH = Style(
    delimiter=";",
    headers="fr",
    words="fr",
    names="fr",
    file_names="fr",
    statuses="fr",
    dates="day first",
    progress="percent with comma",
)
ARABIC = Style(
    headers="ar", words="ar", names="ar", file_names="ar", statuses="ar", dates="day first"
)
SPOKEN = Style(headers="spoken", dates="month first")
POINTS = (
    *(("P (2/2)", "attended"), ("L (1/2)", "attended")),
    *(("A (0/2)", "missed"), ("E (1/2)", "excused")),
)
LETTERS = (("P", "attended"), ("L", "attended"), ("A", "missed"), ("E", "excused"))


# What every run tries; the others are tried by `make test-all`.
OFTEN = frozenset(
    {
        *("as declared", "sep line", "French windows-1252", "Arabic windows-1256", "UTF-16"),
        *("dates: month first short", "dates: no day above 12", "progress: fraction with comma"),
        *("workbooks", "parts by month", "register by month", "Teams", "statuses in letters"),
        *(
            "ids that lost zeros",
            "ids of subscriptions that lost zeros",
            "dates turned half",
            "French cp1252 with titles and a total",
        ),
    }
)


def variants() -> tuple[Variant, ...]:
    """Return all of them, each name once."""
    groups = (_dialects, _encodings, _dates, _languages, _layouts, _damaged, _pairs)
    return tuple(one for group in groups for one in group())


def to_try(refused: bool) -> list[ParameterSet]:
    """Return the variants that end refused, or right, as a test's parameters."""
    return [
        pytest.param(one, id=one.name, marks=() if one.name in OFTEN else pytest.mark.slow)
        for one in variants()
        if bool(one.refused) == refused
    ]


def variant(name: str) -> Variant:
    """Return one by its name."""
    return {one.name: one for one in variants()}[name]


def _dialects() -> Iterator[Variant]:
    yield Variant("as declared", OWN)
    for name, delimiter in (("semicolon", ";"), ("tab", "\t"), ("pipe", "|")):
        yield Variant(name, replace(OWN, delimiter=delimiter))
    yield Variant("CRLF and quotes", replace(OWN, line_end="\r\n", quote_all=True))
    yield Variant("sep line", replace(OWN, delimiter=";", sep_line=True, line_end="\r\n"))
    yield Variant("gzip", replace(OWN, packed=True))


def _encodings() -> Iterator[Variant]:
    yield Variant("BOM", replace(SPOKEN, encoding="utf-8-sig"))
    yield Variant("UTF-16", replace(SPOKEN, encoding="utf-16", delimiter="\t"))
    yield Variant("French windows-1252", replace(FRENCH, encoding="cp1252"))
    yield Variant("French UTF-8 with BOM", replace(FRENCH, encoding="utf-8-sig"))
    yield Variant("French UTF-16", replace(FRENCH, encoding="utf-16"))
    yield Variant("Arabic windows-1256", replace(ARABIC, encoding="cp1256"))
    yield Variant("Arabic UTF-16", replace(ARABIC, encoding="utf-16"))


def _dates() -> Iterator[Variant]:
    for dates in (
        *("iso with time", "iso slashes", "day first", "day first dots", "day first dashes"),
        *("day first short", "day first with time", "month first", "month first short"),
        *("month first with time", "month name", "month name first", "serial"),
        *("weekday before", "eight digits"),
    ):
        yield Variant(f"dates: {dates}", replace(OWN, dates=dates))
    yield Variant("dates: French months", replace(FRENCH, dates="month name"))
    orders = tuple((f"{s} date_order", "day_first") for s in ("sessions", "subscriptions"))
    yield Variant(
        "dates: no day above 12",
        replace(OWN, dates="day first", few_days=True),
        orders,
        "",
        "marks",
    )


def _languages() -> Iterator[Variant]:
    yield Variant("English as people write it", SPOKEN)
    yield Variant("French", FRENCH)
    yield Variant("Arabic", ARABIC)
    yield Variant("Arabic digits", replace(ARABIC, dates="arabic digits"))
    yield Variant("French headers, English words", replace(FRENCH, words="en", statuses="en"))
    yield Variant("Arabic names, English headers", replace(OWN, names="ar"))
    for progress in ("fraction", "fraction with comma", "whole", "percent with comma"):
        yield Variant(f"progress: {progress}", replace(OWN, delimiter=";", progress=progress))
    for durations in ("words", "hours", "clock"):
        yield Variant(f"durations: {durations}", replace(OWN, durations=durations))


def _layouts() -> Iterator[Variant]:
    yield Variant("titles above the header", replace(FRENCH, titles=True))
    yield Variant("ghost columns", replace(OWN, ghosts=True))
    yield Variant("undeclared columns", replace(OWN, extra=True))
    yield Variant("parts by month", replace(OWN, parts="month"))
    yield Variant("parts by campus", replace(OWN, parts="campus"))
    yield Variant("first names apart", replace(FRENCH, split_names=True))
    yield Variant("own day in the name", replace(OWN, own_day=True))
    yield Variant("workbooks", replace(FRENCH, workbooks=ALL))
    yield Variant("sheets of one workbook", replace(FRENCH, sheets=True))
    yield Variant("workbooks with real dates", replace(OWN, workbooks=ALL, real_dates=True))
    yield Variant(
        "one workbook", replace(FRENCH, workbooks=frozenset({"students"}), encoding="cp1252")
    )
    yield Variant("pairs without a status", replace(OWN, attendance="pairs"), (), "", "pairs")
    yield Variant("session by date and group", replace(FRENCH, attendance="dated"))
    yield Variant("student by e-mail", replace(SPOKEN, attendance="email"))
    yield Variant("register by session", replace(FRENCH, attendance="register by id", heads="id"))
    yield Variant("register by date", replace(FRENCH, attendance="register by id"))
    yield Variant("Moodle", replace(SPOKEN, attendance="moodle", delimiter="\t"), POINTS)
    yield Variant("Zoom", replace(SPOKEN, attendance="zoom"), (), "", "pairs")
    teams = replace(SPOKEN, attendance="teams", encoding="utf-16", delimiter="\t")
    yield Variant("Teams", teams, (), "", "pairs")
    yield Variant("statuses in letters", replace(OWN, statuses="letters"), LETTERS)


def _damaged() -> Iterator[Variant]:
    join = (("attendance student_id", "join"),)
    yield Variant("ids that lost zeros", replace(OWN, damage=("lost zeros",)), join)
    yield Variant(
        "ids of subscriptions that lost zeros",
        replace(OWN, damage=("unlike zeros",)),
        (("subscriptions StudentId", "join"),),
    )
    yield Variant(
        "ids in another case",
        replace(OWN, damage=("upper case",)),
        (("attendance session_id", "join"),),
    )
    for damage in (
        *("scientific", "reference error", "total line", "repeated header", "odd blanks"),
        *("apostrophes", "twice"),
    ):
        yield Variant(f"damage: {damage}", replace(OWN, damage=(damage,)))
    yield Variant("unknown status", replace(OWN, damage=("unknown status",)), (("Abs?", "missed"),))
    turned = replace(FRENCH, damage=("half turned",))
    yield Variant("dates turned half", turned, (), "turned half")
    yield Variant(
        "dates in two orders", replace(FRENCH, damage=("two orders",)), (), "mixes two orders"
    )
    yield Variant("mojibake", replace(FRENCH, damage=("mojibake",)), (), "wrong encoding once")
    scale = (("subscriptions SubscriptionProgress", "fraction"),)
    yield Variant("progress: zeros and ones", replace(OWN, progress="zeros and ones"), scale)


def _pairs() -> Iterator[Variant]:
    """What a school's exports hold at the same time."""
    yield Variant(
        "French cp1252 with titles and a total",
        replace(FRENCH, encoding="cp1252", titles=True, damage=("total line",), line_end="\r\n"),
    )
    yield Variant("French by month with ghosts", replace(FRENCH, parts="month", ghosts=True))
    yield Variant("French workbooks with titles", replace(FRENCH, workbooks=ALL, titles=True))
    yield Variant(
        "Arabic 1256 by month", replace(ARABIC, encoding="cp1256", parts="month", delimiter=";")
    )
    yield Variant("Arabic workbooks", replace(ARABIC, workbooks=ALL))
    yield Variant(
        "UTF-16 tabs, month first, by campus",
        replace(SPOKEN, encoding="utf-16", delimiter="\t", parts="campus"),
    )
    yield Variant(
        "sep line, fractions, day first",
        replace(
            OWN,
            sep_line=True,
            delimiter=";",
            progress="fraction with comma",
            dates="day first",
        ),
    )
    yield Variant(
        "quoted CRLF with repeated headers",
        replace(SPOKEN, quote_all=True, line_end="\r\n", damage=("repeated header", "odd blanks")),
    )
    yield Variant(
        "register in a workbook",
        replace(FRENCH, attendance="register by id", workbooks=frozenset({"attendance"})),
    )
    yield Variant(
        "register with real dates",
        replace(OWN, attendance="register by id", workbooks=ALL, real_dates=True),
    )
    for name, style in (
        ("in English", replace(SPOKEN, attendance="register by e-mail")),
        ("in Arabic", replace(ARABIC, attendance="register by group")),
        ("in Arabic, months in words", replace(ARABIC, attendance="register by id", heads="named")),
        ("without a year", replace(FRENCH, attendance="register by id", heads="short")),
        ("with months in words", replace(FRENCH, attendance="register by id", heads="named")),
        ("with weekdays", replace(FRENCH, attendance="register by group", heads="weekday")),
        ("with modules", replace(SPOKEN, attendance="register by id", heads="module")),
        ("by month", replace(FRENCH, attendance="register by id", heads="short", parts="month")),
        ("of ids by month", replace(OWN, attendance="register by id", heads="id", parts="month")),
    ):
        yield Variant(f"register {name}", style)
    yield Variant(
        "register in letters",
        replace(FRENCH, attendance="register by id", statuses="letters", heads="short"),
        LETTERS,
    )
    yield Variant(
        "own day, titles, dots",
        replace(OWN, own_day=True, titles=True, dates="day first dots", delimiter=";"),
    )
    yield Variant(
        "French dated marks in cp1252", replace(FRENCH, attendance="dated", encoding="cp1252")
    )
    for name, style in (
        ("French fractions", replace(FRENCH, progress="fraction with comma")),
        ("French tabs", replace(FRENCH, delimiter="\t")),
        ("French short dates", replace(FRENCH, dates="day first short")),
        ("French dots", replace(FRENCH, dates="day first dots")),
        ("French, packed", replace(FRENCH, packed=True)),
        ("French, own day", replace(FRENCH, own_day=True)),
        ("French, quoted", replace(FRENCH, quote_all=True, line_end="\r\n")),
        ("French, more columns", replace(FRENCH, extra=True, titles=True)),
        ("French, by e-mail", replace(FRENCH, attendance="email")),
        ("French, pairs in a workbook", replace(FRENCH, workbooks=ALL, durations="hours")),
        ("Arabic with BOM", replace(ARABIC, encoding="utf-8-sig")),
        ("Arabic with titles", replace(ARABIC, titles=True)),
        ("Arabic, sep line", replace(ARABIC, sep_line=True, delimiter=";")),
        ("Arabic, dated marks", replace(ARABIC, attendance="dated")),
        ("English, packed", replace(SPOKEN, packed=True, delimiter="|")),
        ("English, dated marks", replace(SPOKEN, attendance="dated", ghosts=True)),
        ("English, totals in UTF-16", replace(SPOKEN, encoding="utf-16", damage=("total line",))),
        ("own day, by month", replace(OWN, own_day=True, parts="month")),
    ):
        yield Variant(name, style)
