"""The steps in order, from the host's name to what the charts ask."""

from collections.abc import Callable, Iterator

from common.errors import UserError
from common.servers.connections import (
    PostgresSettings,
    WrongCredentialsError,
    connect_postgres,
)
from dashboard.looker.connection import network, warehouse
from dashboard.looker.connection.driver import jdbc
from dashboard.looker.connection.line import MOST_ROWS, MOST_SECONDS, Line, wrong
from dashboard.spec.fields import Marts
from dashboard.spec.report import Report

REFUSED = (
    "run `python -m common roles`, which sets the password of profiles.yml; then correct it in "
    "Looker Studio too"
)


def steps(
    settings: PostgresSettings,
    report: Report,
    marts: Marts,
    say: Callable[[str], None],
    most_rows: int = MOST_ROWS,
    most_seconds: float = MOST_SECONDS,
) -> Iterator[Line]:
    """Yield a line per step as it is done; the first that fails is the last where others need it.

    `settings` are the reporter's. Raises UserError where the JDBC driver cannot be fetched.
    """
    for step in (network.dns, network.port, network.tls):
        line = step(settings)
        yield line
        if line.wrong:
            return
    try:
        connection = connect_postgres(settings, application_name="check-bi", autocommit=True)
    except WrongCredentialsError:
        yield wrong("login", f"the server refuses user `{settings.user}` or its password", REFUSED)
        return
    except UserError as error:
        found, _, mend = str(error).rpartition(": ")
        yield wrong("login", found, mend)
        return
    with connection:
        yield Line("login", f"as {settings.user} into `{settings.dbname}`")
        line = warehouse.usage(connection)
        yield line
        if line.wrong:
            return
        tables = warehouse.read_tables(connection)
        granted = list(warehouse.grants(tables, report))
        yield from granted
        if any(line.wrong for line in granted):
            return
        typed = list(warehouse.types(tables, report, marts))
        yield from typed
        yield from warehouse.rows(connection, report, marts, most_rows)
        # What is not of its type cannot be added up.
        if not any(line.wrong for line in typed):
            yield from warehouse.times(connection, report, marts, most_seconds)
    yield from jdbc(settings, report, marts, say)
