"""The steps behind the login: what the reporter may read, in which types, how much, how fast."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from psycopg import Connection, errors

from common.servers.settings import Role
from dashboard.looker.connection.line import MOST_ROWS, MOST_SECONDS, Line, wrong
from dashboard.looker.guide.query import custom_query
from dashboard.preview.answers import answer
from dashboard.preview.figures import read_status
from dashboard.spec.fields import Marts, column_type, field_columns
from dashboard.spec.report import Report

BUILD = "run `dbt build`"


@dataclass(frozen=True)
class Held:
    """A column as the database holds it."""

    data_type: str
    readable: bool


Tables = Mapping[str, Mapping[str, Held]]


def usage(connection: Connection[Any]) -> Line:
    """Ask for the right to look into the schema."""
    rows = connection.execute(
        """
        select
            to_regnamespace('marts') is not null,
            has_schema_privilege(oid, 'usage')
        from pg_namespace where nspname = 'marts'
        """
    ).fetchall()
    if not rows:
        return wrong("schema", "there is no schema `marts`", f"run `make load`, then {BUILD[4:]}")
    if not rows[0][1]:
        return wrong(
            "schema",
            f"{Role.REPORTER} may not use the schema `marts`",
            "run `python -m common roles`",
        )
    return Line("schema", f"{Role.REPORTER} may use `marts`")


def read_tables(connection: Connection[Any]) -> Tables:
    """Read what columns the marts have, and which of them this user may read."""
    tables: dict[str, dict[str, Held]] = {}
    for table, column, data_type, readable in connection.execute(
        """
        select
            pg_class.relname,
            pg_attribute.attname,
            format_type(pg_attribute.atttypid, pg_attribute.atttypmod),
            has_column_privilege(pg_class.oid, pg_attribute.attnum, 'select')
        from pg_class
        inner join pg_attribute on pg_class.oid = pg_attribute.attrelid
        where
            pg_class.relnamespace = to_regnamespace('marts')
            and pg_class.relkind in ('r', 'p', 'v', 'm')
            and pg_attribute.attnum > 0
            and not pg_attribute.attisdropped
        """
    ):
        tables.setdefault(table, {})[column] = Held(data_type, readable)
    return tables


def grants(tables: Tables, report: Report) -> Iterator[Line]:
    """Hold the columns of every data source against what is there and may be read."""
    fine = True
    for mart, columns in _columns(report).items():
        held = tables.get(mart)
        missing = [name for name in columns if held and name not in held]
        closed = [name for name in columns if held and name in held and not held[name].readable]
        if held is None:
            yield wrong("grants", f"there is no table marts.{mart}", BUILD)
        elif missing:
            yield wrong("grants", f"marts.{mart} has no column {', '.join(missing)}", BUILD)
        elif closed:
            which = f"{', '.join(closed)} of " if len(closed) < len(columns) else ""
            yield wrong(
                "grants",
                f"{Role.REPORTER} may not read {which}marts.{mart}",
                f"{BUILD}, which grants it",
            )
        fine = fine and held is not None and not missing and not closed
    if fine:
        yield Line("grants", f"every column of {len(report.data_sources)} data sources is readable")


def types(tables: Tables, report: Report, marts: Marts) -> Iterator[Line]:
    """Hold each column's type against the one that the guide tells to expect."""
    different = []
    for mart, columns in _columns(report).items():
        for name in columns:
            promised = marts[mart].columns[name]
            held = replace(promised, data_type=tables[mart][name].data_type)
            if column_type(held) != column_type(promised):
                different.append(f"marts.{mart}.{name} is {held.data_type}")
    if different:
        yield wrong("types", ", ".join(different), f"{BUILD}, which makes them as promised")
    else:
        yield Line("types", "as the marts' contracts promise")


def rows(
    connection: Connection[Any], report: Report, marts: Marts, most: int = MOST_ROWS
) -> Iterator[Line]:
    """Count what each custom query brings."""
    counts = {}
    for source in report.data_sources:
        query = f"select count(*) from ({custom_query(source, marts)}) as data"
        counts[source.name] = connection.execute(query.encode()).fetchall()[0][0]
    for name, count in counts.items():
        if count > most:
            yield wrong(
                "rows",
                f"the query of data source `{name}` brings {count:,} rows, and Looker Studio cuts "
                f"after {most:,} without a word",
                "end the query in a `where` that leaves out what nobody looks at, such as former "
                "students or old sessions",
            )
    if max(counts.values()) <= most:
        name = max(counts, key=lambda name: counts[name])
        yield Line("rows", f"{counts[name]:,} at the most (`{name}`), of {most:,}")


def times(
    connection: Connection[Any], report: Report, marts: Marts, most: float = MOST_SECONDS
) -> Iterator[Line]:
    """Ask what every chart asks, and take the time."""
    status = read_status(connection)
    connection.execute(f"set statement_timeout = {int(most * 1000)}".encode())
    slowest, name = 0.0, ""
    for page in report.pages:
        for chart in page.charts:
            started = time.monotonic()
            try:
                answer(connection, chart, report, marts, status)
            except errors.QueryCanceled:
                connection.rollback()
                yield wrong(
                    "time",
                    f"page `{page.name}`, chart `{chart.title}` takes more than {most:g} seconds",
                    "analyze its mart, give the server more memory, or read from an extract",
                )
                return
            taken = time.monotonic() - started
            if taken > slowest:
                slowest, name = taken, f"page `{page.name}`, chart `{chart.title}`"
    yield Line("time", f"{slowest * 1000:.0f} ms at the most ({name})")


def _columns(report: Report) -> dict[str, list[str]]:
    """Per mart the columns that any data source reads of it."""
    columns: dict[str, list[str]] = {}
    for source in report.data_sources:
        columns.setdefault(source.mart, []).extend(field_columns(source))
    return {mart: list(dict.fromkeys(names)) for mart, names in columns.items()}
