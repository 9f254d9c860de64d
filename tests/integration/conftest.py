"""The two real servers, on data and ports of their own, and a browser; started once for all."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from common import profiles, setup
from common.connections import connect_postgres
from services import ports, servers
from tests.integration import sample
from tests.integration.in_process import Ended
from tests.integration.schemas import empty

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


@pytest.fixture(scope="session")
def sample_build(warehouse: Path) -> Ended:
    """How the sample's `dbt build` ended; the warehouse it left is kept."""
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
    done = sample.build()
    sample.keep()
    return done


@pytest.fixture(scope="module")
def built_sample(sample_build: Ended) -> Iterator[Ended]:
    """The sample in the warehouse, loaded and built; yields how `dbt build` ended."""
    sample.restore()
    yield sample_build
    with connect_postgres(autocommit=True) as connection:
        empty(connection)


@pytest.fixture(scope="session")
def graph(warehouse: Path) -> Path:
    """The warehouse and the embedded Neo4j, empty at first."""
    servers.up(["neo4j"], print)
    return warehouse


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium, as `make test` finds or installs it."""
    found = shutil.which("chromium")
    assert found, "no program `chromium`: install it (Debian: apt-get install chromium)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()
