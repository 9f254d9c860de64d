"""Builds the whole project beside what is read, and publishes it when all tests passed."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from psycopg import Connection, Error, errors, sql

from common.commands.children import child
from common.commands.cli import KILLED
from common.commands.progress import TerminalProgress
from common.errors import UserError
from common.servers.connections import Role, connect_postgres, require_auth
from common.servers.settings import postgres_settings
from refresh.build import artifacts
from refresh.build.publish import drop_left_behind, publish
from refresh.build.published import SQL, fingerprint, last_build
from refresh.build.switch import SCHEMAS, who
from refresh.lock import alone
from verdict.last_build import read_build

DBT = Path(sys.executable).with_name("dbt")
NEXT_TO_IT = ("--vars", "schema_suffix: _next")
# A line of dbt's about one of the things that it makes or tests.
NODE = re.compile(r"\d\d:\d\d:\d\d  (?P<at>\d+) of (?P<of>\d+) (?P<state>[A-Z]+)(?P<hook> hook:)?")

# What dbt left at work in the server when it was killed, in the schemas that are to be dropped.
CUT_OFF = """
select pg_locks.pid, pg_stat_activity.application_name
from pg_locks
inner join pg_stat_activity on pg_locks.pid = pg_stat_activity.pid
left join pg_class on pg_locks.relation = pg_class.oid
where
    pg_locks.database = (select oid from pg_database where datname = current_database())
    and coalesce(
        case when pg_locks.classid = 'pg_namespace'::regclass then pg_locks.objid end,
        pg_class.relnamespace
    ) in (select oid from pg_namespace where nspname = any(%s))
"""
HAS_HISTORY = "select to_regclass('history.builds') is not null"
NEXT = [f"{schema}_next" for schema in SCHEMAS]


class Engine:
    """Where dbt builds: here PostgreSQL itself, in schemas beside those that are read."""

    arguments: Sequence[str] = NEXT_TO_IT

    def prepare(self, connection: Connection[Any]) -> None:
        """Have the engine hold what dbt is to read."""

    def rows(self, connection: Connection[Any], query: str) -> artifacts.Found:
        """Names and rows of what a test found; none where it cannot be asked again."""
        try:
            cursor = connection.execute(query.encode())
        except Error:
            return [], []
        return [column.name for column in cursor.description or []], cursor.fetchall()

    def ended(self, messages: str) -> str:
        """What to add to the last line of a build that failed because the engine has ended."""
        return ""

    def deliver(self, connection: Connection[Any]) -> None:
        """Have PostgreSQL hold beside the marts what passed its tests."""


def build(engine: Engine | None = None) -> int:
    """Build, test and publish; returns dbt's exit code.

    Raises `UserError` where it cannot begin, or what passed its tests cannot be published.
    """
    engine = engine or Engine()
    with alone("build") as login:
        with transformer() as connection:
            clear(login, connection)
            built_of = fingerprint()
            engine.prepare(connection)
        artifacts.clear()
        code = _dbt(engine.arguments)
        with transformer() as connection:
            last = last_build(connection)
            stays = (
                f"those of the last good build, of {last}"
                if last
                else "as they were: no build was published yet"
            )
            build_id = artifacts.hand_over(partial(engine.rows, connection), stays)
            if code or build_id is None:
                _forget(connection, build_id)
                why = engine.ended(artifacts.messages()) if build_id else ""
                print(*_failed(stays + why), sep="\n", file=sys.stderr)
                return code or 1
            try:
                engine.deliver(connection)
                seconds = publish(build_id, built_of)
            except UserError:
                _forget(connection, build_id)
                raise
    print(f"Published: readers see these marts from now on ({seconds * 1000:.0f} ms)")
    return 0


@contextmanager
def transformer() -> Iterator[Connection[Any]]:
    """Connect as the one who builds; each statement for itself."""
    with connect_postgres(
        role=Role.TRANSFORMER, application_name="build", autocommit=True
    ) as connection:
        yield connection


def clear(login: Connection[Any], connection: Connection[Any]) -> None:
    """Empty schemas for the build, whatever an earlier one that was killed has left."""
    for pid, program in login.execute(CUT_OFF, [NEXT]).fetchall():
        if program.startswith("dbt"):
            login.execute("select pg_terminate_backend(%s, 10000)", [pid])
    if connection.execute(HAS_HISTORY).fetchone() != (True,):
        raise UserError(
            "the warehouse is not ready for builds beside the marts: run `make up` or "
            "`python -m common roles`"
        )
    names = sql.SQL(", ").join(map(sql.Identifier, NEXT))
    try:
        with connection.transaction():
            connection.execute("set local lock_timeout = '10s'")
            connection.execute(sql.SQL("drop schema if exists {} cascade").format(names))
            connection.execute((SQL / "make_schemas.sql").read_bytes())
    except errors.LockNotAvailable:
        row = login.execute(CUT_OFF, [NEXT]).fetchone()
        raise UserError(
            f"cannot begin to build: {who(login, row[0] if row else 0)} holds what an earlier "
            "build has left: end it and build again"
        ) from None
    except errors.InsufficientPrivilege:
        database = postgres_settings(Role.TRANSFORMER).dbname
        raise UserError(
            f"role `{Role.TRANSFORMER}` may not make schemas in database `{database}`: run `make "
            f"up` or `python -m common roles`; where the database is somebody else's, have its "
            f"owner run: grant create on database {database} to {Role.TRANSFORMER}"
        ) from None
    drop_left_behind(connection)


def _dbt(arguments: Sequence[str]) -> int:
    """Run dbt and show of it what is worth it; it ends with this process."""
    folder = str(artifacts.folder_aside())
    # dbt advises it: a unit test tries a model on rows of its own, and says nothing of a school's.
    arguments = ["--exclude-resource-type", "unit_test", *arguments]
    command = [str(DBT), "--no-use-colors", "build", *arguments, "--target-path", folder]
    # What libpq is told here by a parameter, dbt can only give it by the environment.
    proof = require_auth(postgres_settings(Role.TRANSFORMER).host).get("require_auth", "")
    env = os.environ | {"PGREQUIREAUTH": proof}
    # By SIGINT dbt cancels what it has at work in the server.
    with child(command, stdout=subprocess.PIPE, env=env, asked_by=signal.SIGINT) as process:
        assert process.stdout
        show_build(artifacts.in_place(line) for line in process.stdout)
        code = process.wait()
    return KILLED - code if code < 0 else code


def show_build(lines: Iterable[str]) -> None:
    """Print dbt's lines less what began and what passed; count these instead."""
    done = 0
    with TerminalProgress().stage("models and tests") as stage:
        for line in lines:
            found = NODE.match(line)
            if not found or found["state"] not in ("START", "PASS", "OK", "NO"):
                print(line, end="", flush=True)
            if not found or found["hook"] or found["state"] == "START":
                continue
            done += 1
            stage.reach(done, int(found["of"]))


def _forget(connection: Connection[Any], build_id: str | None) -> None:
    """Take back what a build that failed has written down of the students."""
    try:
        connection.execute("delete from history.int_student_states where build_id = %s", [build_id])
    except errors.UndefinedTable:
        return


def _failed(stays: str) -> Iterator[str]:
    """What failed, where and how often; and what readers see."""
    found = read_build()
    for finding in found.findings if found and found.stays else ():
        if finding.is_error:
            yield f"failed: {finding.about}: {finding.what}"
            yield from (f"  {line}" for line in finding.found)
    yield f"nothing was published: the figures stay {stays}"
