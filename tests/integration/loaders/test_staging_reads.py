"""Whatever the readers land of a day, a time, a share or a flag, staging reads it back."""

import sqlite3
from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook  # type: ignore[import-untyped]

from common.servers.connections import Role, connect_postgres
from loaders.contract.sources import read_sources
from loaders.databases.pull import pulls
from loaders.discovery import matched
from loaders.load import land
from loaders.staging import partitions
from tests.integration.in_process import invoke

COLUMNS = ("number", "day", "written", "moment", "clock", "span", "share", "flag")
CONTRACT = "sources:\n" + "".join(
    f"  {name}: {{{where}, columns: [{', '.join(COLUMNS)}]}}\n"
    for name, where in {
        "book": "files: 'book.xlsx', format: excel",
        "server": "database: SCHOOL_DB, table: rows",
        "lite": "database: LITE_DB, table: rows",
    }.items()
)
# What the staging views make of them; no time zone, and that of Cairo.
READ = """
select
    {{ parse_date('day', "'iso'", 'null') }},
    {{ parse_date('written', "'iso'", 'null') }},
    {{ parse_date('moment', "'iso'", 'null') }},
    {{ parse_date('moment', "'iso'", "'Africa/Cairo'", 'false') }},
    {{ parse_minutes('clock') }},
    {{ parse_minutes('span') }},
    {{ parse_percent('share', "'fraction'") }},
    {{ parse_boolean('flag') }}
from (
    select
        cast(number as integer) as number
        {%- for column in ['day', 'written', 'moment', 'clock', 'span', 'share', 'flag'] %},
        {{ clean_text(column) }} as {{ column }}
        {%- endfor %}
    from staging.raw_SOURCE
) as landed
order by number
"""
CAIRO = ZoneInfo("Africa/Cairo")
FIRST, LAST = date(1900, 3, 1), date(9999, 12, 30)  # what a workbook can hold


@dataclass(frozen=True)
class Row:
    """A value of each kind; `moment` knows its offset, `span` is a duration."""

    day: date
    written: datetime
    moment: datetime
    clock: time
    span: timedelta
    share: float
    flag: bool


def at_least(day: date) -> datetime:
    return datetime.combine(day, time())


ROWS = st.lists(
    st.builds(
        Row,
        day=st.dates(FIRST, LAST),
        written=st.datetimes(at_least(FIRST), at_least(LAST)).map(
            lambda moment: moment.replace(microsecond=0)
        ),
        moment=st.datetimes(at_least(FIRST), at_least(LAST), timezones=st.just(UTC)),
        clock=st.times().map(lambda clock: clock.replace(microsecond=0)),
        span=st.timedeltas(timedelta(0), timedelta(days=99)).map(
            lambda span: timedelta(seconds=int(span.total_seconds()))
        ),
        share=st.floats(0, 10).map(lambda share: float(f"{share:.15g}")),  # Excel's digits
        flag=st.booleans(),
    ),
    min_size=30,
    max_size=60,
)


@pytest.fixture(scope="module")
def read() -> Callable[[str], bytes]:
    """Return the SQL by which staging reads what has landed of a source."""
    done = invoke("--quiet", "compile", "--inline", READ)
    assert done.success, done.exception
    result: Any = done.result
    code: str = result.results[0].node.compiled_code
    return lambda source: code.replace("SOURCE", source).encode()


def minutes(seconds: float) -> int:
    return int(seconds / 60 + 0.5)


def expected(row: Row, share: Decimal) -> tuple[Any, ...]:
    clock = row.clock.hour * 3600 + row.clock.minute * 60 + row.clock.second
    return (
        row.day,
        row.written.date(),
        row.moment.date(),
        row.moment.astimezone(CAIRO).date(),
        minutes(clock),
        minutes(row.span.total_seconds()),
        share,
        row.flag,
    )


def fill_book(file: Path, rows: list[Row]) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(COLUMNS)
    for number, row in enumerate(rows):
        # A workbook knows no time zone: the moment is as a person writes it.
        cells = (number, *astuple(row)[:2], f"{row.moment.isoformat()}", *astuple(row)[3:])
        book.active.append(cells)
        book.active.cell(number + 2, 6).number_format = "[h]:mm:ss"
        book.active.cell(number + 2, 7).number_format = "0.00%"
    book.save(file)


@settings(
    max_examples=5,
    phases=[Phase.generate],  # of a list of rows, the message names the one
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=ROWS)
def test_staging_reads_back_what_the_readers_land(
    rows: list[Row],
    read: Callable[[str], bytes],
    school: psycopg.Connection[Any],
    connection: psycopg.Connection[Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    numbered = [(number, *astuple(row)) for number, row in enumerate(rows)]
    fill_book(tmp_path / "book.xlsx", rows)
    school.execute("drop table if exists rows")
    school.execute(
        "create table rows (number integer, day date, written timestamp, moment timestamptz, "
        "clock time, span interval, share double precision, flag boolean)"
    )
    school.cursor().executemany(f"insert into rows values ({', '.join(['%s'] * 8)})", numbered)
    file = tmp_path / "lite.db"
    file.unlink(missing_ok=True)
    monkeypatch.setenv("LITE_DB", f"sqlite:///{file}")
    with sqlite3.connect(file, isolation_level=None) as lite:
        lite.execute(
            "create table rows (number integer, day text, written text, moment text, clock text, "
            "span text, share real, flag boolean)"
        )
        texts = [
            (n, str(r.day), str(r.written), str(r.moment), str(r.clock), None, r.share, r.flag)
            for n, r in enumerate(rows)
        ]
        lite.executemany(f"insert into rows values ({', '.join('?' * 8)})", texts)

    contract = tmp_path / "contract.yml"
    contract.write_text(CONTRACT)
    sources = read_sources(contract)
    with connect_postgres(role=Role.LOADER) as own:
        partitions.prepare(own, sources)
        land(own, [*pulls(sources, None), *matched(tmp_path, sources[:1])], force=True)

    for source in ("book", "server", "lite"):
        newest = f"raw_{source} where _load_id = (select max(_load_id) from staging.raw_{source})"
        found = connection.execute(read(source).replace(f"raw_{source}".encode(), newest.encode()))
        for row, got in zip(rows, found.fetchall(), strict=True):
            exact = f"{row.share:.15g}" if source == "book" else repr(row.share)
            wanted = list(expected(row, Decimal(exact)))
            if source == "lite":
                wanted[5] = None
            assert list(got) == wanted, (source, row)
