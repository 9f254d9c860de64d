"""One load in a process of its own, for tests that end it from outside."""

import multiprocessing
import os
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path

from common.servers.connections import Role, connect_postgres
from loaders.contract.sources import read_sources
from loaders.discovery import matched
from loaders.load import land
from loaders.staging import partitions

# A server that has everything imported forks a process in a few milliseconds.
SPAWN = multiprocessing.get_context("forkserver")
SPAWN.set_forkserver_preload(["tests.integration.loaders.crash"])


def start(folder: Path, contract: Path) -> BaseProcess:
    """Begin to load a folder."""
    process = SPAWN.Process(target=_load, args=(folder, contract, dict(os.environ)))
    process.start()
    return process


def _load(folder: Path, contract: Path, environment: Mapping[str, str]) -> None:
    os.environ.update(environment)
    sources = read_sources(contract)
    with connect_postgres(role=Role.LOADER, application_name="loaders") as connection:
        partitions.prepare(connection, sources)
        land(connection, matched(folder, sources))
