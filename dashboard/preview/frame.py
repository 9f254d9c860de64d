"""What every page has around its charts: whether they can be relied on, and how fresh they are."""

from collections.abc import Mapping, Sequence
from typing import Any

from common.language import Language
from dashboard.preview.figures import Status
from dashboard.preview.words import page_words
from dashboard.spec.report import Page, Report
from verdict.rules import Verdict


def framed(
    report: Report,
    status: Status,
    verdict: Verdict,
    pages: Sequence[tuple[Page, list[dict[str, Any]]]],
    speak: Language,
) -> dict[str, Any]:
    """The report's pages with their charts, below how good and how fresh the data is."""
    lacks = lacks_by_figure(verdict, [chart for _, charts in pages for chart in charts])
    return {
        **page_frame(report.name, speak),
        "verdict": verdict_model(verdict, lacks),
        "status": status_model(status),
        "has_tabs": True,
        "pages": [
            {
                "slug": page.slug,
                "name": page.name,
                "question": page.question,
                "note": "",
                "charts": [
                    chart | {"lack": lacks.get(chart["title"].lower(), "")} for chart in charts
                ],
            }
            for page, charts in pages
        ],
    }


def page_frame(name: str, speak: Language) -> dict[str, Any]:
    """What every page has, as one has it that holds nothing yet."""
    return {
        "name": name,
        "written": "",
        "verdict": None,
        "status": None,
        "has_tabs": False,
        "is_private": False,
        # The data report, and the dashboard, where they lie beside this page.
        "report": "",
        "back": "",
        "language": language_model(speak),
        "first": None,
        "calls": None,
        "books": None,
        "names": None,
        "controls": [],
        "cubes": [],
        "pages": [],
        "footer": "",
    }


def language_model(speak: Language) -> dict[str, Any]:
    """What the page's scripts need to speak a language: words, and how numbers and days look."""
    number, share = speak.decimal(1234.5), speak.percent(0.745)
    digits = speak.decimal(74.5)
    return {
        "code": speak.code,
        "direction": speak.direction,
        "words": page_words(speak),
        "months": speak.month_names,
        "first_day": speak.first_day,
        "percent": share.replace(digits, "{share}"),
        # As d3 has it, which writes the numbers of the plots' axes.
        "numbers": {
            "decimal": number[-2],
            "thousands": number[1] if number[1] != "2" else "",
            "grouping": [3],
            "currency": ["", ""],
            "percent": share.replace(digits, ""),
        },
    }


def lacks_by_figure(verdict: Verdict, charts: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What a big number lacks, accepted or not, by its title in small letters."""
    figures = {chart["title"].lower() for chart in charts if chart["kind"] == "Scorecard"}
    lacks: dict[str, str] = {}
    for lack in (*verdict.lacks, *verdict.accepted):
        if lack.subject in figures:
            lacks[lack.subject] = f"{lacks.get(lack.subject, '')} {lack.text}".strip()
    return lacks


def verdict_model(verdict: Verdict, lacks: Mapping[str, str]) -> dict[str, Any]:
    """Whether the figures can be relied on; the `lacks` are said where the figures are."""
    others = [lack.text for lack in verdict.accepted if lack.subject not in lacks]
    return {"kind": verdict.kind, "text": verdict.text, "points": [*verdict.points, *others]}


def status_model(status: Status) -> dict[str, Any]:
    """How fresh the data is."""
    return {
        "as_of": status.as_of.isoformat(),
        "newest_load": status.newest_load.isoformat() if status.newest_load else None,
        "rows_in_files": status.rows_in_files,
        "rows_set_aside": status.rows_set_aside,
        "rows_worth_a_look": status.rows_worth_a_look,
        "last_full_month": status.last_full_month.isoformat(),
    }
