"""report.yml is what the marts can show; what is wrong in it is said with its place."""

from dataclasses import replace
from pathlib import Path

import pytest

from common.errors import UserError
from dashboard.spec.check import problems
from dashboard.spec.marts import Mart, read_marts
from dashboard.spec.report import Report
from dashboard.spec.report_file import REPORT, read_report


def changed(tmp_path: Path, old: str, new: str) -> Report:
    """The report with one place of its text changed."""
    text = REPORT.read_text("utf-8")
    assert old in text
    path = tmp_path / "report.yml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return read_report(path)


@pytest.fixture(scope="module")
def marts() -> dict[str, Mart]:
    return read_marts()


def test_the_marts_hold_every_field(marts: dict[str, Mart]) -> None:
    assert problems(read_report(), marts) == []


def test_a_column_that_a_mart_loses_is_missed(marts: dict[str, Mart]) -> None:
    mart = marts["attendance_by_month"]
    columns = {name: column for name, column in mart.columns.items() if name != "attendances"}
    poorer = {**marts, mart.name: replace(mart, columns=columns)}
    assert problems(read_report(), poorer) == [
        "data source `attendance_by_month`: the mart has no column `attendances`"
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "      cohort: Cohort\n",
            "      cohort: Cohort\n      student_name: Name\n",
            "data source `student_engagement`: `student_name` is personal data, which the reporter "
            "does not see",
        ),
        (
            "SUM(minutes_attended) / 60",
            "SUM(module) / 60",
            "data source `attendance_by_month`: `module` is no number and cannot be added up",
        ),
        (
            "SUM(minutes_attended) / 60",
            "AVG(minutes_attended)",
            "data source `attendance_by_month`: `AVG(minutes_attended)`: a metric is made of SUM, "
            "COUNT, MIN, MAX of one column each, numbers and + - * / (an AVG or COUNT_DISTINCT "
            "cannot be put together from groups)",
        ),
        (
            "REPLACE(at_risk_reason, '_', ' ')",
            "UPPER(at_risk_reason)",
            "data source `student_engagement`: `UPPER(at_risk_reason)` calls UPPER: only "
            "REPLACE, COALESCE and CASE are known",
        ),
        (
            "    date_range_dimension: churned_on",
            "    date_range_dimension: campus",
            "data source `students_lost`: date_range_dimension `campus` is no date",
        ),
        (
            "metric: hours_attended",
            "metric: hours",
            "page `Attendance`, chart `Hours attended`: data source `attendance_by_month` has no "
            "metric `hours`",
        ),
        (
            "title: Churn rate by campus",
            "title: Churn rate by track",
            "page `Churn`: chart `Churn rate by track` is there twice",
        ),
        (
            "{include: at_risk_label,",
            "{include: risk,",
            "page `Students`, chart `Why students are at risk`: data source `student_engagement` "
            "has no dimension `risk`",
        ),
        (
            "      module: Module\n",
            "      module: Country\n",
            "data source `attendance_by_month`: label `Country` is there twice",
        ),
        (
            "        dimension: week\n",
            "        dimension: module\n",
            "page `Attendance`, chart `Attendances by week`: a time series runs over a date, and "
            "`module` is none",
        ),
    ],
)
def test_a_field_that_cannot_be_shown_is_named(
    tmp_path: Path, marts: dict[str, Mart], old: str, new: str, message: str
) -> None:
    assert problems(changed(tmp_path, old, new), marts) == [message]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "metric: hours_attended",
            "metrik: hours_attended",
            "report.yml: pages → `Attendance` → charts → `Hours attended` → metric: Field "
            "required; pages → `Attendance` → charts → `Hours attended` → metrik: Extra inputs "
            "are not permitted",
        ),
        (
            "chart: Pivot table",
            "chart: Pie chart",
            "report.yml: pages → `Attendance` → charts → `Attendance rate by module and month` → "
            "chart: Input should be 'Scorecard', 'Time series chart', 'Bar chart', 'Table' or "
            "'Pivot table'",
        ),
        (
            "{attendance_recent_days}",
            "{recent_days}",
            "report.yml: dbt_project.yml has no variable `recent_days`",
        ),
    ],
)
def test_a_wrong_shape_is_named_with_its_place(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(UserError) as caught:
        changed(tmp_path, old, new)
    assert str(caught.value) == message


def test_a_thirteenth_chart_on_a_page_is_one_too_many(tmp_path: Path) -> None:
    card = (
        "      - {title: One more, chart: Scorecard, data_source: data_status, metric: rows_kept}\n"
    )
    many = "".join(card.replace("One more", f"Number {number}") for number in range(12))
    with pytest.raises(UserError, match="`Data status` → charts: Tuple should have at most 12"):
        changed(tmp_path, "      - title: As of\n", many + "      - title: As of\n")


def test_every_rate_is_a_division_of_sums() -> None:
    rates = [
        metric.formula
        for source in read_report().data_sources
        for metric in source.metrics.values()
        if metric.type == "Percent"
    ]
    assert rates
    assert [formula for formula in rates if ") / SUM(" not in formula] == []
