"""What a dashboard and the standard questions read, timed on the marts as they are."""

import statistics
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from psycopg import Connection
from psycopg.errors import QueryCanceled
from psycopg.sql import SQL, Identifier

from common.servers.connections import connect_postgres

LONGEST_SECONDS = 30.0  # of a question
TIMES = 3  # each question and each filter; the middle one of a question counts
FILTERS = ("country_name", "module", "month", "session_month", "cohort_month", "activity_month")
VALUES = 7  # of each filter: the most frequent ones
REPORTS = SQL("""
select table_name, column_name from information_schema.columns
where table_schema = 'marts' and column_name = any(%s)
    and table_name ~ '_engagement$|_by_|_cohorts$|_sensitivity$|^data_'
order by table_name, column_name
""")
MEASURES = SQL("""
select column_name from information_schema.columns
where table_schema = 'marts' and table_name = %s
    and data_type in ('integer', 'bigint', 'numeric')
""")


def reports() -> Iterator[tuple[str, str, int, float]]:
    """Yield mart, filter, how many reads, and the 95th percentile of their milliseconds.

    A read is what a dashboard's chart sends: all measures of the mart added up under one filter.
    """
    with connect_postgres(autocommit=True) as connection:
        for mart, column in connection.execute(REPORTS, [list(FILTERS)]).fetchall():
            spent = _filtered(connection, mart, column)
            yield mart, column, len(spent), statistics.quantiles(spent, n=20)[-1]


def _filtered(connection: Connection[tuple[object, ...]], mart: str, column: str) -> list[float]:
    table, name = Identifier("marts", mart), Identifier(column)
    values = connection.execute(
        SQL("select {0} from {1} group by 1 order by count(*) desc limit {2}").format(
            name, table, VALUES
        )
    ).fetchall()
    measures = [Identifier(str(found)) for (found,) in connection.execute(MEASURES, [mart])]
    summed = SQL(", ").join(SQL("sum({})").format(measure) for measure in measures)
    read = SQL("select count(*), {} from {} where {} = %s").format(summed, table, name)
    spent = []
    for (value,) in values:
        for _ in range(TIMES):
            began = time.perf_counter()
            connection.execute(read, [value]).fetchall()
            spent.append((time.perf_counter() - began) * 1000)
    return spent


def questions() -> Iterator[tuple[str, float]]:
    """Yield each question of `queries/` and the middle one of its seconds, at most the longest."""
    with connect_postgres(autocommit=True) as connection:
        connection.execute(SQL("set statement_timeout = {}").format(LONGEST_SECONDS * 1000))
        for path in sorted(Path("queries").glob("*.sql")):
            text = path.read_text(encoding="utf-8").encode()
            spent = []
            for _ in range(TIMES):
                began = time.perf_counter()
                with suppress(QueryCanceled):
                    connection.execute(text).fetchall()
                spent.append(time.perf_counter() - began)
                if spent[-1] >= LONGEST_SECONDS:
                    break
            yield path.stem, statistics.median(spent)
