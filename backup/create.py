"""Backs up what cannot be made again: what was landed, histories, keys, and `school.yml`."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from psycopg import Connection, IsolationLevel

from backup.checksums import checksums
from backup.keeping import DUMP, Manifest, backups, drop_old, new_backup, write
from backup.programs import environment, last_line, program
from common.connections import connect_postgres
from common.errors import UserError
from common.school import NAME, school_path
from refresh.build.published import up_to_date

WHAT = ("--schema=staging", "--schema=history", "--exclude-table=staging.stg_*")


def create(folder: Path, keep: int) -> tuple[Path, int]:
    """Make a backup in `folder`, and keep that many; return it, and how many were dropped.

    All of it is of one moment, while others load and read; nothing is published meanwhile.
    """
    with new_backup(folder) as side:
        with connect_postgres(application_name="backup") as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            manifest = _begin(connection)
            [(snapshot,)] = connection.execute("select pg_export_snapshot()").fetchall()
            _dump(side / DUMP, snapshot)
        if school_path().is_file():
            shutil.copyfile(school_path(), side / NAME)
        write(manifest, side)
        for file in side.iterdir():
            file.chmod(0o600)
    return backups(folder)[-1], drop_old(folder, keep)


def _begin(connection: Connection[Any]) -> Manifest:
    # Before anything is read: parts of two builds would not belong together.
    connection.execute("lock table history.publishing in access share mode")
    [(loads, made_at)] = connection.execute(
        "select count(*), cast(now() at time zone 'UTC' as text) from staging.loads"
    ).fetchall()
    [(has_graph,)] = connection.execute(
        "select exists (select from history.graph_syncs)"
    ).fetchall()
    build = up_to_date(connection)
    return Manifest(
        made_at=made_at,
        loads=loads,
        as_of_date=str(build.as_of_date) if build else None,
        marts=checksums(connection) if build else None,
        has_graph=has_graph,
    )


def _dump(file: Path, snapshot: str) -> None:
    command = [program("pg_dump"), "--format=custom", f"--snapshot={snapshot}", *WHAT]
    done = subprocess.run(
        [*command, f"--file={file}"], env=environment(), capture_output=True, check=False
    )
    if done.returncode:
        raise UserError(f"nothing was backed up: {last_line(done.stderr)}")
