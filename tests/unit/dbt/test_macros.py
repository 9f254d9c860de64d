"""Every macro of the dbt project is called by a test of its own."""

import re
from pathlib import Path

DBT = Path("dbt_project")

# Tested elsewhere: by the unit test of the one model that calls it, or by every build.
TESTED_BY = {
    "attendance_by_period": "unit tests of attendance_by_week and attendance_by_month",
    "broken_rules": "unit test of data_quality_issues",
    "churn_early_progress": "unit tests of int_subscription_status",
    "churn_flag": "unit tests of int_subscription_status",
    "churn_grace_days": "unit tests of int_subscription_status",
    "churn_progress_threshold": "unit tests of int_subscription_status",
    "churn_reason": "unit tests of int_subscription_status",
    "course_key": "unit tests of int_session_groups and int_student_course_months",
    "forget_old_states": "tests/integration/dbt/test_student_changes.py",
    "generate_schema_name": "tests/integration/dbt/test_sample_build.py",
    "in_force": "tests/integration/dbt/test_retention.py",
    "join_course_day": "unit test of int_student_expectations",
    "keep_role": "tests/integration/dbt/test_rights.py",
    "materialized": "every build: PostgreSQL refuses another word there",
    "newest_load": "tests/integration/dbt/test_freshness.py",
    "null_tokens_pattern": "clean_text, the one macro that calls it",
    "postgres__apply_grants": "tests/integration/dbt/test_rights.py",
    "postgres__create_indexes": "keys asserted by tests/integration/dbt/test_sample_build.py",
    "postgres__get_table_columns_and_constraints": "keys asserted by test_sample_build.py",
    "promised_keys": "the data test that calls it, seen to fail without a key",
    "require_a_load": "tests/integration/dbt/test_nothing_loaded.py",
    "require_tls": "tests/integration/services/test_tls.py",
    "say_what_to_map": "tests/integration/dbt/test_awkward_rows.py and test_sample_build.py",
    "student_label": "unit tests of student_engagement",
    "students_by_period": "unit tests of int_students_by_week and int_students_by_month",
    "subscription_status": "unit tests of int_subscription_status and churn_sensitivity",
}


def test_every_macro_is_tested_on_awkward_inputs() -> None:
    tests = "".join(path.read_text("utf-8") for path in (DBT / "tests" / "macros").glob("*.sql"))
    called = set(re.findall(r"(\w+)\(", tests))
    macros = {path.stem for path in (DBT / "macros").glob("*.sql")}
    assert macros - called == set(TESTED_BY)


def test_every_file_holds_one_macro_of_its_name() -> None:
    for path in (DBT / "macros").glob("*.sql"):
        named = re.findall(r"{%-? *macro (\w+)", path.read_text("utf-8"))
        assert {re.sub("^(default|postgres)__", "", name) for name in named} in (
            {path.stem},
            {path.stem.removeprefix("postgres__")},
        )
