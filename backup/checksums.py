"""Checksums of the marts: the same where every row is, in whatever order."""

from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier

TABLES = """
select table_name from information_schema.tables where table_schema = 'marts' order by 1
"""
# Of text, so that it is the same on every machine and in every release of PostgreSQL.
CHECKSUM = SQL("""
select
    count(*) || '/'
    || coalesce(sum(cast(cast('x' || left(md5(cast(rows as text)), 15) as bit(60)) as bigint)), 0)
from {} as rows
""")


def checksums(connection: Connection[Any]) -> dict[str, str]:
    """Return count and checksum of each mart."""
    connection.execute("set timezone = 'UTC'")
    found = {}
    for (name,) in connection.execute(TABLES).fetchall():
        statement = CHECKSUM.format(Identifier("marts", name))
        [(found[name],)] = connection.execute(statement).fetchall()
    return found
