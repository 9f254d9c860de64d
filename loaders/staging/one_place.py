"""Keeps the rows of a warehouse in one place: a build reads one of them."""

from typing import Any

from psycopg import Connection

from loaders.batch import LandingError
from loaders.store import LAKE, POSTGRES

ELSEWHERE = """
select load_id, file from staging.loads
where status = 'landed' and kept_in <> %s
order by load_id desc limit 1
"""


def require(connection: Connection[Any], place: str) -> None:
    """Refuse to land rows in one place where the loads before are kept in the other one."""
    row = connection.execute(ELSEWHERE, [place]).fetchone()
    if row:
        there, other = ("PostgreSQL", "without") if place == LAKE else ("the lake", "with")
        raise LandingError(
            f"load {row[0]} ({row[1]}) and others are kept in {there}, and a build reads one "
            f"place: load {other} `--target spark`, or into another database"
        )


def is_lake(connection: Connection[Any]) -> bool:
    """Whether that place is the lake."""
    return connection.execute(ELSEWHERE, [POSTGRES]).fetchone() is not None
