"""The loader's own tests, landing in a lake: its rows are copied into the raw tables they read."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common.servers.connections import Role, connect_postgres
from loaders.contract.model import Source
from loaders.contract.sources import read_sources
from loaders.discovery import matched
from loaders.input import Receipt
from loaders.lake.folders import Lake
from loaders.lake.store import LakeStore
from loaders.load import land
from loaders.staging import partitions
from tests.integration.loaders.conftest import Load, Prune, Rows
from tests.integration.loaders.conftest import contract as contract
from tests.integration.loaders.conftest import inbox as inbox
from tests.integration.loaders.conftest import query as query
from tests.integration.schemas import empty
from tests.spark.mirror import mirror


@pytest.fixture
def connection(warehouse: Path) -> Iterator[psycopg.Connection[Any]]:
    """A connection of the test's own, in autocommit, over an empty staging schema."""
    with connect_postgres(autocommit=True) as opened:
        empty(opened, "staging")
        yield opened
        empty(opened, "staging")


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """An empty lake."""
    return Lake.at(str(tmp_path / "the lake"))


@pytest.fixture
def load(connection: psycopg.Connection[Any], inbox: Path, lake: Lake) -> Load:
    """Load the inbox as the command does with `--target spark`."""

    def run(
        sources: tuple[Source, ...] | None = None, force: bool = False, as_of: date | None = None
    ) -> list[Receipt]:
        chosen = sources or read_sources()
        with connect_postgres(role=Role.LOADER) as own:
            partitions.prepare(own, chosen)
            store = LakeStore(own, lake)
            receipts = land(own, matched(inbox, chosen, as_of), force, store=store)
            own.commit()
            for source in chosen:
                mirror(own, lake, source)
        return receipts

    return run


@pytest.fixture
def prune(lake: Lake) -> Prune:
    """Drop the rows of a source's expired loads; returns how many loads lost theirs."""

    def run(source: Source) -> int:
        with connect_postgres(role=Role.LOADER) as own:
            return LakeStore(own, lake).prune(source)

    return run


Raw = Callable[[str], Rows]
