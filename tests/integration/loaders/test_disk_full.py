"""A full disk in the middle of a load leaves the old version and a line in the ledger.

A small file system of its own can be mounted by root only, so only root has this test.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from common.servers.settings import Role
from loaders.batch import LandingError
from loaders.contract.model import Source
from tests.integration.loaders.conftest import Load, Rows
from tests.integration.schemas import empty

SMALL = "8m"
NOTES = "sources: {notes: {files: '*.csv', columns: [a]}}"


@pytest.fixture
def small_disk(connection: psycopg.Connection[Any]) -> Iterator[str]:
    """A tablespace that is soon full."""
    postmaster = psutil.Process(connection.info.backend_pid).parent()
    assert postmaster is not None
    data = connection.execute("show data_directory").fetchall()[0][0]
    folder = Path(data).parent / "small disk"
    folder.mkdir()
    owner = f"uid={postmaster.uids().real},gid={postmaster.gids().real},mode=700"
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL},{owner}", "tmpfs", folder], check=True
    )
    try:
        connection.execute(f"create tablespace small location '{folder}'".encode())
        connection.execute(f"grant create on tablespace small to {Role.LOADER}".encode())
        yield "small"
        empty(connection, "staging")
        connection.execute("drop tablespace small")
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
        folder.rmdir()


if os.geteuid() == 0:

    def test_a_full_disk_leaves_the_old_version(
        small_disk: str,
        load: Load,
        inbox: Path,
        contract: Callable[[str], tuple[Source, ...]],
        query: Callable[[str], Rows],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        sources = contract(NOTES)
        (inbox / "notes.csv").write_text("a\nold\n")
        load(sources)
        (inbox / "notes.csv").write_text("a\n" + "some longer text\n" * 400_000)
        with monkeypatch.context() as patch:
            patch.setenv("PGOPTIONS", f"-c default_tablespace={small_disk}")
            with pytest.raises(
                LandingError,
                match=r"the disk of the PostgreSQL server is full \(SQLSTATE 53100\); nothing",
            ):
                load(sources)
        assert query("select a from staging.raw_notes") == [("old",)]
        assert query("select status, message like '%53100%' from staging.loads order by 1") == [
            ("failed", True),
            ("landed", None),
        ]
        assert query("select count(*) from pg_class where relname ~ '^raw_notes_[0-9]+$'") == [(1,)]
        load(sources)
        assert query("select count(*) from staging.raw_notes") == [(400_001,)]
