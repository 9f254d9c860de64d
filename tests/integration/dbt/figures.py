"""Figures that are defined three times: as a metric, as a formula of the report, in a mart."""

import contextlib
import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from click.testing import CliRunner
from dbt_metricflow.cli.main import cli

from dashboard.preview.answers import answer
from dashboard.preview.figures import plain, read_status
from dashboard.spec.check import checked_report
from dashboard.spec.marts import read_marts
from dashboard.spec.report import Chart, Filter
from queries.page import AS_OF

# A figure by what it is grouped by; months as their first day, nothing known as an empty text.
Figures = Mapping[str, float]
TAKEN = Filter(include="session_state", condition="Equal to", value="taken")
ENROLLED = Filter(include="enrolled_label", condition="Equal to", value="enrolled")
AT_RISK = "count(*) filter (where at_risk_label = 'at risk')"
LABELLED = "count(*) filter (where enrolled_label = 'enrolled')"


@dataclass(frozen=True)
class Figure:
    """A metric of MetricFlow, the same as `data source.metric` of the report, and of a mart.

    `column` is the mart's, if called otherwise than the metric; `times` is how many of the metric's
    units one of the formula's is.
    """

    metric: str
    formula: str
    column: str = ""
    where: Filter | None = None
    times: float = 1


@dataclass(frozen=True)
class Grouped:
    """Figures by one thing, as each of the three calls it; by nothing where `metric` is empty.

    `mart` is that thing in SQL, and from where; `where` leaves out what only the metric counts.
    """

    metric: str
    report: str
    mart: str
    figures: tuple[Figure, ...]
    where: str = ""


FIGURES = (
    Grouped(
        "",
        "",
        "'' from marts.churn_sensitivity where is_rule_in_force = 1",
        (
            Figure(
                "students", "student_engagement.students", "(select count(*) from marts.students)"
            ),
            Figure("subscriptions_judged", "churn_by_cohort.subscriptions_judged"),
            Figure("subscriptions_churned", "churn_by_cohort.subscriptions_churned"),
            Figure("churn_rate", "churn_by_cohort.churn_rate"),
        ),
    ),
    Grouped(
        "session__module",
        "module",
        "module from marts.module_engagement",
        (
            Figure("sessions_taken", "session_engagement.sessions_taken"),
            Figure(
                "attendances_taken", "session_engagement.students_attended", "attendances", TAKEN
            ),
            Figure("attendances_expected", "session_engagement.students_expected", "", TAKEN),
            Figure("taken_attendance_rate", "session_engagement.attendance_rate", "", TAKEN),
        ),
    ),
    Grouped(
        "metric_time__month",
        "month",
        "month from marts.month_engagement",
        (
            Figure("attendances", "attendance_by_month.attendances"),
            Figure("minutes_attended", "attendance_by_month.hours_attended", times=60),
        ),
        # The report and the mart end with that day.
        f"{{{{ TimeDimension('metric_time', 'day') }}}} <= '{AS_OF}'",
    ),
    Grouped(
        "student__country_name",
        "country_name",
        "country_name from marts.student_engagement group by 1",
        (
            Figure("students_at_risk", "student_engagement.students_at_risk", AT_RISK),
            Figure("students_enrolled", "student_engagement.students", LABELLED, ENROLLED),
        ),
    ),
)


def by_metricflow(mf: Callable[..., None], group: Grouped, folder: Path) -> dict[str, Figures]:
    """Ask `mf query` for all figures of a group at once."""
    names, found = [figure.metric for figure in group.figures], folder / "found.csv"
    asked = ["--group-by", group.metric] if group.metric else []
    asked += ["--where", group.where] if group.where else []
    mf("query", "--metrics", ",".join(names), *asked, "--csv", str(found))
    _, *rows = csv.reader(found.open(encoding="utf-8"))
    count = len(names)
    return {
        name: known(
            (row[0].removesuffix(" 00:00:00") if group.metric else "", row[i - count])
            for row in rows
        )
        for i, name in enumerate(names)
    }


def by_formula(connection: psycopg.Connection[Any], group: Grouped, figure: Figure) -> Figures:
    """The report's formula, as its charts ask for it."""
    source, _, metric = figure.formula.partition(".")
    chart = Chart(
        title="a chart",
        chart="Table",
        data_source=source,
        dimension=(group.report,) if group.report else (),
        metric=(metric,),
        filter=figure.where,
    )
    status = read_status(connection)
    rows = answer(connection, chart, checked_report(), read_marts(), status)
    return known(
        (plain(row[0]) if group.report else "", row[-1] and row[-1] * figure.times) for row in rows
    )


def by_mart(connection: psycopg.Connection[Any], group: Grouped, figure: Figure) -> Figures:
    """A column of a mart that holds the figure worked out."""
    key, _, place = group.mart.partition(" from ")
    query = f"select {key}, {figure.column or figure.metric} from {place}"
    rows = connection.execute(query.encode()).fetchall()
    return known((plain(key), value) for key, value in rows)


def known(rows: Any) -> dict[str, float]:
    """The rows that hold more than nothing, rounded as marts round a rate."""
    return {str(key or ""): round(float(value), 6) for key, value in rows if value and float(value)}


def metricflow(project: Path, target: Path) -> Callable[..., None]:
    """Run `mf`, in this process, in a folder that looks like the project with its output of dbt."""
    for name, place in (
        ("target", target),
        ("dbt_project.yml", Path("dbt_project.yml")),
        ("dbt_project", Path("dbt_project")),
    ):
        (project / name).symlink_to(place.resolve())

    def mf(*arguments: str) -> None:
        with contextlib.chdir(project):
            done = CliRunner().invoke(cli, arguments)
        assert done.exit_code == 0, done.output

    return mf
