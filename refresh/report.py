"""Writes the data report: one HTML page for someone who knows neither dbt nor SQL."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from common.connections import Role, connect_postgres
from common.errors import UserError
from common.folders import REPOSITORY
from refresh.checks import Build, read_build
from refresh.facts import Facts, read_facts

TEMPLATES = REPOSITORY / "refresh" / "page"
# The look is the dashboard's.
STYLES = (REPOSITORY / "dashboard" / "preview" / "assets" / "page.css", TEMPLATES / "page.css")
REPORT = REPOSITORY / "refresh" / "report" / "index.html"
# What happened to students between two loads, in the order in which it is told.
CHANGES = {
    "newly_churned": "Newly lost",
    "came_back": "Came back",
    "newly_at_risk": "Newly at risk",
    "churn_corrected": "History corrected: loss",
    "attendance_corrected": "History corrected: attendance",
}
FAILED = {
    "load": "The new files could not be loaded. The figures are those of the load before.",
    "build": "The build failed: do not rely on the figures until it has run through.",
    "graph": "The graph could not be brought up to date. The figures of this page are.",
    "dashboard": "The dashboard could not be drawn. The figures of this page are up to date.",
}


@dataclass(frozen=True)
class Outcome:
    """How a refresh went: when it began, and the step that failed, if one did."""

    started: datetime
    failed_step: str | None = None


def write_report(outcome: Outcome | None = None, path: Path = REPORT) -> Path:
    """Write the page of the warehouse as it is; raise UserError where that cannot be."""
    with connect_postgres(
        role=Role.TRANSFORMER, application_name="refresh", autocommit=True
    ) as connection:
        facts = read_facts(connection)
    text = page_html(facts, read_build(), outcome, datetime.now(UTC))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        new.write_text(text, "utf-8")
        new.replace(path)
    except OSError as error:
        raise UserError(f"cannot write {path}: {error.strerror}") from None
    return path


def page_html(facts: Facts, build: Build | None, outcome: Outcome | None, now: datetime) -> str:
    """The page as text."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"moment": _moment, "day": _day, "number": _number}
    # Where the load was refused, dbt's last build is one of an earlier run.
    is_of_this_run = not outcome or outcome.failed_step != "load"
    return environment.get_template("page.html.j2").render(
        css=Markup("\n".join(style.read_text("utf-8") for style in STYLES)),
        facts=replace(facts, issues=[_mended(row) for row in facts.issues]),
        build=build,
        is_of_this_run=is_of_this_run,
        now=now,
        headline=headline(facts, build if is_of_this_run else None, outcome),
        late=late(facts, build, now),
        brought=[
            row["source"]
            for row in facts.arrived
            if outcome and row["finished_at"] >= outcome.started
        ],
        is_run=outcome is not None,
        changes=_changes(facts),
    )


def headline(facts: Facts, build: Build | None, outcome: Outcome | None) -> tuple[str, str]:
    """Say how bad it is, `bad`, `mind` or `good`, and in one sentence what a reader must know."""
    if outcome and outcome.failed_step:
        return "bad", FAILED[outcome.failed_step]
    if build and build.failed:
        return "bad", FAILED["build"]
    if not facts.status:
        return "bad", "Nothing has been built yet: there are no figures."
    if not facts.is_built:
        return "mind", "A newer load is there than the figures tell of: the build has yet to run."
    if facts.refused:
        return "mind", "The figures are complete, but a file that came since was refused."
    return "good", "The figures are up to date and passed their tests."


def late(facts: Facts, build: Build | None, now: datetime) -> dict[str, int]:
    """Say of each source that is late for how many days nothing has come."""
    limit = build.warn_after_days if build else None
    ages = {row["source"]: (now - row["finished_at"]).days for row in facts.arrived}
    return {name: days for name, days in ages.items() if limit is not None and days >= limit}


def _changes(facts: Facts) -> list[dict[str, Any]]:
    """Every kind of change with how many students and the first of them, or none at all."""
    rows = {
        change: list(group) for change, group in groupby(facts.changes, lambda row: row["change"])
    }
    return [
        {
            "label": label,
            "count": rows[change][0]["rows"] if change in rows else 0,
            "rows": [_worded(row) for row in rows.get(change, [])],
        }
        for change, label in CHANGES.items()
    ]


def _worded(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, **{name: _plain(row[name]) for name in ("said_before", "says_now")}}


def _plain(text: str | None) -> str:
    """What the mart says of a student, in the words and dates of this page."""
    if not text:
        return "nothing"
    text = re.sub(r"\d{4}-\d\d-\d\d", lambda day: _day(date.fromisoformat(day[0])), text)
    return text.replace("_", " ").replace("churned", "lost")


def _mended(row: Mapping[str, Any]) -> dict[str, Any]:
    """With who can mend it: what stands in the project's files is the data team's."""
    is_ours = "dbt_project/" in row["what_to_do"]
    return {**row, "who": "The data team" if is_ours else f"Whoever keeps {row['file']}"}


def _moment(moment: datetime) -> str:
    moment = moment.astimezone(UTC)
    return f"{_day(moment)}, {moment:%H:%M} UTC"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _number(value: int) -> str:
    return f"{value:,}"
