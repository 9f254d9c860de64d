"""The verdict is green only where every rule holds; each rule that does not is seen to fail it."""

from datetime import date
from typing import Any

import pytest

from verdict.last_build import Build, Finding
from verdict.rules import judge

TODAY = date(2026, 7, 7)
GOOD = "The figures are up to date and passed their tests."
AGE = {
    **{"source_name": "students", "rule": "age", "subject": "age", "colour": "green"},
    **{"green_until": date(2026, 7, 7), "amber_until": date(2026, 7, 21), "accepted_until": None},
    **{"share": None, "least_share": None, "finding": "young", "who_mends": "Whoever exports it"},
}
CHURN = {
    **{"source_name": "subscriptions", "rule": "figure", "subject": "churn rate"},
    **{"colour": "green", "green_until": None, "amber_until": None, "accepted_until": None},
    **{"share": 0.95, "least_share": 0.9, "finding": "churn rate: 15 of 80 can be judged"},
    "who_mends": "Whoever exports subscriptions: complete dates",
}
SAID = "churn rate: 15 of 80 can be judged (at least 90% are needed)"


def build(is_error: bool, stays: str | None = None, owner: str = "Data team") -> Build:
    found = Finding(is_error, "marts.students", "A key is there twice.", "", owner, 1)
    return Build({"pass": 3}, (found,), stays)


def test_green_where_everything_holds() -> None:
    verdict = judge([AGE, CHURN], build(is_error=False), TODAY)
    assert (verdict.kind, verdict.text, verdict.points) == ("good", GOOD, ())


@pytest.mark.parametrize(("colour", "kind"), [("amber", "mind"), ("red", "bad")])
def test_a_rule_that_does_not_hold_is_named_with_who_mends_it(colour: str, kind: str) -> None:
    verdict = judge([AGE, {**CHURN, "colour": colour}], None, TODAY)
    assert verdict.kind == kind
    assert verdict.text.endswith(f": {SAID}.")
    assert verdict.points == (f"C{SAID[1:]}. Whoever exports subscriptions: complete dates.",)


@pytest.mark.parametrize(
    ("day", "kind"), [(TODAY, "good"), (date(2026, 7, 8), "mind"), (date(2026, 7, 22), "bad")]
)
def test_data_ages_although_nothing_is_built(day: date, kind: str) -> None:
    assert judge([AGE, CHURN], None, day).kind == kind


def test_the_worst_comes_first_and_the_others_are_counted() -> None:
    rules: list[dict[str, Any]] = [
        {**CHURN, "colour": "amber", "finding": "one"},
        {**CHURN, "colour": "red", "finding": "two"},
    ]
    verdict = judge(rules, None, TODAY)
    assert verdict.kind == "bad"
    assert verdict.text == (
        "Do not rely on the figures: two (at least 90% are needed) (and 1 more)."
    )
    assert [point[:3] for point in verdict.points] == ["Two", "One"]


@pytest.mark.parametrize(
    ("until", "kind"), [(TODAY, "good"), (date(2026, 7, 6), "bad"), (None, "bad")]
)
def test_an_accepted_lack_is_a_line_without_colour_until_its_day(
    until: date | None, kind: str
) -> None:
    verdict = judge([AGE, {**CHURN, "colour": "red", "accepted_until": until}], None, TODAY)
    assert verdict.kind == kind
    assert bool(verdict.accepted) == (kind == "good")
    if verdict.accepted:
        assert verdict.accepted == (("churn rate", f"C{SAID[1:]}: accepted until 7 Jul 2026."),)


@pytest.mark.parametrize("until", [TODAY, None])
def test_what_is_not_filled_in_is_told_under_the_figure_that_hangs_on_it(
    until: date | None,
) -> None:
    progress = {
        **{**CHURN, "rule": "filled", "subject": "progress column", "colour": "amber"},
        **{"accepted_until": until, "finding": "progress column: 0 of 80", "least_share": 0.5},
    }
    mapped = {**CHURN, "rule": "mapped", "subject": "country", "colour": "amber"}
    verdict = judge([progress, mapped], None, TODAY)
    found = verdict.accepted if until else verdict.lacks
    said = "Progress column: 0 of 80 (at least 50% are needed)"
    more = ": accepted until 7 Jul 2026." if until else "."
    assert found == (("churn rate", said + more),)


def test_old_data_that_is_accepted_says_since_when_it_is_old() -> None:
    old = {**AGE, "green_until": date(2026, 1, 1), "amber_until": date(2026, 1, 9)}
    verdict = judge([{**old, "accepted_until": TODAY}], None, TODAY)
    told = "The data of students has been out of date since 2 Jan 2026: accepted until 7 Jul 2026."
    assert (verdict.kind, verdict.accepted) == ("good", (("age", told),))


def test_a_test_that_failed_is_red_unless_other_figures_are_read() -> None:
    failed = judge([AGE, CHURN], build(is_error=True), TODAY)
    assert failed.kind == "bad"
    assert failed.points == ("A test failed: marts.students: A key is there twice. Data team.",)
    assert judge([AGE, CHURN], build(is_error=True, stays="of May"), TODAY).kind == "good"
    (nobodys,) = judge([AGE, CHURN], build(is_error=True, owner=""), TODAY).points
    assert nobodys == "A test failed: marts.students: A key is there twice."


def test_a_silent_campus_is_a_gap_although_every_rule_holds() -> None:
    silent = {
        **{**CHURN, "rule": "silent", "subject": "Cairo", "colour": "amber", "share": None},
        **{"finding": "Cairo: attendance stops on 12 June 2026"},
        "who_mends": "Ask Cairo for its file",
    }
    verdict = judge([AGE, silent], None, TODAY)
    assert (verdict.kind, verdict.text) == (
        "mind",
        "Usable, with one gap: Cairo: attendance stops on 12 June 2026.",
    )
    assert verdict.points == ("Cairo: attendance stops on 12 June 2026. Ask Cairo for its file.",)
    more = judge([silent, {**silent, "subject": "Tunis"}], None, TODAY)
    assert more.text.startswith("Usable, with 2 gaps. The first: Cairo")


def test_without_any_rule_nothing_is_green() -> None:
    assert judge([], build(is_error=False), TODAY).kind == "mind"
