"""The language that the school reads: its words from one catalogue per language, and its formats.

English words are the keys of the catalogues; `common/locale/CODE.po` holds what they are elsewhere.
What the marts, the seeds and the tests say has the context `said` there: words that no code asks
for by name, with {braces} for what differs from row to row.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from gettext import c2py
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_month_names
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from common.errors import UserError
from common.folders import short
from common.sayings import SAID, Forms, Sayings
from common.school import own_setting, school_path
from common.spoken import spoken

CATALOGUES = Path(__file__).parent / "locale"
ENGLISH = "en"
NOTHING = "–"  # noqa: RUF001 - the sign for nothing


@dataclass(frozen=True)
class Language:
    """Words, numbers and days as people of one language write them, in Latin digits."""

    locale: Locale
    words: Mapping[str, Forms]
    form: Callable[[int], int]
    sayings: Sayings

    @property
    def code(self) -> str:
        """Its tag for a page, such as `fr` or `ar-TN`."""
        return str(self.locale).replace("_", "-")

    @property
    def direction(self) -> str:
        """`ltr`, or `rtl` where it is written from right to left."""
        return str(self.locale.text_direction)

    def text(self, message: str, **values: object) -> str:
        """The message in this language, with the values in the places of its {braces}."""
        return self.template(message).format(**self.apart(values))

    def template(self, message: str) -> str:
        """The message in this language, its {braces} left as they are."""
        return self.words.get(message, (message,))[0]

    def plural(self, one: str, many: str, count: float, **values: object) -> str:
        """The form of a message that fits the count, which is written into {count}."""
        forms = self.words.get(one, (one, many))
        if count == int(count):
            form, written = self.form(int(count)), self.number(count)
        else:  # a part of one is one in French, and the last form of others
            form = 0 if self.locale.plural_form(count) == "one" else -1
            written = self.decimal(count)
        return forms[form].format(count=written, **self.apart(values))

    def apart(self, values: Mapping[str, object]) -> Mapping[str, object]:
        """Each value kept together, where a Latin name would turn what is beside it around."""
        if self.direction == "ltr":
            return values
        return {name: f"\u2068{value}\u2069" for name, value in values.items()}

    def known(self, text: str) -> str:
        """A text of the marts in this language; as it is, where the catalogue has no such."""
        return spoken(self, text)

    def country(self, name: str) -> str:
        """A country that is given by its English name; as it is, where no such is known."""
        code = _country_codes().get(_plain(name))
        return str(self.locale.territories.get(code, name)) if code else self.known(name)

    def number(self, value: float | None) -> str:
        """A whole number, such as 2,310."""
        return NOTHING if value is None else format_decimal(value, "#,##0", self.locale)

    def percent(self, share: float | None) -> str:
        """A share with one digit behind the point, such as 74.9%."""
        if share is None:
            return NOTHING
        before, zero, sign = self.locale.percent_formats[None].pattern.rpartition("0")
        return format_percent(share, f"{before}{zero}.0{sign}", self.locale)

    def whole_percent(self, share: float) -> str:
        """A share without a digit behind the point, such as 75%."""
        return format_percent(share, locale=self.locale)

    def decimal(self, value: float | None) -> str:
        """A number with one digit behind the point, such as 1,024.5."""
        return NOTHING if value is None else format_decimal(value, "#,##0.0", self.locale)

    def short_day(self, day: date) -> str:
        """A day with its year, the month cut short, such as 12 Jun 2026."""
        return self._first(day, f"{day.day} {self.month_names[day.month - 1]} {day.year}")

    def moment(self, at: datetime) -> str:
        """A moment in UTC, such as 12 Jun 2026, 05:15 UTC."""
        at = at.astimezone(UTC)
        comma = "\N{ARABIC COMMA}" if self.direction == "rtl" else ","
        return f"{self.short_day(at)}{comma} {at:%H:%M} UTC"

    @cached_property
    def month_names(self) -> list[str]:
        """The months from the first on, cut short as the language does."""
        is_english = self.locale.language == ENGLISH
        names = get_month_names(
            "abbreviated", locale=Locale.parse(ENGLISH) if is_english else self.locale
        )
        return [str(names[month]) for month in range(1, 13)]

    def weekday(self, day: date) -> str:
        """A day with its weekday and year."""
        return self._first(day, format_date(day, "full", self.locale))

    def day(self, day: date) -> str:
        """A day without its year, such as 12 June."""
        return self._first(day, format_skeleton("MMMMd", day, locale=self.locale))

    @property
    def first_day(self) -> str:
        """How the first day of a month is written."""
        return "1er" if self.locale.language == "fr" else "1"

    def _first(self, day: date, written: str) -> str:
        return re.sub(r"\b1\b", self.first_day, written, count=1) if day.day == 1 else written

    def month(self, day: date) -> str:
        """A month without its year."""
        return format_date(day, "LLLL", self.locale)

    def month_and_year(self, day: date) -> str:
        """A month with its year."""
        return format_date(day, "LLLL y", self.locale)


@lru_cache
def language(code: str = ENGLISH) -> Language:
    """The language of a code, such as `fr`, or `ar_TN` where a country has words of its own.

    Raises UserError where there is no catalogue for it.
    """
    try:
        locale = Locale.parse(code.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        locale = None
    known = [ENGLISH, *sorted(path.stem for path in CATALOGUES.glob("*.po"))]
    if locale is None or locale.language not in known:
        raise UserError(
            f"{short(school_path())}: `language` is `{code}`: write one of {', '.join(known)}"
        )
    if locale.language == ENGLISH:
        # Days as in 6 July, not July 6, unless a country is named.
        named = locale if locale.territory else Locale.parse("en_GB")
        return Language(named, {}, lambda count: int(count != 1), Sayings({}))
    with (CATALOGUES / f"{locale.language}.po").open("rb") as file:
        catalogue = read_po(file, locale.language)
    messages = [message for message in catalogue if message.id]
    spaced = _spaced if locale.language == "fr" else str
    words = {
        _all(each.id)[0]: tuple(map(spaced, _all(each.string)))
        for each in messages
        if not each.context
    }
    said = {
        english: tuple(map(spaced, _all(each.string)))
        for each in messages
        if each.context == SAID
        for english in _all(each.id)
    }
    return Language(locale, words, c2py(catalogue.plural_expr), Sayings(said))


@lru_cache
def _country_codes() -> Mapping[str, str]:
    """The codes of countries by their English names."""
    return {_plain(name): code for code, name in Locale.parse(ENGLISH).territories.items()}


def _spaced(text: str) -> str:
    """A French text whose lines never begin with a colon, nor end with a quote that opens."""
    return re.sub(r" (?=[:;!?»])|(?<=«) ", "\N{NO-BREAK SPACE}", text)


def _plain(name: str) -> str:
    return name.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def _all(said: Any) -> Forms:
    """A message's forms: one, or those by number."""
    return (said,) if isinstance(said, str) else tuple(said)


def school_language() -> Language:
    """The language that school.yml names, else English."""
    return language(str(own_setting("language") or ENGLISH))
