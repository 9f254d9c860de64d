"""The data report speaks plainly of what the marts note down."""

from datetime import UTC, datetime
from typing import Any

from dashboard.preview.page import page_html
from refresh.facts import Facts
from refresh.report import report_model

NOW = datetime(2026, 11, 26, 5, tzinfo=UTC)
CHANGE = {
    "change": "newly_churned",
    "students": 1,
    "student_id": "0000007",
    "campus": None,
    "said_before": "in_grace",
    "says_now": "churned since 2026-11-01",
}
STATUS = {
    "source_name": "students",
    "newest_load_id": 1,
    "data_until": None,
    "changes_since": NOW,
    "changes_until": NOW,
    "rows_in_files": 1,
    "rows_kept": 1,
    "rows_duplicate": 0,
    "rows_rejected": 0,
    "rows_set_aside": 0,
}


def page_of(facts: Facts) -> dict[str, Any]:
    return report_model(facts, build=None, outcome=None, now=NOW)


def test_what_changed_is_told_without_the_marts_words() -> None:
    page = page_of(Facts(status=[STATUS], changes=[CHANGE]))
    changed = next(section for section in page["pages"] if section["slug"] == "changed")
    (table,) = [chart for chart in changed["charts"] if chart["kind"] == "Table"]
    (row,) = table["answer"]
    assert row["keys"] == ["0000007", None, "in grace", "lost since 1 Nov 2026"]


def test_what_the_data_holds_is_text_and_never_markup() -> None:
    refused = {"source_name": "students", "file_name": "</script><b>.csv", "finished_at": NOW}
    text = page_html(page_of(Facts(refused=[{**refused, "message": "no <i>"}])))
    assert "&lt;/script&gt;&lt;b&gt;.csv (students) was refused" in text
    assert "<b>.csv" not in text
    assert "<i>" not in text


def test_page_without_plots_carries_no_plotter() -> None:
    assert len(page_html(page_of(Facts()))) < 50_000
