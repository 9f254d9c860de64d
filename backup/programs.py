"""PostgreSQL's own programs that dump and restore, and how they reach the warehouse."""

import os
import re
import shutil
from pathlib import Path

from common.errors import UserError
from common.servers.connections import Role, postgres_settings, require_auth

# What follows it in the output says where in a statement it was, and of what.
ERROR = re.compile(r"\b(ERROR|FATAL|error):")
# What libpq takes from the environment, by its name in profiles.yml.
VARIABLES = {
    "require_auth": "PGREQUIREAUTH",
    "sslmode": "PGSSLMODE",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "sslrootcert": "PGSSLROOTCERT",
}


def program(name: str) -> str:
    """Return the path of a program such as `pg_dump`: the embedded server's own, where it is."""
    if postgres_settings(Role.LOADER).embedded:
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


def environment(role: Role) -> dict[str, str]:
    """Return the variables by which a program logs in; no list of processes shows them."""
    chosen = postgres_settings(role)
    options = {**require_auth(chosen.host), **chosen.options}
    return {
        **os.environ,
        **{VARIABLES[name]: value for name, value in options.items() if name in VARIABLES},
        "PGHOST": chosen.host,
        "PGPORT": str(chosen.port),
        "PGUSER": chosen.user,
        "PGPASSWORD": chosen.password,
        "PGDATABASE": chosen.dbname,
        "PGCLIENTENCODING": "UTF8",
    }


def reason(said: bytes) -> str:
    """The error of all that a program said, else its last words, for one line of ours."""
    lines = said.decode("utf-8", "replace").strip().splitlines()
    errors = [line for line in lines if ERROR.search(line)]
    return (errors or lines or ["it gave no reason"])[-1]
