"""The two real servers, on data and ports of their own, and a browser; started once for all."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from common.servers.connections import connect_postgres
from services import servers
from tests.integration import sample
from tests.integration.in_process import Ended
from tests.integration.own_servers import services_home as services_home
from tests.integration.own_servers import warehouse as warehouse
from tests.integration.schemas import empty


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
