"""Reads the books, and says which of their rows a chart's numbers are made of."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from psycopg import Connection

from common.language import Language
from dashboard.behind.books import BOOKS, KINDS, STUDENT, Book, labels
from dashboard.preview.figures import Choices, plain
from dashboard.preview.model import encoded, said
from dashboard.spec.campus import campus_sql
from dashboard.spec.fields import Marts, dimension_sql
from dashboard.spec.report import Chart, DataSource, Report


def read_books(
    connection: Connection[Any],
    report: Report,
    marts: Marts,
    choices: Choices,
    speak: Language,
    campus: str | None = None,
) -> list[dict[str, Any]]:
    """Each book's rows, of one campus or all, by field.

    What is no choice of a filter is `Other`, as in the charts.
    """
    return [_read(connection, book, report, marts, choices, speak, campus) for book in BOOKS]


def _read(
    connection: Connection[Any],
    book: Book,
    report: Report,
    marts: Marts,
    choices: Choices,
    speak: Language,
    campus: str | None,
) -> dict[str, Any]:
    fields, names = _fields(book, report, marts), labels(speak)
    columns = ", ".join(
        f"case when {sql} <> all(%({name})s) then %(other)s else {sql} end"
        if name in choices
        else sql.replace("%", "%%")
        for name, sql in fields.items()
    )
    query = f"select {columns}, count(*) over () from marts.{book.mart} where {book.where}"
    if campus is not None:
        query += f" and {campus_sql(campus).replace('%', '%%')}"
    # Of one day all columns in turn, so that the same marts give the same page.
    places = ", ".join(map(str, range(1, len(fields) + 1)))
    query += f" order by {book.newest} desc nulls last, {places} limit {book.most}"
    parameters = {**choices, "other": speak.text("Other")}
    rows = connection.execute(query.encode(), parameters).fetchall()
    values = zip(*(row[:-1] for row in rows), strict=True) if rows else ([] for _ in fields)
    return {
        "fields": {
            name: encoded(
                [said(plain(value), _sayer(book, name, report, speak)) for value in column]
            )
            for name, column in zip(fields, values, strict=True)
        },
        "size": len(rows),
        "all": rows[0][-1] if rows else 0,
        "columns": [
            {"field": name, "label": names[name], "type": KINDS.get(name, "Text")}
            for name in book.shown
        ],
    }


def read_names(connection: Connection[Any], books: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The names of the students in the books, by what a book has of them, as far as known."""
    fields = [book["fields"].get(name) for book in books for name in STUDENT]
    students = {value for field in fields if field for value in field["values"] if value}
    query = "select student_id, name from marts.students where student_id = any(%s) and name <> ''"
    return dict(connection.execute(query, [sorted(students)]).fetchall())


def _sources(book: Book, report: Report) -> list[DataSource]:
    return [source for source in report.data_sources if source.name in book.sources]


def _fields(book: Book, report: Report, marts: Marts) -> dict[str, str]:
    """The SQL of each field: of the data sources' dimensions, as far as the mart has them."""
    found: dict[str, str] = {}
    for source in _sources(book, report):
        if source.mart == book.mart:
            found |= {name: dimension_sql(source, name, marts) for name in source.dimensions}
    return {**found, **book.fields}


def _sayer(book: Book, name: str, report: Report, speak: Language) -> Callable[[str], str]:
    """How a field's values are said: as the charts say them."""
    if name == "country_name":
        return speak.country
    known = [source.dimensions.get(name) for source in _sources(book, report)]
    is_said = name == "churned_label" or any(each.said for each in known if each)
    return speak.known if is_said else str


def chart_behind(chart: Chart, report: Report, speak: Language) -> dict[str, Any] | None:
    """Which rows a chart's numbers open; None where the marts have none that add up to them."""
    for place, book in enumerate(BOOKS):
        if chart.data_source not in book.sources:
            continue
        only = [(*book.metrics[name], True) for name in chart.metric if name in book.metrics]
        if chart.filter:
            is_equal = chart.filter.condition == "Equal to"
            only.append((chart.filter.include, chart.filter.value, is_equal))
        return {
            "book": place,
            "period": book.periods.get(chart.data_source),
            "keys": [_key(book, chart.data_source, name) for name in chart.dimensions],
            "only": [
                [name, _sayer(book, name, report, speak)(value), wanted]
                for name, value, wanted in only
            ],
        }
    return None


def _key(book: Book, source: str, name: str) -> str:
    """The field of a dimension: a day of the mart, which the chart has by month, is the period."""
    by_month = f"{name}_month"
    return by_month if by_month == book.periods.get(source) else name
