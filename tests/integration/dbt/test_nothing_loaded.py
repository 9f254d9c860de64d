"""A build before the first load."""

from pathlib import Path

from tests.integration.dbt.conftest import Command


def test_build_says_what_to_run_first(empty_warehouse: Path, dbt: Command) -> None:
    done = dbt("build", as_of=None)
    assert done.returncode != 0
    assert "nothing has been loaded yet: run `make load` first" in done.stdout
    assert "Database Error" not in done.stdout
