"""Writes the data report: one HTML page for someone who knows neither dbt nor SQL.

It is drawn as the dashboard is. Here is what it says: a verdict, and four sections below it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from common.connections import Role, connect_postgres
from common.folders import REPOSITORY
from common.private import PRIVATE_REPORT, private_folder
from common.wording import moment
from dashboard.preview.frame import page_frame
from dashboard.preview.page import write_page, write_private_page
from refresh.data_report import sections
from refresh.data_report.changes import changed
from refresh.data_report.facts import Facts, read_facts
from verdict.last_build import Build, read_build
from verdict.rules import Verdict, judge

REPORT = REPOSITORY / "refresh" / "report" / "index.html"
FOOTER = "“–” means that nothing is known."  # noqa: RUF001
SHARED = "This page is made to be shared: it lists no people, and no group of fewer than five."
PRIVATE = "Students go by their id, never by name."
FAILED = {
    "load": "The new files could not be loaded{why}. The figures are those of the load before.",
    "build": "The new build was not published: the figures stay {stays}.",
    "graph": "The graph could not be brought up to date. The figures of this page are.",
    "dashboard": "The dashboard could not be drawn. The figures of this page are up to date.",
}


@dataclass(frozen=True)
class Outcome:
    """How a refresh went: when it began, and the step that failed, if one did, and why."""

    started: datetime
    failed_step: str | None = None
    why: str = ""


def write_report(outcome: Outcome | None = None, path: Path = REPORT) -> Path:
    """Write the page of the warehouse as it is; raise UserError where that cannot be.

    `path` is the page to share; where school.yml names a private folder, one is written there too,
    which says of whom.
    """
    folder, build, now = private_folder(), read_build(), datetime.now(UTC)
    if folder:
        model = report_model(_facts(Role.TRANSFORMER), build, outcome, now, is_private=True)
        write_private_page(model, folder, PRIVATE_REPORT)
    return write_page(report_model(_facts(Role.REPORTER), build, outcome, now), path)


def _facts(role: Role) -> Facts:
    with connect_postgres(role=role, application_name="refresh", autocommit=True) as connection:
        return read_facts(connection)


def report_model(
    facts: Facts,
    build: Build | None,
    outcome: Outcome | None,
    now: datetime,
    is_private: bool = False,
) -> dict[str, Any]:
    """What the page is told, as `dashboard.preview.model` says it of the dashboard."""
    # Where the load was refused, dbt's last build is one of an earlier run.
    is_of_this_run = not outcome or outcome.failed_step != "load"
    known = build if is_of_this_run else None
    verdict = headline(facts, known, outcome, now.date())
    ran = _ran(facts, known, outcome if verdict.kind != "bad" else None)
    return {
        **page_frame("Data report"),
        "written": f"written {moment(now)}",
        "verdict": {
            "kind": verdict.kind,
            "text": verdict.text,
            "points": [*verdict.points, *(lack.text for lack in verdict.accepted), *ran],
        },
        "pages": [
            sections.fresh(facts, now.date()),
            changed(facts, is_private),
            sections.tests(build, is_of_this_run),
            sections.missing(facts),
        ],
        "footer": f"{PRIVATE if is_private else SHARED} {FOOTER}",
    }


def headline(facts: Facts, build: Build | None, outcome: Outcome | None, today: date) -> Verdict:
    """Say how bad it is, and in one sentence what a reader must know: the worst that is known."""
    ruled = judge(facts.rules, build, today)
    kind, text = _came_to_pass(facts, build, outcome)
    if kind == "good" or (kind, ruled.kind) == ("mind", "bad"):
        return ruled
    return replace(ruled, kind=kind, text=text)


def _came_to_pass(facts: Facts, build: Build | None, outcome: Outcome | None) -> tuple[str, str]:
    """What happened to the figures, whatever they say."""
    if build and build.failed and not build.stays:
        return "bad", "The build failed: do not rely on the figures until it has run through."
    failed = outcome.failed_step if outcome else None
    if failed or (build and build.failed):
        stays = build.stays if build and build.stays else "as they were"
        why = f": {outcome.why}" if outcome and outcome.why else ""
        return "bad", FAILED[failed or "build"].format(stays=stays, why=why)
    if not facts.status:
        return "bad", "Nothing has been built yet: there are no figures."
    if not facts.is_built:
        return "mind", "A newer load is there than the figures tell of: the build has yet to run."
    if facts.refused:
        return "mind", "The figures are complete, but a file that came since was refused."
    return "good", ""


def _ran(facts: Facts, build: Build | None, outcome: Outcome | None) -> Iterator[str]:
    """Yield what the run did, a sentence each."""
    if outcome:
        came = [
            row["source_name"] for row in facts.arrived if row["finished_at"] >= outcome.started
        ]
        yield (
            f"New in this run: {', '.join(came)}."
            if came
            else "This run brought nothing new: the files were loaded before."
        )
    for row in facts.refused:
        file, at = f"{row['file_name']} ({row['source_name']})", moment(row["finished_at"])
        yield f"{file} was refused on {at}: {row['message']}"
    if build:
        failed = sum(finding.is_error for finding in build.findings)
        warned = len(build.findings) - failed
        passed, skipped = build.counts.get("pass", 0), build.counts.get("skipped", 0)
        left_out = f"; {skipped:,} steps were left out because of a failure" if skipped else ""
        yield f"{passed:,} tests passed, {failed:,} failed, {warned:,} asked for a look{left_out}."
