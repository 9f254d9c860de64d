"""`python -m dashboard preview` without marts, and the pictures it draws beside the page."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

from common.connections import connect_postgres
from dashboard.preview.pictures import draw_pages
from dashboard.spec.check import checked_report
from dashboard.spec.marts import read_marts
from tests.integration.schemas import empty


def test_without_marts_one_line_says_what_to_do(warehouse: Path) -> None:
    with connect_postgres(autocommit=True) as connection:
        empty(connection, "marts")
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "preview"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: there are no marts yet: run `make load`, then `dbt build`\n"


def test_every_page_with_plots_has_a_picture(
    large_school: psycopg.Connection[Any], tmp_path: Path
) -> None:
    drawn = draw_pages(large_school, checked_report(), read_marts(), tmp_path)
    names = ["overview", "attendance", "students", "sessions_and_modules", "churn"]
    assert [path.name for path in drawn] == [f"dashboard_{name}.png" for name in names]
    for path in drawn:
        header = path.read_bytes()[:24]
        assert header.startswith(b"\x89PNG")
        assert int.from_bytes(header[16:20], "big") > 1000, "too narrow to be read"
