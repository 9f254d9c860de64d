"""The sample through `make load && dbt build`, against facts worked out apart from dbt."""

import subprocess

from tests.integration.dbt.conftest import Command, Query
from tests.integration.dbt.oracle import (
    attended_pairs,
    expected_verdicts,
    known_ids,
)

MART_COLUMNS = {
    "students": [("student_id", "text"), ("name", "text"), ("email", "text")],
    "sessions": [
        ("session_id", "text"),
        ("date", "date"),
        ("duration", "integer"),
        ("module", "text"),
    ],
    "attendance": [("student_id", "text"), ("session_id", "text")],
}

CONSTRAINTS = {
    ("students", "p", "{student_id}", None),
    ("sessions", "p", "{session_id}", None),
    ("attendance", "p", "{student_id,session_id}", None),
    ("attendance", "f", "{student_id}", "students"),
    ("attendance", "f", "{session_id}", "sessions"),
    ("subscriptions", "p", "{subscription_id}", None),
    ("subscriptions", "f", "{student_id}", "students"),
    ("data_quality_issues", "p", "{load_id,source_row,rule}", None),
    ("attendance_details", "p", "{student_id,session_id}", None),
    ("student_engagement", "p", "{student_id}", None),
    ("student_engagement", "f", "{student_id}", "students"),
    ("session_engagement", "p", "{session_id}", None),
    ("session_engagement", "f", "{session_id}", "sessions"),
    ("module_engagement", "p", "{module}", None),
    ("attendance_by_week", "p", "{week,module,country_name}", None),
    ("attendance_by_month", "p", "{month,module,country_name}", None),
    ("attendance_cohorts", "p", "{cohort_month,months_since_first,country_name}", None),
    ("data_status", "p", "{source_name}", None),
}


def test_build_passes_and_warns_of_unmapped_schedules_only(
    built_sample: subprocess.CompletedProcess[str],
) -> None:
    assert built_sample.returncode == 0, built_sample.stdout
    warned = [line for line in built_sample.stdout.splitlines() if " WARN " in line]
    assert len(warned) == 1
    assert "every_schedule_is_mapped" in warned[0]


def test_marts_have_the_promised_columns(
    built_sample: subprocess.CompletedProcess[str], query: Query
) -> None:
    for mart, columns in MART_COLUMNS.items():
        found = query(
            "select column_name, data_type from information_schema.columns"
            f" where table_schema = 'marts' and table_name = '{mart}' order by ordinal_position"
        )
        assert found == columns


def test_keys_are_real_after_building_twice(
    built_sample: subprocess.CompletedProcess[str], dbt: Command, query: Query
) -> None:
    before = _contents(query)
    assert dbt("build").returncode == 0
    found = query(
        """
        select
            conrelid::regclass::text,
            contype,
            array(
                select attname from unnest(conkey) with ordinality as keys (attnum, place)
                inner join pg_attribute on attrelid = conrelid and pg_attribute.attnum = keys.attnum
                order by place
            )::text,
            confrelid::regclass::text
        from pg_constraint
        where connamespace = 'marts'::regnamespace and contype in ('p', 'f')
        """
    )
    bare = {
        (table.removeprefix("marts."), kind, keys, None if to == "-" else to.removeprefix("marts."))
        for table, kind, keys, to in found
    }
    assert bare == CONSTRAINTS
    assert _contents(query) == before


def test_attendance_is_every_known_pair_once(
    built_sample: subprocess.CompletedProcess[str], query: Query
) -> None:
    students = known_ids(query("select student_id from staging.raw_students"))
    sessions = known_ids(query("select session_id from staging.raw_sessions"))
    landed = query("select student_id, session_id from staging.raw_attendance")
    assert set(query("select student_id, session_id from marts.attendance")) == attended_pairs(
        landed, students, sessions
    )


def test_churn_follows_the_rule_for_every_subscription(
    built_sample: subprocess.CompletedProcess[str], query: Query
) -> None:
    landed = query(
        """
        select
            kept.subscription_id,
            raw."SubscriptionEndDate",
            raw."SubscriptionProgress",
            raw."SubscriptionHasDiploma",
            raw."DiplomaDate"
        from intermediate.int_subscriptions as kept
        inner join staging.raw_subscriptions as raw
            on kept.load_id = raw._load_id and kept.source_row = raw._source_row
        where kept.outcome = 'kept'
        """
    )
    verdicts = query("select subscription_id, churn_flag, churn_reason from marts.subscriptions")
    assert {key: (flag, reason) for key, flag, reason in verdicts} == expected_verdicts(landed)
    assert {reason for _, _, reason in verdicts} == {
        "ended_without_diploma",
        "still_running",
        "has_diploma",
        "progress_reached",
        "end_date_unknown",
        "outcome_unknown",
    }


def test_every_landed_row_is_kept_or_listed_once(
    built_sample: subprocess.CompletedProcess[str], query: Query
) -> None:
    for source in ("students", "sessions", "attendance", "subscriptions"):
        ((landed,),) = query(f"select count(*) from staging.raw_{source}")
        ((kept,),) = query(f"select count(*) from marts.{source}")
        ((dropped,),) = query(
            "select count(distinct source_row) from marts.data_quality_issues"
            f" where source_name = '{source}' and outcome != 'kept'"
        )
        assert landed == kept + dropped
        assert dropped > 0


def test_no_name_or_address_stands_in_the_list_of_issues(
    built_sample: subprocess.CompletedProcess[str], query: Query
) -> None:
    people = query("select name from marts.students union select email from marts.students")
    personal = {text for (text,) in people if text}
    shown = query("select value_shown from marts.data_quality_issues")
    assert personal.isdisjoint({value for (value,) in shown})
    assert not [value for (value,) in shown if value and "@" in value]


def _contents(query: Query) -> list[list[tuple[object, ...]]]:
    return [
        query(
            f"select md5(string_agg(rows::text, '\n' order by rows::text)) from marts.{mart} rows"
        )
        for mart in ("students", "sessions", "attendance", "subscriptions", "data_quality_issues")
    ]
