"""Drops the rows of loads that are long superseded; their lines in the ledger stay."""

from typing import Any

from psycopg import Connection
from psycopg.errors import LockNotAvailable

from loaders.contract import Source
from loaders.staging import partitions

# An active load never expires: of an append source only what a forced load has replaced does.
EXPIRED = """
with landed as (
    select
        load_id,
        is_active,
        row_number() over (order by load_id desc) as age,
        row_number() over (
            partition by date_trunc('month', finished_at at time zone 'UTC') order by load_id desc
        ) as age_in_month
    from staging.loads
    where source = %(source)s and status = 'landed'
)
select load_id from landed
where not is_active and age > %(loads)s and not (%(monthly)s and age_in_month = 1)
    and to_regclass(format('staging.%%I', %(table)s || '_' || load_id)) is not null
order by load_id
"""
REJECTED = "delete from staging.rejected_rows where load_id = %s"
DROPPED = """
update staging.loads
set status = 'dropped', message = 'rows dropped by retention at ' || clock_timestamp()
where load_id = %s
"""


def prune(connection: Connection[Any], source: Source) -> int:
    """Drop the rows and rejects of a source's expired loads; return how many loads lost theirs.

    Detaching a partition waits for the raw table's readers; where a long query keeps it waiting,
    the loads are left for the next time, so that nobody is held up behind it.
    """
    keep = source.retention
    values = {"source": source.name, "table": source.table, "loads": keep.loads}
    try:
        with partitions.locked(connection, [source.name], timeout="1s"):
            rows = connection.execute(EXPIRED, values | {"monthly": keep.monthly}).fetchall()
            for (load_id,) in rows:
                partition = partitions.partition_name(source, load_id)
                partitions.drop(connection, partition, detached_from=source)
                connection.execute(REJECTED, [load_id])
                connection.execute(DROPPED, [load_id])
    except LockNotAvailable:
        return 0
    return len(rows)
