"""A backup of the embedded server goes into one elsewhere, whose administrator is no superuser."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from backup import restore
from backup.keeping import backups
from common.folders import REPOSITORY
from common.servers import profiles, setup
from common.servers.connections import Role, connect_postgres, postgres_settings
from services import ports, servers
from services.postgres_binaries import wheel_folder
from tests.integration.in_process import run_module
from tests.integration.schemas import empty

pytestmark = pytest.mark.slow

LANDED = """
select count(*), md5(string_agg(cast(t as text), '' order by cast(t as text)))
from staging.raw_attendance as t
"""
PROVIDER = """
drop database warehouse with (force);
drop role warehouse_loader;
drop role warehouse_transformer;
drop role warehouse_graph;
drop role warehouse_reporter;
create role avnadmin login createrole createdb password 'made up';  -- pragma: allowlist secret
create database defaultdb owner avnadmin
"""


@pytest.fixture
def backup(warehouse: Path) -> Iterator[Path]:
    """A backup of the sample, landed in the embedded server."""
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
        assert run_module("loaders", "load", str(REPOSITORY / "data" / "sample")).returncode == 0
        assert run_module("backup", "create", "--to", str(warehouse / "backups")).returncode == 0
        yield backups(warehouse / "backups")[0]
        empty(connection)
    shutil.rmtree(warehouse / "backups")


@pytest.fixture
def elsewhere() -> Iterator[dict[str, str]]:
    """The variables of another server, of which this project knows no more."""
    folder = Path(tempfile.mkdtemp(prefix="elsewhere ")).resolve()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DBT_PROFILES_DIR", str(folder))
        setup.setup(print)
        profiles.write(profiles.POSTGRES, "port", ports.free_port(27432))
        servers.up(["postgres"], print)
        with connect_postgres(dbname="postgres", autocommit=True) as connection:
            for statement in PROVIDER.split(";"):
                connection.execute(statement.encode())
        port = postgres_settings().port
    yield {
        "DBT_TARGET": "server",
        "PGHOST": "127.0.0.1",
        "PGPORT": str(port),
        "PGDATABASE": "defaultdb",
        "PGSSLMODE": "disable",
        "PGUSER": "avnadmin",
        "PGPASSWORD": "made up",  # pragma: allowlist secret
        **{f"{role.upper()}_PASSWORD": f"of {role}" for role in Role},
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DBT_PROFILES_DIR", str(folder))
        servers.clean(print)
    shutil.rmtree(folder)


def landed() -> list[tuple[object, ...]]:
    with connect_postgres(role=Role.LOADER) as connection:
        return connection.execute(LANDED).fetchall()


def test_it_is_restored_there_and_backed_up_without_the_administrator(
    backup: Path, elsewhere: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = landed()
    monkeypatch.setattr(restore, "remake", lambda say: 0)
    monkeypatch.setenv("PATH", str(wheel_folder() / "pginstall18" / "bin"), prepend=":")
    for name, value in elsewhere.items():
        monkeypatch.setenv(name, value)
    done = run_module("backup", "restore", str(backup), "--yes")
    assert done.returncode == 0, done.stderr
    assert landed() == before
    for name in ("PGUSER", "PGPASSWORD"):
        monkeypatch.delenv(name)
    assert run_module("backup", "create", "--to", str(tmp_path / "backups")).returncode == 0
    refused = run_module("backup", "restore", str(backup), "--yes")
    assert (refused.returncode, "export PGUSER and PGPASSWORD" in refused.stderr) == (2, True)
