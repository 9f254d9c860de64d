"""Embedded servers that a test may harm: a folder, ports and data of its own each."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from common.servers import profiles, setup
from services import ports, servers


@contextmanager
def _home() -> Iterator[Path]:
    # Readable by us only, as a checkout under /root, and with blanks in its path.
    folder = Path(tempfile.mkdtemp(prefix="a school's data ")).resolve()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DBT_PROFILES_DIR", str(folder))
        setup.setup(print)
        profiles.write(profiles.POSTGRES, "port", ports.any_free_port())
        profiles.write(profiles.NEO4J, "uri", f"bolt://127.0.0.1:{ports.any_free_port()}")
        try:
            yield folder
        finally:
            servers.clean(print)
            shutil.rmtree(folder)


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder with a profiles.yml whose servers were never started."""
    with _home() as folder:
        yield folder


@pytest.fixture(scope="module")
def shared_home() -> Iterator[Path]:
    """The same once for a module whose server takes long to start; each test brings it up."""
    with _home() as folder:
        yield folder


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that every user of the system can reach and read."""
    folder = Path(tempfile.mkdtemp(prefix="reachable ")).resolve()
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
