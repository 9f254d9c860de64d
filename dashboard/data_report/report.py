"""Writes the data report: one HTML page for someone who knows neither dbt nor SQL.

It is drawn as the dashboard is. Here is what it says: a verdict, and four sections below it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from common.folders import REPOSITORY
from common.language import Language, language, school_language
from common.private import PRIVATE_DASHBOARD, PRIVATE_REPORT, private_folder
from common.servers.connections import Role, connect_postgres
from dashboard.data_report.changes import changed
from dashboard.data_report.facts import Facts, read_facts
from dashboard.data_report.sections import failed_tests, fresh, missing
from dashboard.preview.frame import page_frame
from dashboard.preview.page import write_page, write_private_page
from verdict.last_build import Build, read_build
from verdict.rules import Verdict, judge

REPORT = REPOSITORY / "refresh" / "report" / "index.html"


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
    if folder := private_folder():
        write_private_report(folder, outcome)
    facts, build = _facts(Role.REPORTER), read_build()
    model = report_model(facts, build, outcome, datetime.now(UTC), speak=school_language())
    return write_page(model, path)


def write_private_report(folder: Path, outcome: Outcome | None = None) -> Path:
    """Write the page for a few, with a way back to the dashboard where that lies beside it."""
    back = PRIVATE_DASHBOARD if (folder / PRIVATE_DASHBOARD).exists() else ""
    return write_private_page({**private_report(outcome), "back": back}, folder, PRIVATE_REPORT)


def private_report(outcome: Outcome | None = None) -> dict[str, Any]:
    """What the page for a few is told: of whom, too."""
    facts, build = _facts(Role.TRANSFORMER), read_build()
    return report_model(
        facts, build, outcome, datetime.now(UTC), is_private=True, speak=school_language()
    )


def _facts(role: Role) -> Facts:
    with connect_postgres(role=role, application_name="refresh", autocommit=True) as connection:
        return read_facts(connection)


def report_model(
    facts: Facts,
    build: Build | None,
    outcome: Outcome | None,
    now: datetime,
    is_private: bool = False,
    speak: Language | None = None,
) -> dict[str, Any]:
    """What the page is told, as `dashboard.preview.model` says it of the dashboard."""
    speak = speak or language()
    # Where the landed rows stayed as they were, dbt's last build is one of an earlier run.
    is_of_this_run = not outcome or outcome.failed_step not in ("load", "withdraw")
    known = build if is_of_this_run else None
    verdict = headline(facts, known, outcome, now.date(), speak)
    ran = _ran(facts, known, outcome if verdict.kind != "bad" else None, speak)
    return {
        **page_frame(speak.text("Data report"), speak),
        "written": speak.text("written {moment}", moment=speak.moment(now)),
        "verdict": {
            "kind": verdict.kind,
            "text": verdict.text,
            "points": [*verdict.points, *(lack.text for lack in verdict.accepted), *ran],
        },
        "pages": [
            fresh(facts, now.date(), speak),
            changed(facts, is_private, speak),
            failed_tests(build, is_of_this_run, speak),
            missing(facts, speak),
        ],
        "footer": _footer(is_private, speak),
    }


def _footer(is_private: bool, speak: Language) -> str:
    if is_private:
        who = speak.text("Students go by their id, never by name.")
    else:
        who = speak.text(
            "This page is made to be shared: it lists no people, and no group of fewer than five."
        )
    nothing = speak.text("“–” means that nothing is known.")  # noqa: RUF001
    return f"{who} {nothing}"


def headline(
    facts: Facts,
    build: Build | None,
    outcome: Outcome | None,
    today: date,
    speak: Language | None = None,
) -> Verdict:
    """Say how bad it is, and in one sentence what a reader must know: the worst that is known."""
    speak = speak or language()
    ruled = judge(facts.rules, build, today, speak)
    kind, text = _came_to_pass(facts, build, outcome, speak)
    if kind == "good" or (kind, ruled.kind) == ("mind", "bad"):
        return ruled
    return replace(ruled, kind=kind, text=text)


def _came_to_pass(
    facts: Facts, build: Build | None, outcome: Outcome | None, speak: Language
) -> tuple[str, str]:
    """What happened to the figures, whatever they say."""
    if build and build.failed and not build.stays:
        return "bad", speak.text(
            "The build failed: do not rely on the figures until it has run through."
        )
    failed = outcome.failed_step if outcome else None
    if failed or (build and build.failed):
        stays = build.stays if build and build.stays else "as they were"
        why = f": {speak.known(outcome.why)}" if outcome and outcome.why else ""
        return "bad", _failure(failed or "build", stays, why, speak)
    if not facts.status:
        return "bad", speak.text("Nothing has been built yet: there are no figures.")
    if not facts.is_built:
        return "mind", speak.text(
            "A newer load is there than the figures tell of: the build has yet to run."
        )
    if facts.refused:
        return "mind", speak.text(
            "The figures are complete, but a file that came since was refused."
        )
    return "good", ""


def _failure(step: str, stays: str, why: str, speak: Language) -> str:
    match step:
        case "load":
            return speak.text(
                "The new files could not be loaded{why}. The figures are those of the load before.",
                why=why,
            )
        case "withdraw":
            return speak.text(
                "The last files could not be taken back{why}. The figures are as they were.",
                why=why,
            )
        case "build":
            return speak.text(
                "The new build was not published: the figures stay {stays}.",
                stays=speak.known(stays),
            )
        case "graph":
            return speak.text(
                "The graph could not be brought up to date. The figures of this page are."
            )
    return speak.text("The dashboard could not be drawn. The figures of this page are up to date.")


def _ran(
    facts: Facts, build: Build | None, outcome: Outcome | None, speak: Language
) -> Iterator[str]:
    """Yield what the run did, a sentence each."""
    if outcome:
        came = [
            speak.known(row["source_name"])
            for row in facts.arrived
            if row["finished_at"] >= outcome.started
        ]
        yield (
            speak.text("New in this run: {sources}.", sources=", ".join(came))
            if came
            else speak.text("This run brought nothing new: the files were loaded before.")
        )
    for row in facts.refused:
        yield speak.text(
            "{file} ({source}) was refused on {moment}: {why}",
            file=row["file_name"],
            source=speak.known(row["source_name"]),
            moment=speak.moment(row["finished_at"]),
            why=speak.known(row["message"]),
        )
    if build:
        failed = sum(finding.is_error for finding in build.findings)
        told = speak.text(
            "{passed} tests passed, {failed} failed, {warned} asked for a look",
            passed=speak.number(build.counts.get("pass", 0)),
            failed=speak.number(failed),
            warned=speak.number(len(build.findings) - failed),
        )
        skipped = build.counts.get("skipped", 0)
        if skipped:
            told += speak.text(
                "; {skipped} steps were left out because of a failure",
                skipped=speak.number(skipped),
            )
        yield f"{told}."
