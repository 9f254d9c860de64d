"""Checksums of the marts: the same where every row is, in whatever order."""

from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier

# When the graph was written is another moment after a restore, which writes it again.
COLUMNS = """
select relname, array_agg(attname order by attnum)
from pg_class inner join pg_attribute on attrelid = pg_class.oid
where
    relnamespace = to_regnamespace('marts') and relkind in ('r', 'p', 'v', 'm')
    and attnum > 0 and not attisdropped and attname <> 'synced_at'
group by relname
order by relname
"""
# Of text, so that it is the same on every machine and in every release of PostgreSQL.
CHECKSUM = SQL("""
select
    count(*) || '/'
    || coalesce(sum(cast(cast('x' || left(md5(told), 15) as bit(60)) as bigint)), 0)
from (select cast(row({}) as text) as told from {}) as rows
""")


def checksums(connection: Connection[Any]) -> dict[str, str]:
    """Return count and checksum of each mart."""
    connection.execute("set timezone = 'UTC'")
    found = {}
    for name, columns in connection.execute(COLUMNS).fetchall():
        told = SQL(", ").join(map(Identifier, columns))
        statement = CHECKSUM.format(told, Identifier("marts", name))
        [(found[name],)] = connection.execute(statement).fetchall()
    return found
