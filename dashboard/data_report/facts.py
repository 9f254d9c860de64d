"""What the data report tells of the warehouse: a few small queries of marts; none reads a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, errors
from psycopg.rows import dict_row

from common.errors import UserError
from verdict.rules import OLD, RULES

# Of each kind of change, this many students are listed; of those gone from the export, all.
LISTED = 20

Rows = Sequence[Mapping[str, Any]]

# By the mart that each reads first.
QUERIES = {
    "arrived": (
        "load_history",
        """
        select
            load_id, source_name, file_name, finished_at at time zone 'UTC' as finished_at,
            rows_landed, rows_landed_before
        from marts.load_history
        where is_newest_landed = 1
        order by source_name
        """,
    ),
    "refused": (
        "load_history",
        """
        select source_name, file_name, finished_at at time zone 'UTC' as finished_at, message
        from marts.load_history
        where is_newest_attempt = 1 and status = 'failed'
        order by load_id
        """,
    ),
    "rejected": (
        "rejected_records",
        """
        select
            source_name, file_name, reason, hint, records,
            array_remove(array[first_line, second_line, third_line], null) as examples
        from marts.rejected_records
        order by records desc, source_name, load_id, reason
        """,
    ),
    "status": (
        "data_status",
        """
        select
            source_name, newest_load_id, data_until, rows_in_files, rows_kept, rows_duplicate,
            rows_rejected, rows_set_aside, changes_since at time zone 'UTC' as changes_since,
            changes_until at time zone 'UTC' as changes_until
        from marts.data_status
        order by source_name
        """,
    ),
    "rules": ("verdict_rules", RULES),
    "issues": (
        "data_quality_issues",
        """
        select
            source_name, file_name, outcome, meaning, what_to_do, count(*) as records,
            (array_agg(source_row order by source_row))[1:3] as examples
        from marts.data_quality_issues
        where severity <> 'info'
        group by source_name, file_name, outcome, severity, meaning, what_to_do
        order by outcome desc, records desc, meaning
        """,
    ),
    "changes": (
        "student_changes",
        f"""
        select change, students, student_id, campus, said_before, says_now
        from (
            select
                *, count(*) over (partition by change) as students,
                row_number() over (partition by change order by campus, student_id) as place
            from marts.student_changes
        ) as changes
        where place <= {LISTED} or change = 'subscription_gone'
        order by change, place
        """,
    ),
}


@dataclass(frozen=True)
class Facts:
    """The rows of each query of `QUERIES`, by its name; empty where its mart is not there yet."""

    arrived: Rows = ()
    refused: Rows = ()
    rejected: Rows = ()
    status: Rows = ()
    rules: Rows = ()
    issues: Rows = ()
    changes: Rows = ()

    @property
    def is_built(self) -> bool:
        """Whether the marts hold the newest load of every source."""
        newest = {row["source_name"]: row["newest_load_id"] for row in self.status}
        return bool(newest) and all(
            newest.get(row["source_name"], row["load_id"]) == row["load_id"] for row in self.arrived
        )


def read_facts(connection: Connection[Any]) -> Facts:
    """Run the queries whose mart is there; raise UserError where it may not be read."""
    found: dict[str, Rows] = {}
    with connection.cursor(row_factory=dict_row) as cursor:
        for name, (mart, sql) in QUERIES.items():
            there = cursor.execute("select to_regclass(%s) as oid", [f"marts.{mart}"]).fetchone()
            if there is not None and there["oid"] is not None:
                try:
                    found[name] = cursor.execute(sql.encode()).fetchall()
                except (errors.UndefinedColumn, errors.UndefinedTable):
                    raise UserError(OLD) from None
                except errors.InsufficientPrivilege:
                    raise UserError(
                        f"the reporter may not read marts.{mart} yet: run `dbt build`, which "
                        f"grants it"
                    ) from None
    return Facts(**found)
