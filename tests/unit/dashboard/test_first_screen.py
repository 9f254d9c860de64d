"""The first screen says in words what marts.headline_figures decided."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from common.errors import UserError
from common.language import language
from dashboard.first.bands import bands
from dashboard.first.called import said as last_month_said
from dashboard.first.calls import reason
from dashboard.first.figures import Figure, Scope
from dashboard.first.gaps import usable
from dashboard.first.screen import targets
from dashboard.first.sparkline import sparkline
from dashboard.first.tiles import tiles
from dashboard.first.wording import Voice, sentence
from verdict.rules import Verdict

PRIVATE, SHARED = Voice(language("en"), is_shared=False), Voice(language("en"), is_shared=True)
JUNE, MAY = date(2026, 6, 1), date(2026, 5, 1)
NONE = {
    **dict.fromkeys(("part_before", "whole_before", "value_before", "value_year_before")),
    **{"change": None, "judgement": "unknown", "change_size": None, "left_out": 0},
}
ATTENDANCE = {
    **NONE,
    **{"figure": "attendance", "month": JUNE, "day": date(2026, 6, 30)},
    **{"part": 2310, "whole": 3084, "value": 0.749, "value_before": 0.753},
    **{"change": -0.004, "judgement": "steady", "change_size": "none"},
}
ENROLLED = {
    **NONE,
    **{"figure": "enrolled", "month": date(2026, 7, 1), "day": date(2026, 7, 6)},
    **{"part": 388, "whole": 412, "value": 412, "value_before": 405, "value_year_before": 380},
    **{"change": 0.017, "judgement": "better", "change_size": "small"},
}
LOST = {
    **NONE,
    **{"figure": "lost", "month": JUNE, "day": date(2026, 6, 30), "part": 18, "whole": 430},
    **{"value": 18, "part_before": 22, "value_before": 22, "left_out": 9},
    **{"change": -0.18, "judgement": "better", "change_size": "small"},
}
TO_CALL = {
    **NONE,
    **{"figure": "to_call", "month": date(2026, 7, 1), "day": date(2026, 7, 6)},
    **{"part": 9, "whole": 23, "value": 23, "value_before": 31, "value_year_before": 26},
    **{"change": -0.26, "judgement": "better", "change_size": "small"},
}
CAIRO = {"place": "Cairo", "campus": "Cairo", "last_marked_on": date(2026, 6, 12), "students": 40}
MOST = {"month": JUNE, "campus": "Sousse", "track": "Data", "lost": 6, "people": 31}


def scope(*rows: dict[str, Any], never_came: int = 3, silent: tuple[Any, ...] = ()) -> Scope:
    """The school with these figures, each with a month before."""
    figures = {
        row["figure"]: Figure(row, [(MAY, row["value_before"]), (row["month"], row["value"])])
        for row in rows
    }
    return Scope(None, figures, never_came, MOST, silent)


ALL = scope(ATTENDANCE, ENROLLED, LOST, TO_CALL)


def said(voice: Voice = PRIVATE, of: Scope = ALL) -> dict[str, str]:
    return {tile["name"]: " ".join(tile["lines"]) for tile in tiles(of, voice, {})}


def test_the_sentence_is_the_one_of_a_school_that_is_steady() -> None:
    assert sentence(ALL, PRIVATE) == (
        "In June students came to three of four sessions expected of them, as in May. "
        "18 were lost so far, 4 fewer than in May. 23 need a call."
    )
    assert sentence(ALL, Voice(language("fr"), is_shared=False)) == (
        "En juin, les étudiants sont venus à trois séances attendues sur quatre, comme en mai. "
        "18 sont perdus à ce jour, 4 de moins qu’en mai. 23 sont à appeler."  # noqa: RUF001
    )


@pytest.mark.parametrize(
    ("changed", "begin"),
    [
        ({"value": 0.97}, "In June students came to nearly all sessions"),
        ({"value": 0.02}, "In June students came to hardly any session"),
        ({"value": 0.52}, "In June students came to one of two sessions"),
        ({"value": 0.69}, "In June students came to two of three sessions"),
        ({"value": None}, "Nothing is known of attendance."),
        (
            {"change": -0.22, "judgement": "worse"},
            "In June students came to three of four sessions expected of them, 22 points less",
        ),
        (
            {"value_before": None},
            "In June students came to three of four sessions expected of them.",
        ),
    ],
)
def test_a_share_is_said_as_the_nearest_simple_one(changed: dict[str, Any], begin: str) -> None:
    assert sentence(scope({**ATTENDANCE, **changed}), PRIVATE).startswith(begin)


def test_each_number_has_its_day_its_base_and_what_it_was() -> None:
    assert [tile["title"] for tile in tiles(ALL, PRIVATE, {})] == [
        "Attendance, June",
        "Enrolled, 6 July",
        "Lost in June, so far",
        "To call, 6 July",
    ]
    assert said() == {
        "attendance": "2,310 of 3,084 expected. May: 75.3%.",
        "enrolled": "388 came lately. 6 June: 405. July 2025: 380.",
        "lost": "Of 430 (4.2%). May: 22. 9 more cannot be judged. Most: Sousse, Data, 6 of 31.",
        "to_call": (
            "9 new in seven days. 3 of them never came. 14 from before. 6 June: 31. July 2025: 26."
        ),
    }
    (to_call,) = tiles(scope(TO_CALL), PRIVATE, {})
    assert "polyline" in to_call["line"]


def test_who_was_reached_is_told_where_somebody_was() -> None:
    reached = replace(ALL, reached=5)
    before = "9 new in seven days. 3 of them never came. 14 from before."
    assert said(of=reached)["to_call"].startswith(f"{before} 5 reached lately. 6 June: 31.")
    assert "reached" not in said(SHARED, replace(ALL, reached=4))["to_call"]
    assert "reached" not in said(SHARED, replace(ALL, reached=20))["to_call"]


def test_what_came_of_last_months_calls_is_a_sentence() -> None:
    row = {"month": JUNE, "students": 41, "came_back": 18, "too_early": 0}
    assert last_month_said(row, language("en")) == (
        "41 students were called in June, and 18 came back."
    )
    assert last_month_said({**row, "students": 1, "too_early": 1}, language("en")) == (
        "1 student was called in June, and 18 came back. Of 1 it is too early to say."
    )


def test_good_and_bad_are_told_by_word_shape_and_colour_and_a_fall_by_its_size() -> None:
    fall = {**ATTENDANCE, "change": -0.22, "judgement": "worse", "change_size": "large"}
    unknown = {**LOST, "change": None, "judgement": "unknown"}
    badges = {
        (row["figure"], row["change"]): tile["badge"]
        for row in (ATTENDANCE, fall, ENROLLED, LOST, TO_CALL, unknown)
        for tile in tiles(scope(row), PRIVATE, {})
    }
    assert list(badges.values()) == [
        {"kind": "calm", "shape": "●", "word": "Steady"},
        {"kind": "bad", "shape": "▼▼", "word": "Much worse"},
        {"kind": "good", "shape": "▲", "word": "Better"},
        {"kind": "good", "shape": "▼", "word": "Better"},
        {"kind": "good", "shape": "▼", "word": "Better"},
        None,
    ]


def test_the_shared_screen_tells_of_no_small_group() -> None:
    few = scope(
        {**ENROLLED, "part": 409},  # three did not come
        {**LOST, "part": 3, "value": 3},
        {**TO_CALL, "part": 20, "value_before": 4},  # three from before
    )
    assert said(SHARED, few) == {
        "enrolled": "6 June: 405. July 2025: 380.",
        "lost": "May: 22. 9 more cannot be judged.",
        "to_call": "6 June: fewer than 5. July 2025: 26.",
    }
    assert sentence(few, SHARED).endswith("Fewer than 5 were lost so far. 23 need a call.")
    assert [tile["value"] for tile in tiles(few, SHARED, {})] == ["412", "fewer than 5", "23"]
    assert said(SHARED)["to_call"].startswith("9 new in seven days. 14 from before. 6 June: 31.")


def test_a_small_group_is_not_in_the_shared_line_either() -> None:
    lost = {**LOST, "value_before": 3, "part_before": 3}
    (private,), (shared,) = (tiles(scope(lost), voice, {}) for voice in (PRIVATE, SHARED))
    assert "polyline" in private["line"]
    assert shared["line"] == ""
    assert shared["badge"] is None


def test_a_target_is_reached_from_below_or_from_above() -> None:
    goals = {"attendance": 0.8, "enrolled": 412, "lost": 20, "to_call": 10}
    assert {tile["name"]: tile["target"] for tile in tiles(ALL, PRIVATE, goals)} == {
        "attendance": "Target 80.0%: not reached.",
        "enrolled": "Target 412: reached.",
        "lost": "Target 20: reached.",
        "to_call": "Target 10: not reached.",
    }


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("targets: {attendence: 1}", "`targets` has `attendence`: write one of attendance"),
        ("targets: {lost: few}", "the target of `lost` is `few`: write a number"),
        ("targets: 80%", "`targets` must be a mapping"),
    ],
)
def test_a_target_that_is_none_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, message: str
) -> None:
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    (tmp_path / "school.yml").write_text("targets: {attendance: 80%, lost: 20}\n")
    assert targets() == {"attendance": 0.8, "lost": 20}
    (tmp_path / "school.yml").write_text(written)
    with pytest.raises(UserError, match=message):
        targets()


def test_a_silent_campus_is_a_gap_although_every_rule_holds() -> None:
    verdict = Verdict("mind", "", ("Cairo …",), broken=({"rule": "silent"},))
    told = usable(verdict, scope(silent=(CAIRO,)), language("en"))
    assert (told["kind"], told["said"]) == ("mind", "Usable, with one gap.")
    assert told["first"] == (
        "Cairo: attendance stops on 12 June. Its students are not on the call list. "
        "Ask Cairo for its file."
    )
    # Of a campus where nothing is missing.
    good = usable(verdict, scope(), language("en"))
    assert (good["kind"], good["said"], good["more"]) == ("good", "Reliable.", "")


def test_a_broken_rule_is_told_in_the_school_s_language() -> None:
    rule = {"rule": "figure", "source_name": "subscriptions", "subject": "churn rate"}
    broken = ({**rule, "share": 0.4, "least_share": 0.9},)
    verdict = Verdict("bad", "", ("A test failed.", "Churn rate …"), broken=broken)
    told = usable(verdict, scope(), language("fr"))
    assert (told["kind"], told["said"]) == ("bad", "Ne vous fiez pas à ces chiffres.")
    assert (told["first"], told["more"]) == ("1 test a échoué.", "1 de plus")
    worst = usable(
        Verdict("bad", "", ("Churn rate …",), broken=broken), scope(silent=(CAIRO,)), language()
    )
    assert (worst["first"], worst["more"]) == (
        "Churn rate: 40.0% can be judged. At least 90.0% are needed.",
        "1 more",
    )
    alone = usable(Verdict("mind", "", ("Churn rate …",), broken=broken), scope(), language("fr"))
    assert alone["first"] == (
        "Taux d’abandon\u00a0: 40,0\u00a0% peuvent être jugés. Il en faut au moins 90,0\u00a0%."  # noqa: RUF001
    )


def test_a_line_has_a_gap_where_nothing_is_known() -> None:
    drawn = sparkline([1, 2, None, 3, 4], "<words>", goal=2)
    assert drawn.count("<polyline") == 3
    assert "&lt;words&gt;" in drawn
    assert sparkline([None, 4], "") == ""


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("never_attended", "Never came: 7 sessions were held since the start."),
        ("missed_in_a_row", "Missed 1 session in a row."),
        ("absent_for_long", "Not seen for 30 days while sessions were held."),
        ("low_attendance", "Came to 3 of 10 sessions."),
        ("falling_attendance", "Comes less: lately to 1 of 6 sessions, before to 9 of 11."),
    ],
)
def test_why_somebody_needs_a_call_is_said_in_words(why: str, words: str) -> None:
    person = {
        **{"sessions_missed": 7, "sessions_missed_in_a_row": 1, "days_since_last_attended": 30},
        **{"sessions_attended": 3, "sessions_taken": 10, "recent_sessions_attended": 1},
        **{"recent_sessions_taken": 6, "earlier_sessions_attended": 9},
    }
    found = reason({**person, "earlier_sessions_taken": 11, "at_risk_reason": why}, language("en"))
    assert found == words


def test_the_screen_says_what_is_called_steady() -> None:
    assert bands(language("en")) == (
        "Steady is a change of less than 1 point in attendance, 1% of the enrolled, and 10% of "
        "the lost or of those to call. 5 times that is much better or much worse."
    )
