"""The data report speaks plainly of what the marts note down."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from common.language import language
from dashboard.data_report.facts import Facts
from dashboard.data_report.report import Outcome, report_model
from dashboard.preview.page import page_html
from verdict.last_build import Build

EMPTY = "s.csv has no rows: export it again"
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
# What marts.verdict_rules says of a source that is well.
AGE = {
    **{"source_name": "students", "rule": "age", "subject": "age", "colour": "green"},
    **{"green_until": date(2026, 11, 30), "amber_until": date(2026, 12, 14)},
    **{"accepted_until": None, "share": None, "least_share": None},
    **{"finding": "young enough", "who_mends": "Whoever exports students: export it again"},
}


def page_of(facts: Facts, is_private: bool = False) -> dict[str, Any]:
    return report_model(facts, build=None, outcome=None, now=NOW, is_private=is_private)


def test_what_is_shared_counts_people_and_lists_none() -> None:
    many = [
        {**CHANGE, "change": change, "students": count}
        for change, count in (("newly_at_risk", 5), ("newly_churned", 4))
    ]
    page = page_of(Facts(status=[STATUS], changes=many))
    changed = next(section for section in page["pages"] if section["slug"] == "changed")
    shown = {
        chart["title"]: chart["answer"]["rows"][0]["metrics"][0] for chart in changed["charts"]
    }
    assert (shown["Newly at risk"], shown["Newly lost"]) == (5, "fewer than 5")
    assert {chart["kind"] for chart in changed["charts"]} == {"Scorecard"}
    assert "0000007" not in page_html(page)


def test_what_changed_is_told_without_the_marts_words() -> None:
    page = page_of(Facts(status=[STATUS], changes=[CHANGE]), is_private=True)
    changed = next(section for section in page["pages"] if section["slug"] == "changed")
    (table,) = [chart for chart in changed["charts"] if chart["kind"] == "Table"]
    (row,) = table["answer"]["rows"]
    assert row["keys"] == ["0000007", None, "in grace", "lost since 1 Nov 2026"]


def test_what_the_data_holds_is_text_and_never_markup() -> None:
    name = "\u202e</script><b>.csv"
    refused = {"source_name": "students", "file_name": name, "finished_at": NOW}
    text = page_html(page_of(Facts(refused=[{**refused, "message": "no <i>"}])))
    assert "&lt;/script&gt;&lt;b&gt;.csv (students) was refused" in text
    assert "<b>.csv" not in text
    assert "<i>" not in text
    assert "\u202e" not in text


def test_only_a_page_with_a_plot_carries_the_plotter() -> None:
    page = page_of(Facts())
    assert len(page_html(page)) < 70_000
    fresh = section(page, "fresh")["charts"]
    fresh.append({**fresh[0], "plot": {"mark": "bar"}})
    assert len(page_html(page)) > 200_000


def section(page: dict[str, Any], slug: str) -> dict[str, Any]:
    return next(each for each in page["pages"] if each["slug"] == slug)


def rows(chart: dict[str, Any]) -> list[list[Any]]:
    return [row["keys"] for row in chart["answer"]["rows"]]


def arrived(source: str, load_id: int, at: datetime = NOW) -> dict[str, Any]:
    return {
        "load_id": load_id,
        "source_name": source,
        "file_name": f"{source}.csv",
        "finished_at": at,
        "rows_landed": 5,
        "rows_landed_before": None,
    }


def test_a_newer_load_of_one_source_alone_makes_the_figures_old() -> None:
    status = [STATUS, {**STATUS, "source_name": "sessions", "newest_load_id": 2}]
    both = [arrived("students", 1), arrived("sessions", 2)]
    built = Facts(status=status, arrived=both, rules=[AGE])
    assert page_of(built)["verdict"]["kind"] == "good"
    both = [arrived("students", 1), arrived("sessions", 3)]
    newer = Facts(status=status, arrived=both, rules=[AGE])
    assert page_of(newer)["verdict"]["kind"] == "mind"


def test_a_refused_file_is_minded_and_named() -> None:
    refused = {"source_name": "students", "file_name": "s.csv", "finished_at": NOW, "message": "no"}
    came = [arrived("students", 1)]
    facts = Facts(status=[STATUS], arrived=came, refused=[refused], rules=[AGE])
    verdict = page_of(facts)
    assert verdict["verdict"]["kind"] == "mind"
    assert verdict["verdict"]["points"] == [
        "s.csv (students) was refused on 26 Nov 2026, 05:00 UTC: no"
    ]


def test_why_a_file_was_refused_is_said_as_the_school_reads() -> None:
    row = {"source_name": "students", "file_name": "s.csv", "finished_at": NOW, "message": EMPTY}
    come = Facts(status=[STATUS], arrived=[arrived("students", 1)], refused=[row], rules=[AGE])
    french = language("fr")
    [said] = report_model(come, None, None, NOW, speak=french)["verdict"]["points"]
    assert said.endswith(french.known(EMPTY))
    outcome = Outcome(NOW, "load", EMPTY)
    title = report_model(come, None, outcome, NOW, speak=french)["verdict"]["text"]
    assert french.known(EMPTY) in title


def test_a_source_is_late_from_the_day_after_its_last_good_one() -> None:
    facts = Facts(
        status=[{**STATUS, "data_until": date(2026, 11, 22)}],
        arrived=[arrived("sessions", 2), arrived("students", 1)],
        rules=[
            {**AGE, "source_name": "sessions", "green_until": NOW.date()},
            {**AGE, "green_until": NOW.date() - timedelta(days=1)},
        ],
    )
    build = Build(counts={"pass": 3}, findings=())
    page = report_model(facts, build, outcome=None, now=NOW)
    (table,) = section(page, "fresh")["charts"]
    assert [row[:2] for row in rows(table)] == [["sessions", "fresh"], ["students", "late"]]
    assert [row[-1] for row in rows(table)] == [None, "2026-11-22"]
    assert page["verdict"] == {
        "kind": "mind",
        "text": (
            "Usable, with one gap: the data of students has been out of date since 26 Nov 2026."
        ),
        "points": [
            "The data of students has been out of date since 26 Nov 2026. "
            "Whoever exports students: export it again.",
            "3 tests passed, 0 failed, 0 asked for a look.",
        ],
    }


def test_only_loads_since_the_run_began_are_new() -> None:
    outcome = Outcome(started=NOW)
    old, new = arrived("sessions", 2, NOW - timedelta(seconds=1)), arrived("students", 1)
    page = report_model(Facts(status=[STATUS], arrived=[old, new], rules=[AGE]), None, outcome, NOW)
    assert page["verdict"]["points"][0] == "New in this run: students."


def test_excluded_rows_are_missing_and_kept_ones_worth_a_look() -> None:
    issue = {
        "source_name": "sessions",
        "file_name": "s.csv",
        "meaning": "wrong",
        "records": 4,
        "examples": [1, 2, 3],
    }
    facts = Facts(
        status=[STATUS],
        rejected=[
            {
                "source_name": "students",
                "file_name": "a.csv",
                "reason": "extra-cell",
                "hint": "count",
                "records": 2,
                "examples": [7, 9],
            }
        ],
        issues=[
            {**issue, "outcome": "set_aside", "what_to_do": "Correct it."},
            {**issue, "outcome": "kept", "what_to_do": "Add a line to dbt_project/seeds/x.csv."},
        ],
    )
    balance, missing, kept = section(page_of(facts), "missing")["charts"]
    assert rows(balance) == [["students", 1, 1, 0, 0, 0]]
    assert rows(missing) == [
        [
            "students, line 7, 9",
            2,
            "The record cannot be read: extra cell.",
            "Whoever keeps a.csv: count.",
        ],
        ["sessions, record 1, 2, 3, …", 4, "wrong", "Whoever keeps s.csv: Correct it."],
    ]
    assert kept["folded"] == "closed"
    assert kept["title"].endswith(": 4")
    ((_, _, _, who),) = rows(kept)
    assert who == "The data team: Add a line to dbt_project/seeds/x.csv."


@pytest.mark.parametrize("code", ["fr", "ar"])
@pytest.mark.parametrize("looked", ["", ", as of 2026-06-30"])
def test_the_last_good_build_is_told_in_the_reader_s_words(code: str, looked: str) -> None:
    said = language(code).known(f"those of the last good build, of 29 Nov 2026, 15:56 UTC{looked}")
    assert "15:56" in said
    assert not re.search("Nov|as of|2026-06-30", said)
