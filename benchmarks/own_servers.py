"""Embedded servers of a benchmark's own, on ports and in a folder that nobody else uses."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from common.servers import profiles, setup
from services import ports, servers


@contextmanager
def own_servers(*names: str) -> Iterator[Path]:
    """Have `postgres`, `neo4j` or both run, gone afterwards; yields the folder of all they write.

    Every tool of the project that is started meanwhile, dbt too, uses them.
    """
    folder = Path(tempfile.mkdtemp(prefix="bench-")).resolve()
    os.environ["DBT_PROFILES_DIR"] = str(folder)
    os.environ["DBT_TARGET_PATH"] = str(folder / "target")
    os.environ["DBT_LOG_PATH"] = str(folder / "logs")
    setup.setup(print)
    profiles.write(profiles.POSTGRES, "port", ports.free_port(36432))
    profiles.write(profiles.NEO4J, "uri", f"bolt://{ports.LOOPBACK}:{ports.free_port(37687)}")
    try:
        servers.up(list(names), print)
        yield folder
    finally:
        servers.clean(print)
        shutil.rmtree(folder, ignore_errors=True)
