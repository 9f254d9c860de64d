"""What the data report tells of the warehouse: a few small queries, none of which reads a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row

# Of each kind of change, this many students are listed.
LISTED = 20

Rows = Sequence[Mapping[str, Any]]

# The newest load of each source, against the one before.
ARRIVED = """
with landed as (
    select *, row_number() over (partition by source order by load_id desc) as age
    from staging.loads where status in ('landed', 'dropped')
)
select
    newest.load_id, newest.source, newest.file, newest.finished_at, newest.mode,
    newest.rows_landed, newest.rows_rejected, previous.rows_landed as rows_before
from landed as newest
left join landed as previous on newest.source = previous.source and previous.age = 2
where newest.age = 1
order by newest.source
"""
# Attempts that failed since the source last landed; the loader keeps rows out of its messages.
REFUSED = """
select source, file, finished_at, message from staging.loads as attempts
where status = 'failed' and not exists (
    select from staging.loads as later
    where later.source = attempts.source and later.load_id > attempts.load_id
)
order by load_id
"""
REJECTED = """
select
    rejected.source, rejected.file, rejected.reason, rejected.hint, count(*) as rows,
    (array_agg(rejected.line order by rejected.line))[1:3] as examples
from staging.rejected_rows as rejected
inner join staging.loads as loads on rejected.load_id = loads.load_id
where loads.status = 'landed' and loads.superseded_at is null
group by rejected.source, rejected.file, rejected.reason, rejected.hint
order by rows desc, rejected.source, rejected.reason
"""
STATUS = "select * from marts.data_status order by source_name"
ISSUES = """
select
    source_name as source, file_name as file, outcome, severity, meaning, what_to_do,
    count(*) as rows, (array_agg(source_row order by source_row))[1:3] as examples
from marts.data_quality_issues
where severity <> 'info'
group by source_name, file_name, outcome, severity, meaning, what_to_do
order by outcome desc, rows desc, meaning
"""
COMPARED = """
select
    max(loaded_at) as loaded_at,
    max(previous_loaded_at) filter (where newest) as previous_loaded_at
from (
    select loaded_at, previous_loaded_at, loaded_at = max(loaded_at) over () as newest
    from intermediate.int_student_states
) as states
"""
CHANGES = f"""
select change, rows, student_id, campus, said_before, says_now
from (
    select
        *, count(*) over (partition by change) as rows,
        row_number() over (partition by change order by campus, student_id) as place
    from marts.student_changes
) as changes
where place <= {LISTED}
order by change, place
"""
QUERIES = {
    "arrived": ("staging.loads", ARRIVED),
    "refused": ("staging.loads", REFUSED),
    "rejected": ("staging.rejected_rows", REJECTED),
    "status": ("marts.data_status", STATUS),
    "issues": ("marts.data_quality_issues", ISSUES),
    "compared": ("intermediate.int_student_states", COMPARED),
    "changes": ("marts.student_changes", CHANGES),
}


@dataclass(frozen=True)
class Facts:
    """The rows of each query of `QUERIES`, by its name; empty where its table is not there yet."""

    arrived: Rows
    refused: Rows
    rejected: Rows
    status: Rows
    issues: Rows
    compared: Rows
    changes: Rows

    @property
    def is_built(self) -> bool:
        """Whether the marts hold the newest load of every source."""
        newest = {row["source_name"]: row["newest_load_id"] for row in self.status}
        return bool(newest) and all(
            newest.get(row["source"], row["load_id"]) == row["load_id"] for row in self.arrived
        )


def read_facts(connection: Connection[Any]) -> Facts:
    """Run the queries whose table there is."""
    found: dict[str, Rows] = {}
    with connection.cursor(row_factory=dict_row) as cursor:
        for name, (table, sql) in QUERIES.items():
            there = cursor.execute("select to_regclass(%s) as oid", [table]).fetchone()
            is_there = there is not None and there["oid"] is not None
            found[name] = cursor.execute(sql.encode()).fetchall() if is_there else []
    return Facts(**found)
