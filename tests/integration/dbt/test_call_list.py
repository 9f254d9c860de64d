"""Who was on the call list a week ago is worked out as who is on it today."""

from pathlib import Path

from common.folders import target_folder
from common.servers.connections import connect_postgres
from tests.integration.in_process import Ended

COMPILED = Path("compiled/student_session_analytics/dbt_project/models/intermediate")
STEPS = ("groups", "days", "students", "reasons")


def as_of_today(step: str) -> str:
    """A step of the way as dbt ran it, seven days later and on the tables of this session."""
    path = target_folder() / COMPILED / f"int_week_ago_{step}.sql"
    text = path.read_text("utf-8").replace("- 7)", "- 0)")
    for other in STEPS:
        text = text.replace(f'"intermediate"."int_week_ago_{other}"', f"pg_temp.week_ago_{other}")
    return text.replace('"warehouse".pg_temp', "pg_temp")


def test_the_rule_held_against_all_rows_gives_the_list_of_today(built_sample: Ended) -> None:
    with connect_postgres(autocommit=True) as connection:
        for step in STEPS:
            query = f"create temp table week_ago_{step} as {as_of_today(step)}"
            connection.execute(query.encode())
        found = connection.execute(
            """
            select count(*), count(*) filter (
                where ago.at_risk_reason = now.at_risk_reason
                and was.sessions_attended = now.sessions_attended
                and was.sessions_taken = now.sessions_taken
                and was.missed_in_a_row = now.sessions_missed_in_a_row
                and was.recent_taken = now.recent_sessions_taken
            )
            from marts.call_list as now
            inner join pg_temp.week_ago_reasons as ago using (student_id)
            inner join pg_temp.week_ago_students as was using (student_id)
            """
        ).fetchall()
        ((listed,),) = connection.execute("select count(*) from marts.call_list").fetchall()
    assert listed > 50
    assert found == [(listed, listed)]
