"""Puts the tables of a backup in the place of those that are there, each login its own."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from subprocess import PIPE
from typing import IO

from backup.keeping import OWNERS, dump_of
from backup.programs import environment, program, reason
from common.errors import UserError
from common.servers.connections import Role, connect_postgres

# The schema stays, and with it the rights that tables made in it have from the start.
DROP = """
do $drop$
declare
    found record;
begin
    for found in
        select
            format('%I.%I', cast(relnamespace as regnamespace), relname) as name,
            case relkind
                when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table'
                else 'table'
            end as kind
        from pg_class
        where
            relnamespace = cast('SCHEMA' as regnamespace)
            and relowner = cast(current_user as regrole) and relkind in (KINDS)
    loop
        execute format('drop %s if exists %s cascade', found.kind, found.name);
    end loop;
end
$drop$;
"""
BEGIN = """\
begin;
set local client_min_messages = warning;
set local lock_timeout = '1min';
"""
FILLED = b"filled"
# Owners and rights are put right afterwards, by who may.
RESTORE = ("--file=-", "--no-owner", "--no-privileges")
PSQL = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
NOTHING = "nothing was restored, what was there stays"


def replace(folder: Path, of_the_loader: bytes = b"") -> None:
    """Replace the tables by those of a backup: each login in one transaction, all at the end.

    `of_the_loader` is what psql is told in the loader's transaction after that. Raises `UserError`
    where that cannot be done.
    """
    # dbt's views read the tables of two logins at once: neither could drop its own for the other.
    # The next build makes them again.
    with connect_postgres(role=Role.TRANSFORMER, application_name="restore") as connection:
        connection.execute(_drop("staging", "v"))
    with ExitStack() as stack:
        more = {Role.LOADER: of_the_loader}
        sessions = [
            stack.enter_context(_filled(folder, owner, more.get(owner, b""))) for owner in OWNERS
        ]
        told = NOTHING
        for session in sessions:
            with suppress(BrokenPipeError):
                _pipe(session.stdin).write(b"commit;\n")
            said = _said(session)
            if session.wait():
                raise UserError(f"{told}: {reason(said)}")
            told = "half of it was restored: run the same again"


@contextmanager
def _filled(folder: Path, owner: Role, more: bytes) -> Iterator[subprocess.Popen[bytes]]:
    """Replace what is of one login; yields the session of psql, before it commits."""
    dump = str(dump_of(owner, folder))
    with (
        subprocess.Popen(
            [program("pg_restore"), *RESTORE, dump], stdout=PIPE, stderr=PIPE
        ) as reading,
        subprocess.Popen(
            [program("psql"), *PSQL], env=environment(owner), stdin=PIPE, stdout=PIPE, stderr=PIPE
        ) as writing,
    ):
        into = _pipe(writing.stdin)
        try:
            into.write(BEGIN.encode() + _drop(OWNERS[owner], *"rpvmf"))
            shutil.copyfileobj(_pipe(reading.stdout), into)
            if reading.wait() == 0:
                into.write(more + b"\\echo " + FILLED + b"\n")
                into.flush()
        except BrokenPipeError:
            reading.kill()  # psql has ended, and says why
        if reading.wait() or _pipe(writing.stdout).readline().strip() != FILLED:
            raise UserError(f"{NOTHING}: {reason(_said(writing) or _said(reading))}")
        yield writing


def _drop(schema: str, *kinds: str) -> bytes:
    """The statement that drops what is there of a login, of some of `pg_class.relkind`."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    return DROP.replace("SCHEMA", schema).replace("KINDS", listed).encode()


def _said(process: subprocess.Popen[bytes]) -> bytes:
    """What a program says until it ends, as it does when nobody writes to it any longer."""
    if process.stdin:
        with suppress(BrokenPipeError):
            process.stdin.close()
    return _pipe(process.stderr).read()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream
    return stream
