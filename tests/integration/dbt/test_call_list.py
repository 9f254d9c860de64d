"""Who was on the call list on a day before is worked out as who is on it today."""

from pathlib import Path

from common.folders import target_folder
from common.servers.connections import connect_postgres
from tests.integration.in_process import Ended

COMPILED = Path("compiled/student_session_analytics/dbt_project/models/intermediate")
STEPS = ("days", "groups", "students", "attendance", "totals", "reasons")


def as_of_today(step: str) -> str:
    """A step of the way as dbt ran it, seven days later and on the tables of this session."""
    path = target_folder() / COMPILED / f"int_past_{step}.sql"
    text = path.read_text("utf-8").replace("- 7)", "- 0)")
    for other in STEPS:
        text = text.replace(f'"intermediate"."int_past_{other}"', f"pg_temp.past_{other}")
    return text.replace('"warehouse".pg_temp', "pg_temp")


def test_the_rule_held_against_all_rows_gives_the_list_of_today(built_sample: Ended) -> None:
    with connect_postgres(autocommit=True) as connection:
        for step in STEPS:
            query = f"create temp table past_{step} as {as_of_today(step)}"
            connection.execute(query.encode())
        found = connection.execute(
            """
            select count(*), count(*) filter (
                where past.at_risk_reason = now.at_risk_reason
                and was.sessions_attended = now.sessions_attended
                and was.sessions_taken = now.sessions_taken
                and was.missed_in_a_row = now.sessions_missed_in_a_row
                and was.recent_taken = now.recent_sessions_taken
                and was.recent_attended = now.recent_sessions_attended
            )
            from marts.call_list as now
            inner join pg_temp.past_reasons as past
                on now.student_id = past.student_id and now.as_of_date = past.looked_from
            inner join pg_temp.past_totals as was
                on now.student_id = was.student_id and now.as_of_date = was.looked_from
            """
        ).fetchall()
        ((listed,),) = connection.execute("select count(*) from marts.call_list").fetchall()
        # Of those, too, who are not on it.
        others = connection.execute(
            """
            select now.at_risk_reason, past.at_risk_reason from marts.student_engagement as now
            inner join pg_temp.past_reasons as past
                on now.student_id = past.student_id and now.as_of_date = past.looked_from
            where now.at_risk_reason != past.at_risk_reason
            """
        ).fetchall()
        ((judged,),) = connection.execute(
            "select count(*) from pg_temp.past_reasons where looked_from = %s",
            ["2026-11-15"],
        ).fetchall()
    assert listed > 50
    assert found == [(listed, listed)]
    assert judged > 5 * listed
    assert others == []
