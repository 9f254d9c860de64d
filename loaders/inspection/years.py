"""Which year dates mean that name none, such as `04 mai`: proved, or asked."""

from calendar import isleap
from collections.abc import Mapping
from datetime import date

from loaders.contract.model import TWELVE_MONTHS
from loaders.inspection.dates import DateOrder
from loaders.inspection.folder import SourceView
from loaders.inspection.proposal import Choice, Proposal
from loaders.parts import SCHOOL_YEAR_ENDS

ASKED = ("sessions", "attendance")  # subscriptions are of any year
Reading = tuple[date, date]  # the first and the last day


def years(seen: SourceView, found: Mapping[str, DateOrder], proposal: Proposal) -> None:
    """Read the dates without a year within twelve months, those that school.yml says go first."""
    name, own_day = seen.source.name, max(one.file.own_day for one in seen.files)
    for column, one in found.items():
        if not one.yearless:
            continue
        header = seen.headers.get(column, column)
        many = f"{header}: {one.yearless:,} name no year, such as `{one.yearless_text}`"
        if name not in ASKED:
            proposal.refusals.append(f"{seen.names}: {many}: export them with it")
            continue
        since = seen.own.get("dates_from")
        if since and own_day < since + TWELVE_MONTHS:
            readings = {_read(one, since): since}
        else:
            readings = _readings(one, own_day, name == "attendance")
        if len(readings) > 1:
            choices = [
                Choice(f"{start}", _shown(span), {"dates_from": start})
                for span, start in readings.items()
            ]
            text = f"{many}. Which days are they?"
            proposal.ask(name, f"{name} dates_from", text, choices, [one.yearless_text])
            continue
        [(span, start)] = readings.items()
        if start != since:
            proposal.keep(name, {"dates_from": start})
        proposal.say(name, f"{many}: {_shown(span)}")


def _readings(one: DateOrder, own_day: date, is_past: bool) -> dict[Reading, date]:
    """Return what the days may be: of the year, of the school year, of the last twelve months."""
    year, month = own_day.year, own_day.month
    starts = [
        date(year, 1, 1),
        date(year - (month <= SCHOOL_YEAR_ENDS), SCHOOL_YEAR_ENDS + 1, 1),
        date(year - (month < 12), month % 12 + 1, 1),
    ]
    readings: dict[Reading, date] = {}
    for start in reversed(starts):
        readings.setdefault(_read(one, start), start)  # of equal ones that which ends first
    past = {span: start for span, start in readings.items() if span[1] <= own_day}
    return past if is_past and past else readings


def _read(one: DateOrder, since: date) -> Reading:
    days = [
        date(year, month, day)
        for month, day in one.days
        for year in [since.year + (month < since.month)]
        if (month, day) != (2, 29) or isleap(year)
    ]
    return min(days, default=since), max(days, default=since)


def _shown(span: Reading) -> str:
    return f"{span[0]:%-d %B %Y} to {span[1]:%-d %B %Y}"
