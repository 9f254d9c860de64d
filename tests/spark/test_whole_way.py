"""The sample on both engines, from its files to the dashboard: the same rows, the same figures."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from common.commands.progress import TerminalProgress
from common.servers.connections import connect_postgres
from dashboard.site import private_site
from dashboard.spec.check import checked_report
from dashboard.spec.marts import read_marts
from graph_sync.sync import check
from services import servers
from tests.integration.schemas import empty
from tests.spark.mirror import mirror_all
from verdict.last_build import read_build

Connection = psycopg.Connection[Any]
OF_SPARK = ("intermediate_of_spark", "marts_of_spark")
MARTS = """
select relname from pg_class
where relnamespace = cast(%s as regnamespace) and relkind in ('r', 'v') order by 1
"""
ONLY_IN_ONE = "(select * from {} except all select * from {}) limit 3"


@pytest.fixture(scope="module")
def connection(warehouse: Path, lake_home: Path) -> Iterator[Connection]:
    """An empty warehouse with its graph, left empty again."""
    servers.up(["neo4j"], print)
    with connect_postgres(autocommit=True) as opened:
        empty(opened)
        yield opened
        for schema in OF_SPARK:
            opened.execute(SQL("drop schema if exists {} cascade").format(Identifier(schema)))
        empty(opened)


@pytest.fixture(scope="module")
def refreshed(connection: Connection) -> str:
    """What `make refresh TARGET=spark` printed."""
    return run("refresh", "run", "data/sample", "--target", "spark")


@pytest.fixture(scope="module")
def shown(connection: Connection, refreshed: str) -> dict[str, Any]:
    """What the dashboard says of that build."""
    return figures(connection)


@pytest.fixture(scope="module")
def built_again(connection: Connection, shown: dict[str, Any]) -> None:
    """The same loads, built by PostgreSQL alone; the marts of Spark are kept beside."""
    for kept in OF_SPARK:
        schema = kept.removesuffix("_of_spark")
        connection.execute(
            SQL("alter schema {} rename to {}").format(Identifier(schema), Identifier(kept))
        )
    empty(connection, "intermediate", "marts")
    # Else the marts would tell of changes since that build.
    for table in ("int_student_states", "builds"):
        connection.execute(SQL("delete from history.{}").format(Identifier(table)))
    mirror_all()
    run("refresh", "build")


def run(module: str, *arguments: str) -> str:
    """Run `python -m module …`, and return what it printed."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def figures(connection: Connection) -> dict[str, Any]:
    return private_site(connection, checked_report(), read_marts(), read_build())


def test_all_is_brought_up_to_date(refreshed: str) -> None:
    assert "Published: readers see these marts from now on" in refreshed
    assert "graph equals mart: yes" in refreshed
    assert not check(TerminalProgress()).plan.differences


def test_every_row_of_every_mart_is_the_same(connection: Connection, built_again: None) -> None:
    of_spark, here = (
        connection.execute(MARTS, [name]).fetchall() for name in ("marts_of_spark", "marts")
    )
    assert of_spark == here
    assert len(here) > 20
    differing = {}
    for (mart,) in here:
        pair = [Identifier(schema, mart) for schema in ("marts_of_spark", "marts")]
        for tables in (pair, reversed(pair)):
            if found := connection.execute(SQL(ONLY_IN_ONE).format(*tables)).fetchall():
                differing[mart] = found
    assert not differing


def test_the_dashboard_says_the_same(
    connection: Connection, shown: dict[str, Any], built_again: None
) -> None:
    assert figures(connection) == shown


def test_every_unit_test_of_the_models_passes(
    refreshed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBT_EXCLUDE_RESOURCE_TYPES")
    dbt = str(Path(sys.executable).with_name("dbt"))
    command = [dbt, "test", "--target", "spark", "--resource-type", "unit_test"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    passed = re.search(r"PASS=(\d+) WARN=0 ERROR=0 SKIP=0", done.stdout)
    assert passed, done.stdout
    assert int(passed[1]) > 150


def test_freshness_of_every_export_is_told(refreshed: str, warehouse: Path) -> None:
    dbt = str(Path(sys.executable).with_name("dbt"))
    command = [dbt, "source", "freshness", "--target", "spark"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads((warehouse / "target" / "sources.json").read_text("utf-8"))
    told = [result["status"] for result in report["results"]]
    assert len(told) == 4, done.stdout
    assert set(told) <= {"pass", "warn", "error"}, done.stdout
