"""What the models need of the contract and of school.yml is in `staging`, with each load."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from loaders.contract.model import Source
from loaders.staging import settings
from tests.integration.loaders.conftest import Load, Rows

Query = Callable[[str], Rows]
Contract = Callable[[str], tuple[Source, ...]]

SOURCES = """
sources:
  attendance:
    files: "*.csv"
    columns: [a, b]
    date_order: ORDER
    progress: fraction
    statuses: {"P": attended, "0": missed}
    cancel_ends: period
    gone_means: lost
    join: [a]
    max_age: 0
    max_silence: 30
    group_silence: {Cairo: 40}
"""
BY_LOAD = "select load_id, setting, column_name, value from staging.load_settings order by 1, 2, 3"
BY_SCHOOL = (
    "select setting, key, value from staging.school_settings where source <> 'school' order by 1, 2"
)


def test_each_load_keeps_how_it_was_written(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    (inbox / "a.csv").write_text("a,b\n1,2\n")
    load(contract(SOURCES.replace("ORDER", "day_first")))
    (inbox / "a.csv").write_text("a,b\n3,4\n")
    load(contract(SOURCES.replace("ORDER", "{a: iso, b: month_first}")))
    first, second = (
        load_id for (load_id,) in query("select load_id from staging.loads order by 1")
    )
    assert query(BY_LOAD) == [
        (first, "date_order", None, "day_first"),
        (first, "progress", None, "fraction"),
        (second, "date_order", "a", "iso"),
        (second, "date_order", "b", "month_first"),
        (second, "progress", None, "fraction"),
    ]


def test_words_are_explained_again_without_a_new_file(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    (inbox / "a.csv").write_text("a,b\n1,2\n")
    text = SOURCES.replace("ORDER", "iso")
    load(contract(text))
    explained = [
        ("cancel_ends", "", "period"),
        ("gone_means", "", "lost"),
        ("group_silence", "Cairo", "40"),
        ("join", "a", None),
        ("max_age", "days", "0"),
        ("max_silence", "days", "30"),
        ("statuses", "0", "missed"),
        ("statuses", "P", "attended"),
    ]
    assert query(BY_SCHOOL) == explained
    load(contract(text.replace('"0": missed', '"0": excused')))
    assert query(BY_SCHOOL)[6] == ("statuses", "0", "excused")
    assert query("select count(*) from staging.loads") == [(1,)]


def test_words_are_kept_once_of_a_source_in_parts(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    for month in (5, 6):
        (inbox / f"attendance 2026-0{month}.csv").write_text(f"a,b\n1,{month}\n")
    load(contract(SOURCES.replace("ORDER", "iso\n    mode: parts")))
    assert query("select count(*) from staging.loads where status = 'landed'") == [(2,)]
    assert len(query(BY_SCHOOL)) == 8


def test_a_year_that_dates_do_not_name_is_known_for_twelve_months(
    load: Load, inbox: Path, query: Query, contract: Contract
) -> None:
    sources = contract(SOURCES.replace("ORDER", "iso\n    dates_from: 2025-09-01"))
    for day in ("2026-06-30", "2026-09-01"):
        (inbox / "a.csv").write_text(f"a,b\n04 mai,{day}\n")
        load(sources, as_of=date.fromisoformat(day))
    told = "select load_id, value from staging.load_settings where setting = 'dates_from'"
    assert query(told) == query("select min(load_id), '2025-09-01' from staging.loads")


def test_the_time_zone_is_the_school_s(
    load: Load, inbox: Path, query: Query, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "a.csv").write_text("a,b\n1,2\n")
    zone = "select value from staging.school_settings where setting = 'time_zone'"
    load(contract(SOURCES.replace("ORDER", "iso")))
    assert query(zone) == []
    monkeypatch.setattr(settings, "time_zone", lambda: ZoneInfo("Africa/Cairo"))
    load(contract(SOURCES.replace("ORDER", "iso")))
    assert query(zone) == [("Africa/Cairo",)]


def test_older_warehouse_takes_a_choice_that_it_did_not_know_of(
    load: Load,
    inbox: Path,
    query: Query,
    contract: Contract,
    connection: psycopg.Connection[Any],
) -> None:
    (inbox / "a.csv").write_text("a,b\n1,2\n")
    load(contract(SOURCES.replace("ORDER", "iso").replace("cancel_ends: period", "")))
    connection.execute(
        "alter table staging.school_settings add constraint school_settings_setting_check"
        " check (setting <> 'cancel_ends')"
    )
    load(contract(SOURCES.replace("ORDER", "iso")))
    assert ("cancel_ends", "", "period") in query(BY_SCHOOL)
