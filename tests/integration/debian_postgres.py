"""The oldest PostgreSQL that is installed on this machine, as a server in force for a while."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from common.servers import profiles, roles
from services import os_user, ports, processes

DEBIAN = Path("/usr/lib/postgresql")
# pragma: allowlist nextline secret
PASSWORD = "of the oldest"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
}


@contextmanager
def oldest_postgres() -> Iterator[Path]:
    """Start it with our roles and schemas, and point profiles.yml at it; yields its folder."""
    initdb = min(DEBIAN.glob("*/bin/initdb"), default=None) or shutil.which("initdb")
    assert initdb, "no PostgreSQL: install one (Debian: apt-get install postgresql)"
    user = os_user.server_user()
    folder = Path(tempfile.mkdtemp(prefix="oldest ")).resolve()
    password, data, log = folder / "password", folder / "data", folder / "server.log"
    password.write_text(PASSWORD, "utf-8")
    for path in (folder, password):
        os.chown(path, user.uid, user.gid)
    subprocess.run(
        [
            *(initdb, "-D", data, "--username=postgres", f"--pwfile={password}"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        ],
        check=True,
        capture_output=True,
        cwd=folder,
        **user.identity,
    )
    port = ports.any_free_port()
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
        file.write(f"port = {port}\n")
    server = processes.start_detached(
        [str(Path(initdb).with_name("postgres")), "-D", str(data)], log, folder, user
    )
    try:
        assert processes.wait_for(lambda: "ready to accept" in log.read_text(), server, 60)
        with pytest.MonkeyPatch.context() as patch:
            for name, value in {
                "DBT_PROFILES_DIR": str(folder),
                "DBT_TARGET_PATH": str(folder / "target"),
                "DBT_LOG_PATH": str(folder / "logs"),
                "DBT_TARGET": "server",
                "PGHOST": "127.0.0.1",
                "PGPORT": str(port),
                "PGUSER": "postgres",
                "PGPASSWORD": PASSWORD,
                "PGDATABASE": "postgres",
                "PGSSLMODE": "disable",
                "WAREHOUSE_REPORTER_PASSWORD": PASSWORD,
                "WAREHOUSE_LOADER_PASSWORD": PASSWORD,
                "WAREHOUSE_TRANSFORMER_PASSWORD": PASSWORD,
                "WAREHOUSE_GRAPH_PASSWORD": PASSWORD,
            }.items():
                patch.setenv(name, value)
            profiles.create()
            roles.put_right()
            yield folder
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder)
