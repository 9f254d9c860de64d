"""The figures of the school as the marts have them, to be compared with the right ones."""

from typing import Any

from psycopg import Connection

from tests.corpus.figures import Figures, Pair

ATTENDED = "select student_id, session_id from marts.attendance"
MARKED = "select student_id, session_id from marts.attendance_marks where counts_as = %s"
STATUSES = "select subscription_status, count(*) from marts.subscriptions group by 1"
CHURN = "select sum(subscriptions_churned), sum(subscriptions_judged) from marts.churn_by_cohort"
AT_RISK = "select student_id from marts.student_engagement where is_at_risk = 1"


def read_figures(connection: Connection[Any]) -> Figures:
    """Read them from a warehouse whose marts are there."""

    def pairs(query: str, *parameters: str) -> frozenset[Pair]:
        return frozenset(connection.execute(query.encode(), parameters).fetchall())

    def number(query: str) -> int:
        ((count,),) = connection.execute(query.encode()).fetchall()
        return int(count)

    ((lost, judged),) = connection.execute(CHURN).fetchall()
    return Figures(
        students=number("select count(*) from marts.students"),
        sessions=number("select count(*) from marts.sessions"),
        attended=pairs(ATTENDED),
        missed=pairs(MARKED, "missed"),
        excused=pairs(MARKED, "excused"),
        subscriptions=dict(connection.execute(STATUSES).fetchall()),
        lost=int(lost or 0),
        judged=int(judged or 0),
        at_risk=frozenset(student for (student,) in connection.execute(AT_RISK)),
    )
