"""What a build on Spark does when all tests passed, and what readers find then."""

from typing import Any
from uuid import uuid4

import psycopg

from refresh.build.aside import clear, transformer
from refresh.build.publish import publish
from refresh.lock import alone
from refresh.spark import marts

Connection = psycopg.Connection[Any]
VIEWS = """
select 'marts.' || relname from pg_class
where relnamespace = 'marts'::regnamespace and relkind in ('r', 'v') order by 1
"""
CHECKSUM = "select count(*), md5(string_agg(r::text, '' order by r::text)) from {} as r"


def rows(connection: Connection) -> dict[str, tuple[Any, ...]]:
    """Count and checksum of all that is read in `marts`."""
    found = {}
    for (name,) in connection.execute(VIEWS).fetchall():
        found[name] = connection.execute(CHECKSUM.format(name).encode()).fetchone() or ()
    return found


def deliver(spark: Any) -> None:
    """Do what a build on Spark does when all tests passed."""
    with alone("build") as login, transformer() as connection:
        clear(login, connection)
        marts.deliver(spark, connection)
        publish(f"a build on Spark, {uuid4()}", "code")
