"""`dbt source freshness`: how long ago each export arrived, from the ledger of loads."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.dbt.conftest import Command, Query, write


@pytest.fixture(scope="module")
def _students_only(
    empty_warehouse: Path, tmp_path_factory: pytest.TempPathFactory, load: Callable[[Path], None]
) -> None:
    folder = tmp_path_factory.mktemp("fresh")
    write(folder, "students", ("student_id", "name", "email"), ("1", "Ada Byron", ""))
    load(folder)


@pytest.mark.usefixtures("_students_only")
@pytest.mark.parametrize(
    ("days", "status", "code"), [(0, "pass", 0), (4, "warn", 0), (8, "error", 1)]
)
def test_source_is_late_when_no_load_came_for_days(
    dbt: Command, query: Query, warehouse: Path, days: int, status: str, code: int
) -> None:
    query(f"update staging.loads set own_day = current_date - {days}")
    done = dbt("source", "freshness", "--select", "source:staging.raw_students")
    assert done.returncode == code, done.stdout
    report = json.loads((warehouse / "target" / "sources.json").read_text("utf-8"))
    assert [result["status"] for result in report["results"]] == [status]


@pytest.mark.usefixtures("_students_only")
def test_source_that_never_came_is_late(dbt: Command) -> None:
    assert dbt("source", "freshness", "--select", "source:staging.raw_sessions").returncode == 1
