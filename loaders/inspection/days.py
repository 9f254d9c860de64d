"""Turns what a source's dates prove into the order in which they are read, else into a question."""

from collections.abc import Mapping
from datetime import date

from common.wording import counted, listed
from loaders.contract import meaning
from loaders.inspection.cells import examples
from loaders.inspection.dates import DateOrder, order_of
from loaders.inspection.folder import SourceView
from loaders.inspection.proposal import Choice, Proposal
from loaders.inspection.registers import Register
from loaders.inspection.written_dates import COMPACT, DAY_FIRST, ISO, MONTH_FIRST, read_date
from loaders.inspection.years import years

ORDERS = {
    **{DAY_FIRST: "day first", MONTH_FIRST: "month first", ISO: "year first"},
    COMPACT: "eight digits, year first",
}


def dates(seen: SourceView, register: Register | None, proposal: Proposal) -> None:
    """In which order the source writes its dates: one for all columns where they agree."""
    name = seen.source.name
    columns = [column for column in meaning.DATES.get(name, ()) if column in seen.cells]
    found = {column: order_of(seen.cells[column]) for column in columns}
    heads = dict(seen.headers)
    if register and register.order:
        found["session_date"] = register.order
        heads["session_date"] = "Column headers"
    for column, one in found.items():
        if one.refusal:
            where = f"{seen.names}: column `{heads[column]}`"
            proposal.refusals.append(f"{where} {one.refusal}")
        elif meaning.is_needed(name, column) and one.unreadable > one.dates:
            proposal.refusals.append(
                f"{seen.names}: column `{heads[column]}`: {one.unreadable:,} of "
                f"{one.unreadable + one.dates:,} dates cannot be read, such as `{one.unread}`: "
                "write them as 2026-07-24"
            )
    proved = {c: one.order for c, one in found.items() if one.order not in (None, ISO)}
    open_ones = {column: one for column, one in found.items() if one.choices}
    told = seen.own.get("date_order")
    if proved:
        _keep(seen, {c: str(order) for c, order in proved.items()}, proposal)
        for order in sorted({str(order) for order in proved.values()}):
            _tell(seen, {c: found[c] for c in proved if proved[c] == order}, heads, order, proposal)
    orders = {str(order) for order in proved.values()}
    is_open = bool(open_ones) and told is None and len(orders) != 1
    if is_open:
        _ask(seen, open_ones, heads, proposal)
    for column, one in found.items():
        if one.others:
            proposal.say(name, f"{heads[column]}: {one.others}", plain=not one.unreadable)
    years(seen, found, proposal)
    if not is_open:  # else nobody knows yet which day is the last
        said = told if isinstance(told, str) else ISO
        _tell_until(seen, found, orders.pop() if len(orders) == 1 else said, proposal)


def _keep(seen: SourceView, proved: Mapping[str, str], proposal: Proposal) -> None:
    """Keep the order; one that school.yml says otherwise is a contradiction."""
    told = seen.own.get("date_order")
    orders = sorted(set(proved.values()))
    if told is None:
        one = orders[0] if len(orders) == 1 else dict(proved)
        proposal.keep(seen.source.name, {"date_order": one})
        return
    for column, order in proved.items():
        expected = told.get(column, order) if isinstance(told, Mapping) else told
        if expected != order:
            proposal.refusals.append(
                f"{seen.names}: `{seen.headers.get(column, column)}` is {ORDERS[order]}, and "
                f"school.yml says `date_order: {expected}`: correct the file or that setting"
            )


def _ask(
    seen: SourceView,
    open_ones: Mapping[str, DateOrder],
    heads: Mapping[str, str],
    proposal: Proposal,
) -> None:
    name, first = seen.source.name, next(iter(open_ones))
    one = open_ones[first]
    shown = ", ".join(heads[column] for column in open_ones)
    proposal.ask(
        name,
        f"{name} date_order",
        f"{shown} of {name}: none of {counted(one.undecided, 'date')} has a day above 12. What is "
        f"`{one.example}`?",
        [
            Choice(
                order,
                f"{ORDERS[order]}: {_shown(read_date(one.example, order))}",
                {"date_order": order},
            )
            for order in one.choices
        ],
        examples(seen.cells.get(first, {}), _is_undecided) or [one.example],
    )


def _is_undecided(text: str) -> bool:
    return read_date(text, DAY_FIRST) != read_date(text, MONTH_FIRST)


def _tell(
    seen: SourceView,
    found: Mapping[str, DateOrder],
    heads: Mapping[str, str],
    order: str,
    proposal: Proposal,
) -> None:
    names = ", ".join(heads[column] for column in found)
    if order == COMPACT:
        dates = sum(one.dates for one in found.values())
        proposal.say(seen.source.name, f"{names}: {ORDERS[order]} ({counted(dates, 'date')})")
        return
    by_day = order == DAY_FIRST
    counts = [one.days_above_12 if by_day else one.months_above_12 for one in found.values()]
    others = sum(one.months_above_12 if by_day else one.days_above_12 for one in found.values())
    told = listed([f"{count:,}" for count in counts])
    against = f"{others:,} the other way: listed" if others else "none the other way"
    proposal.say(seen.source.name, f"{names}: {ORDERS[order]} ({told} days above 12, {against})")


def _tell_until(
    seen: SourceView, found: Mapping[str, DateOrder], order: str, proposal: Proposal
) -> None:
    name = seen.source.name
    own_day = max(one.file.own_day for one in seen.files)  # what is dated later is planned
    days = [
        day
        for column in meaning.UNTIL.get(name, ())
        for text in seen.cells.get(column, ())
        if (day := read_date(text, found[column].order or order)) and day <= own_day
    ]
    if days:
        proposal.until[name] = _shown(max(days))


def _shown(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else "no date"
