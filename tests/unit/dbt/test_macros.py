"""Every macro of the dbt project is found by its name, described, and called by a test."""

import re
from pathlib import Path

from common.yaml_text import read_yaml
from loaders.contract.meaning import KEYS
from loaders.contract.vocabulary import vocabulary
from loaders.staging.gone import IDENTITY

DBT = Path("dbt_project")
ROOMS = sorted(path for path in (DBT / "macros").iterdir() if path.is_dir())
# Macros with a text per engine.
DISPATCHED = {
    name
    for path in (DBT / "macros").rglob("*.sql")
    for name in re.findall(r"macro default__(\w+)\(", path.read_text("utf-8"))
}
# Files of several short macros of one idea; any other is named after the first it holds.
SHARED = {
    *("after_a_run", "before_a_run", "days", "labels", "lists", "patterns", "periods"),
    *("postgres_tables", "school_settings", "spark_tables", "states", "texts", "thresholds"),
}

# Tested elsewhere: by the unit test of the one model that calls it, or by every build.
TESTED_BY = {
    "analysed": "every build: PostgreSQL refuses another statement there",
    "as_double": "unit test of graph_insights",
    "as_of_date": "unit tests of int_loads",
    "at_risk_reasons": "unit tests of student_engagement and call_list",
    "attendance_by_period": "unit tests of attendance_by_week and attendance_by_month",
    "bare_number": "the test of parse_percent",
    "broken_by_most": "test_other_inputs.py and test_sample_build.py",
    "broken_cells": "test_other_inputs.py and test_sample_build.py",
    "broken_rules": "unit test of data_quality_issues",
    "capitalised": "the test of readable_name",
    "cells_of": "unit test of stg_register_marks",
    "change_size": "unit test of headline_figures",
    "churn_flag": "unit tests of int_subscription_status",
    "churn_grace_days": "unit tests of int_subscription_status",
    "churn_progress_threshold": "unit tests of int_subscription_status",
    "churn_reason": "unit tests of int_subscription_status",
    "columns_landed": "tests/integration/dbt/test_nothing_loaded.py",
    "computed_once": "every build: PostgreSQL refuses another word there",
    "confirm_build": "tests/integration/dbt/test_student_changes.py",
    "date_orders": "unit tests of stg_sessions and stg_subscriptions",
    "ended_early": "unit tests of int_subscription_status and int_subscriptions",
    "forget_old_states": "tests/integration/dbt/test_student_changes.py",
    "gap_days": "unit tests of int_subscription_status and int_stays",
    "generate_schema_name": "tests/integration/dbt/test_sample_build.py",
    "in_binary_order": "unit tests of int_spellings and int_student_groups",
    "in_force": "tests/integration/dbt/test_retention.py",
    "in_utc": "unit tests of load_history and data_status",
    "is_remark": "unit tests of stg_students and stg_sessions",
    "java_pattern": "what a parser says of its callers",
    "joined_in_order": "unit tests of churn_by_cohort and int_student_states",
    "joined_keys": "unit test of stg_attendance_keys",
    "judgement": "unit test of headline_figures",
    "keys_not_held": "the data test that calls it, seen to fail without a key",
    "keys_promised": "the data test that calls it, seen to fail without a key",
    "likeness": "unit tests of int_people",
    "local_day": "the test of school_day",
    "marked_groups": "unit tests of int_marked_groups and int_past_groups",
    "matched_part": "the test of parse_date",
    "materialized": "every build: PostgreSQL refuses another word there",
    "marked_students": "unit tests of int_marked_students and int_past_students",
    "measured_students": "unit tests of int_measured_students and int_past_reasons",
    "metric_figures": "the data test that calls it, seen to fail",
    "minutes_of_interval": "the test of parse_minutes",
    "month_number": "the test of parse_date, and test_the_months_are_those_of_the_loader",
    "named_date": "the test of parse_date",
    "no_keys": "the test of real_key, and test_what_is_no_key_is_that_of_the_loader",
    "normalized": "the tests of clean_text and name_key",
    "postgres__apply_grants": "tests/integration/dbt/test_rights.py",
    "postgres__create_indexes": "keys asserted by tests/integration/dbt/test_sample_build.py",
    "postgres__get_columns_in_relation": "every unit test: it types its inputs",
    "postgres__get_table_columns_and_constraints": "keys asserted by test_sample_build.py",
    "prepare_states": "tests/integration/dbt/test_student_changes.py",
    "promised_keys": "the data test that calls it, seen to fail without a key",
    "real_date": "unit test of int_subscription_rows",
    "record_build": "tests/integration/dbt/test_student_changes.py",
    "replace_all": "the tests of clean_text and schedule_key",
    "require_landed_tables": "tests/integration/dbt/test_logins.py",
    "require_no_other_build": "tests/integration/dbt/test_logins.py",
    "require_own_login": "tests/integration/dbt/test_logins.py",
    "require_a_load": "tests/integration/dbt/test_nothing_loaded.py",
    "require_rows_here": "tests/integration/dbt/test_nothing_loaded.py",
    "require_tls": "tests/integration/services/test_tls.py",
    "rows_of_lists": "unit tests of the four models of issues",
    "say_what_is_broken": "tests/integration/dbt/test_other_inputs.py",
    "say_who_blocks": "tests/integration/dbt/test_logins.py",
    "say_what_to_map": "tests/integration/dbt/test_awkward_rows.py and test_sample_build.py",
    "school_time_zone": "the property test of what the readers land",
    "shares_a_word": "unit tests of int_corrected_subscriptions and int_people",
    "spark__apply_grants": "the builds of `make test-spark`",
    "spark__create_csv_table": "the builds of `make test-spark`",
    "spark__create_table_as": "the builds of `make test-spark`",
    "spark__get_empty_schema_sql": "the builds of `make test-spark`",
    "spark__load_csv_rows": "the builds of `make test-spark`",
    "spark__persist_constraints": "the builds of `make test-spark`",
    "spark_checks": "the builds of `make test-spark`",
    "spark_columns": "the builds of `make test-spark`",
    "spark_seed_columns": "the builds of `make test-spark`",
    "spark_type": "the builds of `make test-spark`",
    "spoken_date": "unit test of silent_groups",
    "states_that_count": "tests/integration/dbt/test_student_changes.py",
    "status_key": "unit tests of int_attendance_statuses",
    "status_reason": "unit tests of int_subscription_status",
    "steady_band": "unit test of headline_figures",
    "stored_by": "every build: PostgreSQL refuses another word there",
    "student_label": "unit tests of student_engagement",
    "student_place": "unit tests of int_inferred_expectations and student_months",
    "students_by_period": "unit tests of int_students_by_week and int_students_by_month",
    "subscriber": "unit tests of int_subscription_periods and int_corrected_subscriptions",
    "subscription_as_written": "unit test of stg_subscription_exports",
    "subscription_cells": "unit test of stg_subscription_exports",
    "subscription_identity": "the test of subscription_as_said, and that of the loader's list",
    "subscription_status": "unit tests of int_subscription_status and churn_sensitivity",
    "thousands": "unit tests of verdict_rules and tests/integration/dbt/test_sample_build.py",
    "unknown_keys": "tests/integration/dbt/test_other_inputs.py",
    "unreadable": "tests/integration/dbt/test_other_inputs.py",
    "value_on_day": "unit test of int_student_expectations",
    "values_in_order": "unit test of int_student_expectations",
    "week_ago": "unit tests of int_past_days and call_list",
    "whole_name": "unit test of stg_students",
    "word_meanings": "unit tests of the three models of statuses",
    "words_in_order": "the test of name_key",
    "year_month": "unit test of int_subscription_rows",
}


