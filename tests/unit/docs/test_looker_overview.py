"""The short way into Looker Studio: twenty actions, whose fields its query has."""

import re
from pathlib import Path

from dashboard.spec.marts import read_marts

PAGE = Path("docs/looker_studio.md").read_text("utf-8")
SHORT = PAGE.partition("## The first page in twenty actions")[2].partition("## The whole report")[0]
ACTIONS = re.findall(r"^(\d+)\. (.+)$", SHORT, re.MULTILINE)
FIELDS = dict(re.findall(r'^    (\w+) as "(.+?)",?$', SHORT, re.MULTILINE))


def test_there_are_twenty_actions_and_at_most_five_charts() -> None:
    assert [int(number) for number, _ in ACTIONS] == list(range(1, 21))
    charts = [text for _, text in ACTIONS if text.startswith("*Add a chart*")]
    assert len(charts) == 5


def test_an_action_names_what_the_query_has() -> None:
    named = {name for _, text in ACTIONS for name in re.findall(r"\*\*(.+?)\*\*", text)}
    assert len(named) == 10
    assert named <= set(FIELDS.values())


def test_the_query_has_the_columns_of_its_mart() -> None:
    columns = read_marts()["looker_overview"].columns
    assert list(FIELDS) == list(columns)
    assert not any(column.personal for column in columns.values())


def test_the_guide_begins_with_the_short_way_and_says_how_long_it_takes() -> None:
    first, short, long = (PAGE.index(text) for text in ("quarter of an hour", SHORT, "## Connect"))
    assert first < short < long
