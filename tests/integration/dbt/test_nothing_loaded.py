"""A build before the first load."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from loaders.contract.sources import read_sources
from loaders.load import session
from tests.integration.dbt.conftest import Command, Query, write


def test_build_says_what_to_run_first(empty_warehouse: Path, dbt: Command) -> None:
    done = dbt("build", as_of=None)
    assert done.returncode != 0
    assert "nothing has been loaded yet: run `make load` first" in done.stdout
    assert "Database Error" not in done.stdout


def test_build_says_what_to_do_with_the_loads_of_an_older_version(
    empty_warehouse: Path, dbt: Command, query: Query
) -> None:
    with session(read_sources()):  # makes the tables of staging
        pass
    query("alter table staging.loads drop column own_day cascade")
    done = dbt("run", "--select", "int_loads", as_of=None)
    assert done.returncode != 0
    assert "staging.loads has no column own_day): load once more with this version" in done.stdout
    assert "Database Error" not in done.stdout


def test_build_of_rows_that_are_in_the_lake_leaves_the_marts_as_they_are(
    empty_warehouse: Path, dbt: Command, query: Query, load: Callable[[Path], None], tmp_path: Path
) -> None:
    write(tmp_path, "students", ("student_id", "name", "email"), ("1", "Ada Byron", ""))
    load(tmp_path)
    query("update staging.loads set kept_in = 'lake'")
    done = dbt("run", "--select", "int_loads", as_of=None)
    assert done.returncode != 0
    assert "marts built here would be empty: run `python -m refresh build --target" in done.stdout
    done = dbt("run", "--select", "int_loads", "--vars", "without_rows: true", as_of=None)
    assert done.returncode == 0, done.stdout


def test_dbt_below_the_project_says_where_it_runs(warehouse: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", "--no-use-colors", "build"],
        cwd="dbt_project",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "dbt runs in the folder above: cd .. && dbt build" in done.stdout
