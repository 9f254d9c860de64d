"""`python -m queries.summary`: what the warehouse and the graph hold, in a few plain lines."""

from pathlib import Path
from typing import Any

from psycopg import Connection, errors

from common.commands.cli import run
from common.commands.progress import TerminalProgress
from common.errors import UserError
from common.servers.connections import Role, connect_postgres
from common.spark import without_log
from common.wording import counted
from graph_sync.sync import check
from loaders.contract.sources import DEFAULT_SOURCES, read_sources
from verdict.rules import FIGURE_OF_COLUMNS, judge, read_rules

MOST_ACTIVE = Path(__file__).with_name("most_active_students.sql")


def main() -> None:
    """Print landed rows, marts, churn, the most active students and whether the graph is equal."""
    with connect_postgres(role=Role.TRANSFORMER, application_name="summary") as connection:
        connection.read_only = True
        try:
            lines = [*_landed(connection), "", *_marts(connection)]
        except (errors.UndefinedTable, errors.InvalidSchemaName) as error:
            hint = without_log(error.diag.message_primary or "")
            raise UserError(
                f"there are no marts yet: run `make load`, then `dbt build`{hint}"
            ) from None
    equal = "no: run `make graph`" if check(TerminalProgress()).plan.differences else "yes"
    print(*lines, f"  graph equal to mart  {equal}", sep="\n")


def _landed(connection: Connection[Any]) -> list[str]:
    rows = connection.execute(
        """
        select source_name, rows_landed, rows_rejected
        from marts.data_status
        where loads > 0
        order by array_position(%s, source_name)
        """,
        [[source.name for source in read_sources(DEFAULT_SOURCES)]],
    ).fetchall()
    return ["Landed"] + [
        f"  {name:<19}  {landed:,} rows, {rejected:,} rejected" for name, landed, rejected in rows
    ]


def _marts(connection: Connection[Any]) -> list[str]:
    students, sessions, attendances, issues = _row(
        connection,
        """
        select
            (select count(*) from marts.students),
            (select count(*) from marts.sessions),
            (select count(*) from marts.attendance),
            (select count(*) from marts.data_quality_issues where severity != 'info')
        """,
    )
    day, subscriptions, judged, lost = _row(
        connection,
        """
        select max(as_of_date), count(*), count(churn_flag), count(*) filter (where churn_flag)
        from marts.subscriptions
        """,
    )
    churn = f"{lost / judged:.1%}: {lost:,} of {judged:,} were lost by {day}" if judged else "none"
    verdict = judge(read_rules(connection), None)
    lacks = [lack.text for lack in verdict.lacks if lack.subject == FIGURE_OF_COLUMNS]
    active = connection.execute(MOST_ACTIVE.read_bytes()).fetchall()
    most_active = ", ".join(f"{name} ({count})" for _, name, count in active) or "nobody yet"
    return [
        "Marts",
        f"  students             {students:,}",
        f"  sessions             {sessions:,}",
        f"  attendances          {attendances:,}",
        f"  subscriptions        {subscriptions:,}",
        f"  churn rate           {churn}",
        *(f"                       {lack}" for lack in lacks),
        f"  most active          {most_active}",
        f"  to look at           {counted(issues, 'line')} in marts.data_quality_issues",
    ]


def _row(connection: Connection[Any], sql: str) -> tuple[Any, ...]:
    (row,) = connection.execute(sql.encode()).fetchall()
    return tuple(row)


if __name__ == "__main__":
    run(main)
