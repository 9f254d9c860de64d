"""The whole site in one page: first screen, call list (in private), and the report."""

from typing import Any

from psycopg import Connection

from common.language import Language, school_language
from common.private import PRIVATE_REPORT
from common.school import own_setting
from dashboard.behind.rows import chart_behind, read_books, read_names
from dashboard.first.bands import bands
from dashboard.first.calls import call_list
from dashboard.first.screen import first_screen
from dashboard.first.wording import Voice
from dashboard.preview.figures import read_choices, read_status
from dashboard.preview.model import page_model
from dashboard.preview.ready import ready_page
from dashboard.preview.shared import shared_model
from dashboard.spec.campus import of_campus
from dashboard.spec.fields import Marts
from dashboard.spec.report import Report
from verdict.last_build import Build
from verdict.rules import judge, read_rules


def shared_site(
    connection: Connection[Any], report: Report, marts: Marts, build: Build | None = None
) -> dict[str, Any]:
    """What is made to be passed on: counts, rates and charts, and no small group of people."""
    speak = school_language()
    model = shared_model(connection, report, marts, build, speak)
    return _with_first_screen(connection, model, build, speak, is_shared=True)


def private_site(
    connection: Connection[Any],
    report: Report,
    marts: Marts,
    build: Build | None = None,
    campus: str | None = None,
) -> dict[str, Any]:
    """What is for a few: all of it exact, with filters, and everyone who needs a call.

    Of one campus there is nothing of another in it; UserError where there is no such campus.
    """
    speak = school_language()
    if campus is not None:
        report = of_campus(report, marts, campus)
    choices = read_choices(connection, report, marts)
    model = page_model(connection, report, marts, build, speak, choices, campus)
    books = read_books(connection, report, marts, choices, speak, campus)
    pages = [
        {
            **told,
            "charts": [
                {**drawn, "behind": chart_behind(chart, report, speak)}
                for chart, drawn in zip(page.charts, told["charts"], strict=True)
            ],
        }
        for page, told in zip(report.pages, model["pages"], strict=True)
    ]
    calls = ready_page("calls", speak.text("Who needs a call?"), [])
    return _with_first_screen(
        connection,
        {
            **model,
            "pages": [calls, *pages],
            "calls": call_list(connection, speak, campus),
            "books": books,
            "names": read_names(connection, books),
            # One campus's page is passed on alone.
            "report": PRIVATE_REPORT if campus is None else "",
        },
        build,
        speak,
        is_shared=False,
        campus=campus,
    )


def _with_first_screen(
    connection: Connection[Any],
    model: dict[str, Any],
    build: Build | None,
    speak: Language,
    is_shared: bool,
    campus: str | None = None,
) -> dict[str, Any]:
    verdict = judge(read_rules(connection, campus), build, speak=speak)
    voice, name = Voice(speak, is_shared), str(own_setting("name") or model["name"])
    return {
        **model,
        "name": f"{name} · {campus}" if campus else name,
        "first": first_screen(connection, verdict, read_status(connection), voice, campus),
        "pages": [
            ready_page("today", speak.text("Today"), [], note=bands(speak)),
            *model["pages"],
        ],
    }
