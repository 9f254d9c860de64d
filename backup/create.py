"""Backs up what cannot be made again: what was landed, histories, keys, and `school.yml`."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from psycopg import Connection, IsolationLevel

from backup.checksums import checksums
from backup.keeping import OWNERS, Manifest, backups, drop_old, dump_of, new_backup, write
from backup.programs import environment, program, reason
from common.errors import UserError
from common.school import NAME, school_path
from common.servers.connections import Role, connect_postgres
from refresh.build.published import up_to_date

OF_THEIRS = """
select format('--table=%%I.%%I', cast(relnamespace as regnamespace), relname) from pg_class
where
    relnamespace = cast(%s as regnamespace) and relowner = cast(current_user as regrole)
    and relkind in ('r', 'p', 'v', 'm', 'f')
"""


def create(folder: Path, keep: int) -> tuple[Path, int]:
    """Make a backup in `folder`, and keep that many; return it, and how many were dropped.

    All of it is of one moment, while others load and read; nothing is published meanwhile.
    """
    with new_backup(folder) as side:
        with connect_postgres(role=Role.TRANSFORMER, application_name="backup") as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            manifest = _begin(connection)
            [(snapshot,)] = connection.execute("select pg_export_snapshot()").fetchall()
            for owner in OWNERS:
                _dump(owner, dump_of(owner, side), snapshot)
        if school_path().is_file():
            shutil.copyfile(school_path(), side / NAME)
        write(manifest, side)
        for file in side.iterdir():
            file.chmod(0o600)
    return backups(folder)[-1], drop_old(folder, keep)


def _begin(connection: Connection[Any]) -> Manifest:
    # Before anything is read: parts of two builds would not belong together.
    connection.execute("lock table history.publishing in access share mode")
    [(made_at,)] = connection.execute("select cast(now() at time zone 'UTC' as text)").fetchall()
    build = up_to_date(connection)
    return Manifest(
        made_at=made_at,
        loads=_number(Role.LOADER, "staging.loads"),
        as_of_date=str(build.as_of_date) if build else None,
        marts=checksums(connection) if build else None,
        has_graph=_number(Role.GRAPH, "history.graph_syncs") > 0,
    )


def _number(owner: Role, table: str) -> int:
    with connect_postgres(role=owner, application_name="backup") as connection:
        [(rows,)] = connection.execute(f"select count(*) from {table}".encode()).fetchall()
        return int(rows)


def _dump(owner: Role, file: Path, snapshot: str) -> None:
    with connect_postgres(role=owner, application_name="backup") as connection:
        rows = connection.execute(OF_THEIRS, [OWNERS[owner]]).fetchall()
    tables = [table for (table,) in rows]
    done = subprocess.run(
        [
            program("pg_dump"),
            "--format=custom",
            f"--snapshot={snapshot}",
            *tables,
            f"--file={file}",
        ],
        env=environment(owner),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise UserError(f"nothing was backed up: {reason(done.stderr)}")
