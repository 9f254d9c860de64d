"""`make check-bi` on a real server: every failure is told from the others, with what to do."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common.servers import roles
from common.servers.connections import connect_postgres
from common.servers.settings import PostgresSettings, reporter_settings
from dashboard.looker.connection import check
from dashboard.looker.connection.line import Line
from dashboard.spec.check import checked_report
from dashboard.spec.marts import read_marts
from services import ports

REPORT, MARTS = checked_report(), read_marts()


@pytest.fixture(scope="module")
def owner(warehouse: Path) -> Iterator[psycopg.Connection[Any]]:
    """The report's marts, nearly empty, as the reporter may read them; who owns them."""
    with connect_postgres(autocommit=True) as connection:
        connection.execute("drop schema if exists marts cascade")
        roles.put_right()
        for name in sorted({source.mart for source in REPORT.data_sources}):
            columns = MARTS[name].columns.values()
            listed = ", ".join(f"{column.name} {column.data_type}" for column in columns)
            public = ", ".join(column.name for column in columns if not column.personal)
            connection.execute(f"create table marts.{name} ({listed})".encode())
            connection.execute(
                f"grant select ({public}) on marts.{name} to warehouse_reporter".encode()
            )
        connection.execute("insert into marts.data_status (as_of_date) values ('2026-11-15')")
        yield connection
        connection.execute("drop schema marts cascade")
        roles.put_right()


@pytest.fixture
def reporter(owner: psycopg.Connection[Any]) -> PostgresSettings:
    return reporter_settings()


@contextmanager
def changed(owner: psycopg.Connection[Any], there: str, back: str) -> Iterator[None]:
    """The warehouse with something wrong in it, and right again afterwards."""
    owner.execute(there.encode())
    try:
        yield
    finally:
        owner.execute(back.encode())


def without_driver(settings: PostgresSettings, **limits: Any) -> list[Line]:
    """The steps before the driver's: a virtual machine would stay in the tests' process."""
    lines = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check, "jdbc", lambda *_: iter(()))
        lines = list(check.steps(settings, REPORT, MARTS, print, **limits))
    return lines


def command() -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dashboard", "check"], capture_output=True, text=True, check=False
    )


def test_a_good_connection_is_ok_from_the_name_to_the_driver(reporter: PostgresSettings) -> None:
    done = command()

    assert (done.returncode, done.stderr) == (0, "")
    lines = [line for line in done.stdout.splitlines() if not line.startswith("PostgreSQL JDBC")]
    assert [line.split()[:2] for line in lines] == [
        ["DNS", "note"],
        ["port", "ok"],
        ["TLS", "note"],
        ["login", "ok"],
        ["schema", "ok"],
        ["grants", "ok"],
        ["types", "ok"],
        ["rows", "ok"],
        ["time", "ok"],
        ["JDBC", "ok"],
    ]
    assert f"{len(REPORT.data_sources)} data sources, types as expected" in lines[-1]
    assert reporter.password not in done.stdout


def test_an_unknown_host_is_told(reporter: PostgresSettings) -> None:
    (line,) = without_driver(replace(reporter, host="nobody.invalid"))
    assert str(line) == (
        "DNS     WRONG nobody knows the host `nobody.invalid`: correct `host` of target "
        "`embedded` in profiles.yml, or the variable it names"
    )


def test_a_closed_port_is_told(reporter: PostgresSettings) -> None:
    closed = ports.free_port(reporter.port + 1)
    *_, line = without_driver(replace(reporter, port=closed))
    assert str(line) == (
        f"port    WRONG 127.0.0.1:{closed} does not let us in (Connection refused): run `make up`"
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"password": "canary-7741"},
            "login   WRONG the server refuses user `warehouse_reporter` or its password: run "
            "`python -m common roles`, which sets the password of profiles.yml; then correct it "
            "in Looker Studio too",
        ),
        (
            {"dbname": "nowhere"},
            "login   WRONG PostgreSQL at {address} has no database `nowhere`: run `make up`, "
            "which puts it right",
        ),
    ],
)
def test_a_refused_login_is_told(
    reporter: PostgresSettings, changes: dict[str, str], message: str
) -> None:
    *_, line = without_driver(replace(reporter, **changes))  # type: ignore[arg-type]
    assert str(line) == message.format(address=reporter.address)
    assert "canary" not in str(line)


