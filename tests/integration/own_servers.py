"""The embedded servers on data and ports of the tests' own: fixtures for a conftest to import."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from common.servers import profiles, setup
from services import ports, servers

# Away from a developer's own servers, so that a port taken over from them is never an accident.
POSTGRES_PORT = 25432
NEO4J_PORT = 27687


@pytest.fixture(scope="session")
def services_home() -> Iterator[Path]:
    """A folder with a profiles.yml of its own, in force for dbt and the Python tools."""
    folder = Path(tempfile.mkdtemp(prefix="student session analytics ")).resolve()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DBT_PROFILES_DIR", str(folder))
        patch.setenv("DBT_TARGET_PATH", str(folder / "target"))
        patch.setenv("DBT_LOG_PATH", str(folder / "logs"))
        setup.setup(print)
        profiles.write(profiles.POSTGRES, "port", ports.free_port(POSTGRES_PORT))
        profiles.write(profiles.NEO4J, "uri", f"bolt://127.0.0.1:{ports.free_port(NEO4J_PORT)}")
        yield folder
        servers.clean(print)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def warehouse(services_home: Path) -> Path:
    """The embedded PostgreSQL, empty at first; yields the folder of its profiles.yml."""
    servers.up(["postgres"], print)
    return services_home
