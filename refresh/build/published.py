"""What is published: of which build the marts are, and whether another would come out the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from psycopg import Connection

from common.folders import REPOSITORY
from common.servers.connections import Role, connect_postgres
from common.spark import publishes_log

SQL = Path(__file__).with_name("sql")
# What dbt reads of the project, its variables in the first; and what is made of the marts.
LOCKS = ("requirements.lock", "requirements-spark.lock")
CODE = ("dbt_project.yml", *LOCKS, "dbt_project", "graph_sync", "dashboard")
KINDS = (".sql", ".yml", ".csv", ".md", ".py", ".cypher", ".css", ".js", ".j2", ".lock")

LAST = """
select build_id, built_at, as_of_date, fingerprint, relations, refreshed_at
from history.builds order by built_at desc limit 1
"""
# Each row whole: whatever these say may be in a mart.
LANDED = {
    "staging.loads": "select cast(loads as text) from staging.loads order by load_id",
    "staging.school_settings": (
        "select cast(settings as text) from staging.school_settings as settings order by 1"
    ),
}
# The tables of `intermediate` are unlogged: a crash of the server leaves them empty.
IS_FILLED = "select exists (select from intermediate.int_loads)"


@dataclass(frozen=True)
class Published:
    """The last build that counted; `fingerprint` and `relations` are None of one in place."""

    build_id: str
    built_at: datetime
    as_of_date: date | None
    fingerprint: str | None
    relations: str | None
    refreshed_at: datetime | None

    @property
    def refreshed_today(self) -> bool:
        """Whether all that is made of it was made today; another day may judge it otherwise."""
        made = self.refreshed_at and self.refreshed_at.astimezone(UTC).date()
        return made == datetime.now(UTC).date()

    def __str__(self) -> str:
        """When it was built and from which day it looks, in words."""
        moment = self.built_at.astimezone(UTC)
        looked = f", as of {self.as_of_date}" if self.as_of_date else ""
        return f"{moment.day} {moment:%b %Y}, {moment:%H:%M} UTC{looked}"


def last_build(connection: Connection[Any]) -> Published | None:
    """The last build that counted; None where none did."""
    if not _is_there(connection, "history.builds"):
        return None
    row = connection.execute(LAST).fetchone()
    return Published(*row) if row else None


def last_refreshed(connection: Connection[Any]) -> datetime | None:
    """When all that is made of a published build was last made; None where it never was."""
    if not _is_there(connection, "history.builds"):
        return None
    row = connection.execute("select max(refreshed_at) from history.builds").fetchone()
    return row[0] if row else None


def up_to_date(connection: Connection[Any]) -> Published | None:
    """The published build, where another one now would come out the same; else None."""
    last = last_build(connection)
    if (
        last is None
        or last.fingerprint != fingerprint()
        or last.relations != relations(connection)
        or connection.execute(IS_FILLED).fetchone() != (True,)
    ):
        return None
    return last


def note_refreshed(connection: Connection[Any], build: Published) -> None:
    """Remember that graph and dashboard were made from this build, too."""
    connection.execute(
        "update history.builds set refreshed_at = clock_timestamp() where build_id = %s",
        [build.build_id],
    )


def fingerprint() -> str:
    """Tells code, variables, loads, what the school says and what is published from others."""
    hashed = sha256(b"" if publishes_log() else b"without the log")
    for path in _files():
        hashed.update(f"{path.relative_to(REPOSITORY)}\0".encode())
        hashed.update(path.read_bytes())
    # As the loader, whose tables they are: whatever it put there runs with its rights alone.
    with connect_postgres(role=Role.LOADER, application_name="build") as loader:
        for table, statement in LANDED.items():
            if _is_there(loader, table):
                for (row,) in loader.execute(statement.encode()):
                    hashed.update(f"\0{row}".encode())
    return hashed.hexdigest()


def relations(connection: Connection[Any]) -> str | None:
    """Tells the tables that are there now from others, whatever made them."""
    row = connection.execute((SQL / "relations.sql").read_bytes()).fetchone()
    return row[0] if row else None


def _files() -> Iterable[Path]:
    for name in CODE:
        path = REPOSITORY / name
        yield from sorted(each for each in (path, *path.rglob("*")) if each.suffix in KINDS)


def _is_there(connection: Connection[Any], table: str) -> bool:
    return connection.execute("select to_regclass(%s) is not null", [table]).fetchone() == (True,)