@pytest.mark.parametrize(
    ("there", "back", "message"),
    [
        (
            "revoke usage on schema marts from warehouse_reporter",
            "grant usage on schema marts to warehouse_reporter",
            "schema  WRONG warehouse_reporter may not use the schema `marts`: run "
            "`python -m common roles`",
        ),
        (
            "alter schema marts rename to elsewhere",
            "alter schema elsewhere rename to marts",
            "schema  WRONG there is no schema `marts`: run `make load`, then `dbt build`",
        ),
        (
            "revoke select (campus, track) on marts.churn_by_cohort from warehouse_reporter",
            "grant select (campus, track) on marts.churn_by_cohort to warehouse_reporter",
            "grants  WRONG warehouse_reporter may not read campus, track of "
            "marts.churn_by_cohort: run `dbt build`, which grants it",
        ),
        (
            "alter table marts.churn_by_cohort rename to gone",
            "alter table marts.gone rename to churn_by_cohort",
            "grants  WRONG there is no table marts.churn_by_cohort: run `dbt build`",
        ),
        (
            "alter table marts.churn_by_cohort rename column intake to term",
            "alter table marts.churn_by_cohort rename column term to intake",
            "grants  WRONG marts.churn_by_cohort has no column intake: run `dbt build`",
        ),
    ],
)
def test_what_the_reporter_cannot_read_is_told_and_is_the_last_step(
    owner: psycopg.Connection[Any],
    reporter: PostgresSettings,
    there: str,
    back: str,
    message: str,
) -> None:
    with changed(owner, there, back):
        *_, line = without_driver(reporter)
    assert str(line) == message


def test_every_mart_that_is_closed_is_told(
    owner: psycopg.Connection[Any], reporter: PostgresSettings
) -> None:
    marts = ("churn_sensitivity", "attendance_by_week")
    for mart in marts:
        owner.execute(f"alter table marts.{mart} rename to gone_{mart}".encode())
    found = [line.found for line in without_driver(reporter) if line.wrong]
    for mart in marts:
        owner.execute(f"alter table marts.gone_{mart} rename to {mart}".encode())
    assert sorted(found) == [f"there is no table marts.{mart}" for mart in sorted(marts)]


def test_another_type_is_told_by_both_ways(
    owner: psycopg.Connection[Any], reporter: PostgresSettings
) -> None:
    column = "alter table marts.attendance_by_week alter column attendances type"
    with changed(owner, f"{column} text", f"{column} integer using attendances::integer"):
        done = command()
    assert done.returncode == 1
    assert (
        "types   WRONG marts.attendance_by_week.attendances is text: run `dbt build`, which makes "
        "them as promised\n" in done.stdout
    )
    assert "JDBC    WRONG data source `attendance_by_week`: attendances comes as VARCHAR: " in (
        done.stdout
    )


def test_more_rows_than_looker_studio_takes_are_told(
    owner: psycopg.Connection[Any], reporter: PostgresSettings
) -> None:
    fill = "insert into marts.session_engagement (session_id) select generate_series(1, {})::text"
    with changed(owner, fill.format(150_000), "select"):
        assert [line.wrong for line in without_driver(reporter) if line.step == "rows"] == [False]
    with changed(owner, fill.format(1), "truncate marts.session_engagement"):
        (line,) = [line for line in without_driver(reporter) if line.step == "rows"]
    assert str(line) == (
        "rows    WRONG the query of data source `session_engagement` brings 150,001 rows, and "
        "Looker Studio cuts after 150,000 without a word: end the query in a `where` that leaves "
        "out what nobody looks at, such as former students or old sessions"
    )


def test_a_slow_chart_is_told(owner: psycopg.Connection[Any], reporter: PostgresSettings) -> None:
    slow = """
        alter table marts.churn_sensitivity rename to quick;
        insert into marts.quick (grace_days) values (0);
        create view marts.churn_sensitivity as
        select quick.* from marts.quick, lateral (select pg_sleep(quick.grace_days + 5)) as slept;
        grant select on marts.churn_sensitivity to warehouse_reporter
    """
    back = """
        drop view marts.churn_sensitivity;
        truncate marts.quick;
        alter table marts.quick rename to churn_sensitivity
    """
    with changed(owner, slow, back):
        (line,) = [
            line for line in without_driver(reporter, most_seconds=0.2) if line.step == "time"
        ]
    assert str(line) == (
        "time    WRONG page `Churn`, chart `How much the rate depends on the rule` takes more "
        "than 0.2 seconds: analyze its mart, give the server more memory, or read from an extract"
    )
