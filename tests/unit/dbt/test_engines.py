"""Every macro with a text per engine has both, and each is SQL of its engine."""

import functools
import re
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest
from sqlfluff.core import Linter

from common.yaml_text import read_yaml
from tests.unit.dbt.test_macros import DBT, DISPATCHED

# Databricks is the dialect of Spark that sqlfluff knows best.
DIALECTS = {"default": "postgres", "spark": "databricks"}
# How each is called, and where what it writes belongs.
CALLS: dict[str, tuple[tuple[Any, ...], str]] = {
    "analysed": ((), "{}"),
    "as_double": (("number",), "select {} from t"),
    "as_text": (("number",), "select {} from t"),
    "capitalised": (("name",), "select {} from t"),
    "cells_of": (("t.cells",), "select * from {} as cells (key, value)"),
    "computed_once": ((), "select * from t {}"),
    "days_between": (("day", "another_day"), "select {} from t"),
    "exact_number": (("name",), "select {} from t"),
    "in_binary_order": (("name",), "select * from t order by {} asc nulls last"),
    "in_utc": (("moment",), "select {} from t"),
    "joined_in_order": (("name", ", ", "day desc, name asc"), "select {} from t"),
    "keyed_digest": (("name",), "select {} from t"),
    "local_day": (("name", "'Africa/Tunis'"), "select {} from t"),
    "matched_part": (("name", "^([0-9]+)'", 1, True), "select {} from t"),
    "matches": (("name", "[[:alnum:]]+\\s$", True), "select * from t where not {}"),
    "materialized": ((), "with t as {} (select 1 as one) select * from t"),
    "minutes_of_interval": (("name",), "select {} from t"),
    "normalized": (("name", "nfkd"), "select {} from t"),
    "period_spine": (("month", "min(day)", "max(day)"), "select {} as day from t"),
    "replace_all": (("name", "([0-9]+)'", "\\1 ", False), "select {} from t"),
    "rows_of_lists": (
        ("lists", {"a": ["1", "2"], "b": ["x", "y"]}),
        "select * from {}",
    ),
    "shares_a_word": (("name", "another_name"), "select * from t where {}"),
    "spoken_date": (("day",), "select {} from t"),
    "stored_by": (("name",), "select * from t {}"),
    "text_literal": (("d'Arc \\N",), "select {} as name"),
    "thousands": (("number",), "select {} from t"),
    "value_on_day": (("numbers", "days", "day"), "select {} from t"),
    "values_in_order": (("number", "day"), "select {} from t"),
    "words_in_order": (("name", "[-\\s]+"), "select {} from t"),
}
# They ask the warehouse while they write, or change it: on PostgreSQL, tests/integration/dbt.
ASKING = {
    *("columns_landed", "forget_old_states", "keys_not_held", "prepare_states", "record_build"),
}


# The models are held to it by `make lint`.
BOUNCER = Path("dbt-bouncer.yml")


def written(engine: str, name: str) -> str:
    """What a macro writes for an engine."""
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    text = "".join(
        path.read_text("utf-8")
        for room in ("adapter", "reporting")
        for path in sorted((DBT / "macros" / room).glob("*.sql"))
    )
    macros: dict[str, Any] = {}

    def dispatch(macro: str) -> Any:
        return macros[f"{engine}__{macro}"]

    context = {"adapter": SimpleNamespace(dispatch=dispatch), "this": "marts.students"}
    macros |= vars(environment.from_string(text).make_module(context))
    arguments, place = CALLS[name]
    return place.format(macros[name](*arguments))


@functools.cache
def linter(dialect: str) -> Linter:
    return Linter(dialect=dialect)


def test_every_text_per_engine_is_there_for_both() -> None:
    texts = "".join(path.read_text("utf-8") for path in (DBT / "macros").rglob("*.sql"))
    for name in DISPATCHED:
        assert re.search(rf"macro spark__{name}\(", texts), name
    assert set(CALLS) | ASKING == DISPATCHED


@pytest.mark.parametrize("engine", DIALECTS)
@pytest.mark.parametrize("name", CALLS)
def test_what_a_macro_writes_is_sql_of_its_engine(name: str, engine: str) -> None:
    sql = written(engine, name)
    if sql.strip():
        assert linter(DIALECTS[engine]).parse_string(sql).violations == []


def law(word: str) -> re.Pattern[str]:
    """The pattern of a law about code; dbt-bouncer holds it against a model from its beginning."""
    laws = read_yaml(BOUNCER.read_text("utf-8"))["manifest_checks"]
    (found,) = [law for law in laws if word in law.get("description", "")]
    return re.compile(found["regexp_pattern"], re.DOTALL)


def test_no_test_of_the_dbt_project_is_of_one_engine() -> None:
    pattern = law("PostgreSQL")
    assert pattern.match("select *\nfrom names\nwhere name ~* '^[a-z]'")
    assert pattern.match("count(*) filter (where is_there) over (partition by name)")
    # Spark takes these, and gives something else.
    assert pattern.match("select concat(first_name, last_name)\nfrom names")
    assert pattern.match("select to_date(day, 'YYYY-MM-DD')\nfrom names")
    assert not pattern.match("select concat_ws(' ', first_name, last_name)\nfrom names")
    for path in (DBT / "tests").rglob("*.sql"):
        text = path.read_text("utf-8")
        if "adapter.type()" not in text:
            assert not pattern.match(text), path
    for room in ("cleaning", "guard", "reporting", "rules"):
        for path in (DBT / "macros" / room).glob("*.sql"):
            assert not pattern.match(path.read_text("utf-8")), path


def test_no_model_reads_the_clock() -> None:
    assert law("Time is an input").match("select *\nfrom days\nwhere day = current_date")


def test_no_join_works_out_a_text_without_accents() -> None:
    pattern = law("accents")
    join = "select *\nfrom calls\nleft join words on {} = words.word_key"
    assert pattern.match(join.format("{{ status_key('calls.word') }}"))
    assert not pattern.match(join.format("calls.word_key"))


def test_moments_of_unit_tests_have_seconds_before_their_zone() -> None:
    """Spark reads no others: it takes them for nothing."""
    short = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d[+-]\d")
    for path in (DBT / "models").rglob("*.yml"):
        assert not short.search(path.read_text("utf-8")), path


def test_freshness_asks_for_no_moment_of_the_first_day_there_is() -> None:
    """Spark's client shifts it by a zone, into a year that Python has not."""
    text = (DBT / "models" / "staging" / "_sources.yml").read_text("utf-8")
    moments = re.findall(r"timestamp '([^']+)'", text)
    assert moments
    for moment in moments:
        assert datetime.fromtimestamp(datetime.fromisoformat(moment).timestamp())
