"""The report of one campus has rows of that campus alone, and a file of its own."""

from pathlib import Path

import pytest

from common.errors import UserError
from common.private import campus_file
from dashboard.__main__ import campus_preview
from dashboard.preview.cubes import cube_of, cube_sql
from dashboard.spec.campus import of_campus
from dashboard.spec.check import checked_report
from dashboard.spec.marts import read_marts

CAMPUS = "Cork's 100 % Quays"


def test_each_chart_of_a_campus_counts_its_rows_alone() -> None:
    marts, report = read_marts(), checked_report()
    own = of_campus(report, marts, CAMPUS)
    charts = [chart for page in own.pages for chart in page.charts]
    assert 10 < len(charts) < len([chart for page in report.pages for chart in page.charts])
    for chart in charts:
        assert "campus" in marts[own.source(chart.data_source).mart].columns
        # The sign is doubled as parameters are put into the query.
        assert "where campus = 'Cork''s 100 %% Quays'" in cube_sql(cube_of(chart, own, marts))
    assert "campus = " not in cube_sql(cube_of(report.pages[0].charts[3], report, marts))


def test_each_campus_has_a_file_of_its_own() -> None:
    names = {campus_file(campus) for campus in ("A B", "A/B", "a b", "فرع تونس", "../../etc")}
    assert len(names) == 5
    assert all("/" not in name and name.endswith(".html") for name in names)
    assert campus_file("Tunis Lac").startswith("dashboard_tunis_lac_")


def test_a_campus_page_is_private_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    with pytest.raises(UserError, match=r"name a `private_folder` in school\.yml"):
        campus_preview("Tunis Lac")
