"""What the models need of the contract and of school.yml, as tables in `staging`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from psycopg import Connection

from common.school import time_zone
from loaders.contract.model import TWELVE_MONTHS, Source

# How a load's cells are written: it is read by what was in force when it was landed.
LOAD_SETTINGS = """
create table staging.load_settings (
    load_id bigint not null,
    setting text not null,
    column_name text,
    value text not null
)"""
# What words and ids mean, and how old an export may get: said once for all loads, and changed
# without landing anything again. What is the school's own has the source `school`.
SCHOOL_SETTINGS = """
create table staging.school_settings (
    source text not null,
    setting text not null,
    key text not null,
    value text,
    primary key (source, setting, key)
)"""
OLD_CHECKS = """
select conrelid::regclass::text, conname from pg_constraint
where conname in ('school_settings_setting_check', 'load_settings_setting_check')
"""
INDEX = "create index load_settings_load_id_idx on staging.load_settings (load_id)"


def prepare(connection: Connection[Any]) -> None:
    """Create the tables, or let an older one take what it did not know of."""
    found = connection.execute("select to_regclass('staging.load_settings')").fetchone()
    if found == (None,):
        for statement in (LOAD_SETTINGS, SCHOOL_SETTINGS, INDEX):
            connection.execute(statement.encode())
    # Looked up first: the change would wait for the loads at work.
    for table, check in connection.execute(OLD_CHECKS).fetchall():
        connection.execute(f"alter table {table} drop constraint {check}".encode())


def record(
    connection: Connection[Any],
    load_id: int,
    source: Source,
    own_day: date,
    more: Iterable[tuple[str, str | None, str]] = (),
) -> None:
    """Keep with a load of a day how its cells are written, and `more` that was found in it."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into staging.load_settings (load_id, setting, column_name, value) "
            "values (%s, %s, %s, %s)",
            [(load_id, *row) for row in (*_of_a_load(source, own_day), *more)],
        )


def replace(connection: Connection[Any], sources: Iterable[Source]) -> None:
    """Keep what the sources' words and ids mean, in place of what was said before."""
    sources = {source.name: source for source in sources}.values()  # one may have many files
    names = ["school", *(source.name for source in sources)]
    rows = [row for source in sources for row in _of_a_source(source)]
    if zone := time_zone():
        rows.append(("school", "time_zone", "name", str(zone)))
    known = connection.execute(
        "select source, setting, key, value from staging.school_settings where source = any(%s)",
        [names],
    ).fetchall()
    if sorted(known, key=repr) == sorted(rows, key=repr):
        return
    connection.execute("delete from staging.school_settings where source = any(%s)", [names])
    with connection.cursor() as cursor:
        cursor.executemany("insert into staging.school_settings values (%s, %s, %s, %s)", rows)


def _of_a_load(source: Source, own_day: date) -> Iterator[tuple[str, str | None, str]]:
    order = source.date_order
    if isinstance(order, Mapping):
        yield from (("date_order", column, one) for column, one in order.items())
    else:
        yield "date_order", None, order
    since = source.dates_from
    if since and own_day < since + TWELVE_MONTHS:  # later it may be the next year
        yield "dates_from", None, since.isoformat()
    if source.progress:
        yield "progress", None, source.progress
    if source.register:
        yield "register", None, source.register


def _of_a_source(source: Source) -> Iterator[tuple[str, str, str, str | None]]:
    yield from ((source.name, "statuses", word, as_) for word, as_ in source.statuses.items())
    yield from ((source.name, "join", column, None) for column in source.join)
    yield from (
        (source.name, "accepted", lack, f"{until}") for lack, until in source.accepted.items()
    )
    if source.cancel_ends != "day":
        yield source.name, "cancel_ends", "", source.cancel_ends
    if source.gone_means != "unknown":
        yield source.name, "gone_means", "", source.gone_means
    yield from (
        (source.name, "group_silence", campus, f"{days}")
        for campus, days in source.group_silence.items()
    )
    for setting in ("max_age", "max_silence"):
        if (days := getattr(source, setting)) is not None:
            yield source.name, setting, "days", str(days)
