"""Every macro of the dbt project is called by a test of its own."""

import re
from pathlib import Path

DBT = Path("dbt_project")

# Tested elsewhere: by the unit test of the one model that calls it, or by every build.
TESTED_BY = {
    "attendance_by_period": "unit tests of attendance_by_week and attendance_by_month",
    "broken_rules": "unit test of data_quality_issues",
    "build_inputs": "tests/integration/dbt/test_build_on_top.py",
    "build_state": "tests/integration/dbt/test_build_on_top.py",
    "changed_inputs": "tests/integration/dbt/test_build_on_top.py",
    "churn_early_progress": "unit tests of int_subscription_status",
    "churn_flag": "unit tests of int_subscription_status",
    "churn_grace_days": "unit tests of int_subscription_status",
    "churn_progress_threshold": "unit tests of int_subscription_status",
    "churn_reason": "unit tests of int_subscription_status",
    "contract_columns": "keys asserted by tests/integration/dbt/test_sample_build.py",
    "contract_keys": "keys asserted by tests/integration/dbt/test_sample_build.py",
    "course_key": "unit tests of int_session_groups and int_student_course_months",
    "forget_old_states": "tests/integration/dbt/test_student_changes.py",
    "generate_schema_name": "tests/integration/dbt/test_sample_build.py",
    "grant_statements": "tests/integration/dbt/test_rights.py",
    "in_force": "tests/integration/dbt/test_retention.py",
    "is_one_step_behind": "tests/integration/dbt/test_build_on_top.py",
    "join_course_day": "unit test of int_student_expectations",
    "keep_role": "tests/integration/dbt/test_rights.py",
    "materialization_table_postgres": "tests/integration/dbt/test_build_on_top.py",
    "mend_attendance": "tests/integration/dbt/test_build_on_top.py",
    "mend_attendance_details": "tests/integration/dbt/test_build_on_top.py",
    "mend_by_key": "tests/integration/dbt/test_build_on_top.py",
    "mend_data_quality_issues": "tests/integration/dbt/test_build_on_top.py",
    "mend_int_attendance": "tests/integration/dbt/test_build_on_top.py",
    "newest_load": "tests/integration/dbt/test_freshness.py",
    "null_tokens_pattern": "clean_text, the one macro that calls it",
    "postgres__apply_grants": "tests/integration/dbt/test_rights.py",
    "postgres__create_indexes": "keys asserted by tests/integration/dbt/test_sample_build.py",
    "postgres__create_table_as": "every table of tests/integration/dbt/test_sample_build.py",
    "prepare_build_versions": "tests/integration/dbt/test_build_on_top.py",
    "promised_keys": "the data test that calls it, seen to fail without a key",
    "record_build": "tests/integration/dbt/test_build_on_top.py",
    "require_a_load": "tests/integration/dbt/test_nothing_loaded.py",
    "require_tls": "tests/integration/services/test_tls.py",
    "say_what_to_map": "tests/integration/dbt/test_awkward_rows.py and test_sample_build.py",
    "student_label": "unit tests of student_engagement",
    "students_by_period": "unit tests of int_students_by_week and int_students_by_month",
    "subscription_status": "unit tests of int_subscription_status and churn_sensitivity",
    "upstream_sources": "tests/integration/dbt/test_build_on_top.py",
    "worked_out_once": "every build: PostgreSQL refuses another word there",
}


def test_every_macro_is_tested_on_awkward_inputs() -> None:
    tests = "".join(path.read_text("utf-8") for path in (DBT / "tests" / "macros").glob("*.sql"))
    called = set(re.findall(r"(\w+)\(", tests))
    macros = {path.stem for path in (DBT / "macros").glob("*.sql")}
    assert macros - called == set(TESTED_BY)


def test_every_file_holds_one_macro_of_its_name() -> None:
    for path in (DBT / "macros").glob("*.sql"):
        named = re.findall(r"{%-? *(?:macro|materialization) (\w+)", path.read_text("utf-8"))
        if path.stem == "materialization_table_postgres":
            assert named == ["table"]
        else:
            assert named in ([path.stem], [path.stem, f"default__{path.stem}"])
