"""PostgreSQL's own programs that dump and restore, and how they reach the warehouse."""

import os
import shutil
from pathlib import Path

from common.connections import postgres_settings
from common.errors import UserError

# What libpq takes from the environment, by its name in profiles.yml.
VARIABLES = {
    "sslmode": "PGSSLMODE",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "sslrootcert": "PGSSLROOTCERT",
}


def program(name: str) -> str:
    """Return the path of a program such as `pg_dump`: the embedded server's own, where it is."""
    if postgres_settings().embedded:
        # Imported here: a project without the embedded servers has no such folder.
        from services.postgres_binaries import wheel_folder

        return str(Path(wheel_folder(), "pginstall18", "bin", name))
    found = shutil.which(name)
    if not found:
        raise UserError(
            f"there is no program {name}: install PostgreSQL's client programs, not older than the "
            "server (Debian: apt-get install postgresql-client)"
        )
    return found


def environment() -> dict[str, str]:
    """Return the variables by which a program finds the server; no list of processes shows them."""
    chosen = postgres_settings()
    options = {
        VARIABLES[name]: value for name, value in chosen.options.items() if name in VARIABLES
    }
    return {
        **os.environ,
        **options,
        "PGHOST": chosen.host,
        "PGPORT": str(chosen.port),
        "PGUSER": chosen.user,
        "PGPASSWORD": chosen.password,
        "PGDATABASE": chosen.dbname,
        "PGCLIENTENCODING": "UTF8",
    }


def last_line(said: bytes) -> str:
    """What a program said last, for one line of ours."""
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it gave no reason"
