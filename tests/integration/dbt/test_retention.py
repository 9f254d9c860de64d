"""The warehouse after retention has dropped the rows of old loads."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.dbt.conftest import Command, Query, write
from tests.integration.in_process import run_module

LANDED_TEST = "+every_record_in_a_file_landed_or_was_rejected"
CONTRACT = """
sources:
  students:
    files: "*students*.csv"
    columns: [student_id, name, email]
    retention: {loads: 1, monthly: false}
  sessions: {files: "*sessions*.csv", columns: [session_id, date, duration, module, instructor]}
  attendance: {files: "*attendance*.csv", columns: [student_id, session_id]}
"""


@pytest.mark.slow
def test_build_passes_and_an_older_day_says_that_it_is_reconstructed(
    empty_warehouse: Path,
    tmp_path: Path,
    load: Callable[[Path], None],
    dbt: Command,
    query: Query,
) -> None:
    contract = tmp_path / "sources.yml"
    contract.write_text(CONTRACT, encoding="utf-8")
    inbox = tmp_path / "inbox"
    # The sample's contract makes the raw table of subscriptions, which every build reads.
    write(inbox, "students", ("student_id", "name", "email"), ("1", "Ada 0", ""))
    load(inbox)
    for number in range(1, 4):
        write(inbox, "students", ("student_id", "name", "email"), ("1", f"Ada {number}", ""))
        done = run_module("loaders", "load", str(inbox), "--sources", str(contract))
        assert done.returncode == 0, done.stderr
    assert query("select status from staging.loads order by load_id") == [
        ("dropped",),
        ("dropped",),
        ("dropped",),
        ("landed",),
    ]
    for day in (None, "2026-01-01"):
        done = dbt("build", "--select", "+students", LANDED_TEST, as_of=day)
        assert done.returncode == 0, done.stdout
        assert query("select name from marts.students") == [("Ada 3",)]
        assert query("select bool_or(is_reconstructed) from intermediate.int_loads") == [
            (day is not None,)
        ]