def macros(path: Path) -> dict[str, list[str]]:
    """Return the macros that a file holds, each with its arguments; one per engine counts once."""
    found = re.findall(r"{%-? *macro (\w+)\((.*?)\)", path.read_text("utf-8"), re.DOTALL)
    return {
        re.sub(rf"^(default|spark)__(?=({'|'.join(DISPATCHED)})$)", "", name): re.findall(
            r"(\w+)(?:=[\w']+)?", arguments
        )
        for name, arguments in found
    }


def test_every_macro_is_tested_on_awkward_inputs() -> None:
    tests = "".join(path.read_text("utf-8") for path in (DBT / "tests" / "macros").glob("*.sql"))
    called = set(re.findall(r"(\w+)\(", tests))
    named = {name for path in (DBT / "macros").rglob("*.sql") for name in macros(path)}
    assert named - called == set(TESTED_BY)


def test_every_file_begins_with_the_macro_it_is_named_after() -> None:
    for path in (DBT / "macros").rglob("*.sql"):
        assert path.parent in ROOMS
        if path.stem not in SHARED:
            assert next(iter(macros(path))) == path.stem


def test_every_room_describes_its_macros_and_their_arguments() -> None:
    for room in ROOMS:
        described = read_yaml((room / "_macros.yml").read_text("utf-8"))["macros"]
        # In the order of the files, so that a name leads to its file.
        held = [item for path in sorted(room.glob("*.sql")) for item in macros(path).items()]
        assert [
            (macro["name"], [argument["name"] for argument in macro.get("arguments", [])])
            for macro in described
        ] == held, room
        assert all(len(macro["description"]) > 20 for macro in described)


def test_what_is_no_key_is_that_of_the_loader() -> None:
    text = (DBT / "macros" / "cleaning" / "real_key.sql").read_text("utf-8")
    (words,) = re.findall(r"set words = \[(.*?)\]", text, re.DOTALL)
    headers = {
        name
        for source, columns in (*KEYS.items(), ("subscriptions", ("Student",)))
        for name, column in vocabulary().columns[source].items()
        if column in columns
    }
    assert set(re.findall(r"'(\w+)'", words)) == headers | vocabulary().totals


def test_the_weekdays_are_those_of_the_loader() -> None:
    text = (DBT / "macros" / "cleaning" / "without_weekday.sql").read_text("utf-8")
    (listed,) = re.findall(r"set weekdays = \[(.*?)\]", text, re.DOTALL)
    assert set(re.findall(r"'(\w+)'", listed)) == vocabulary().weekdays


def test_a_subscription_is_what_the_loader_takes_for_one() -> None:
    text = (DBT / "macros" / "cleaning" / "fingerprint.sql").read_text("utf-8")
    (listed,) = re.findall(r"return\(\[(.*?)\]\)", text, re.DOTALL)
    assert re.findall(r"'(\w+)'", listed) == [name.lower() for name in IDENTITY]


def test_what_sums_up_is_that_of_the_loader() -> None:
    text = (DBT / "macros" / "cleaning" / "sums_up.sql").read_text("utf-8")
    for name, words in (("totals", vocabulary().totals), ("counted", vocabulary().counted)):
        (listed,) = re.findall(rf"set {name} = \[(.*?)\]", text, re.DOTALL)
        assert set(re.findall(r"'(\w+)'", listed)) == words


def test_the_months_are_those_of_the_loader() -> None:
    text = (DBT / "macros" / "cleaning" / "parse_date.sql").read_text("utf-8")
    lines = re.findall(r"in \((.*?)\) then (\d+)", text)
    written = {word: int(month) for words, month in lines for word in re.findall(r"'(\w+)'", words)}
    assert written == vocabulary().months
