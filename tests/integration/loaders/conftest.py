"""What the loader's tests start from: an empty staging schema and a folder for files."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from common.servers.connections import Role, connect_postgres, postgres_settings
from loaders.contract.model import Source
from loaders.contract.sources import read_sources
from loaders.discovery import matched
from loaders.input import Receipt
from loaders.load import land
from loaders.staging import partitions, retention
from tests.integration.schemas import empty

Rows = list[tuple[Any, ...]]
Load = Callable[..., list[Receipt]]
Prune = Callable[[Source], int]


@pytest.fixture
def connection(warehouse: Path) -> Iterator[psycopg.Connection[Any]]:
    """A connection of the test's own, in autocommit, over an empty staging schema."""
    with connect_postgres(autocommit=True) as opened:
        empty(opened, "staging")
        yield opened
    # Another connection, because a test may end the first one.
    with connect_postgres(autocommit=True) as another:
        empty(another, "staging")


@pytest.fixture
def query(connection: psycopg.Connection[Any]) -> Callable[[str], Rows]:
    """Run SQL and return its rows."""
    return lambda sql: connection.execute(sql.encode()).fetchall()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """The folder that holds the files to load."""
    folder = tmp_path / "in box"
    folder.mkdir()
    return folder


@pytest.fixture
def contract(tmp_path: Path) -> Callable[[str], tuple[Source, ...]]:
    """Turn the text of a sources.yml into sources."""

    def write(text: str) -> tuple[Source, ...]:
        file = tmp_path / "sources.yml"
        file.write_text(text, encoding="utf-8")
        return read_sources(file)

    return write


@pytest.fixture
def load(connection: psycopg.Connection[Any], inbox: Path) -> Load:
    """Load the inbox as the command does."""

    def run(
        sources: tuple[Source, ...] | None = None, force: bool = False, as_of: date | None = None
    ) -> list[Receipt]:
        chosen = sources or read_sources()
        plan = matched(inbox, chosen, as_of)
        with connect_postgres(role=Role.LOADER) as own:
            partitions.prepare(own, chosen)
            return land(own, plan, force)

    return run


@pytest.fixture
def prune() -> Prune:
    """Drop the rows of a source's expired loads; returns how many loads lost theirs."""

    def run(source: Source) -> int:
        with connect_postgres(role=Role.LOADER) as own:
            return retention.prune(own, source)

    return run


@pytest.fixture
def school(
    connection: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Connection[Any]]:
    """A PostgreSQL database of its own, as a school's software has it."""
    settings = postgres_settings()
    connection.execute("drop database if exists school")
    connection.execute("create database school")
    url = f"postgresql://{settings.user}:{settings.password}@{settings.address}/school"
    monkeypatch.setenv("SCHOOL_DB", url)
    with connect_postgres(dbname="school", autocommit=True) as opened:
        yield opened
    connection.execute("drop database school with (force)")


@pytest.fixture
def lite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    file = tmp_path / "school #1.db"
    monkeypatch.setenv("SCHOOL_DB", f"sqlite:///{file}")
    connection = sqlite3.connect(file, isolation_level=None)
    yield connection
    connection.close()
