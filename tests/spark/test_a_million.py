"""A school with a million attendances comes out the same on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from common.servers.connections import connect_postgres
from data.generator.files import Request, write_files
from refresh.spark.session import session
from tests.integration.schemas import empty
from tests.spark.both_engines import build_by_both
from tests.spark.comparing import sums_here, sums_there
from tests.spark.conftest import FEW_ROWS, PARTITIONS

LARGE = Request(students=20_000, sessions=2_000, attendances=1_000_000, subscriptions=50_000)


@pytest.fixture
def many_rows(warehouse: Path, lake_home: Path) -> Iterator[None]:
    """Spark as profiles.yml.example has it."""
    profile = warehouse / "profiles.yml"
    before = profile.read_text("utf-8")
    profile.write_text(before.replace(FEW_ROWS, PARTITIONS), "utf-8")
    yield
    profile.write_text(before, "utf-8")


def test_every_table_holds_the_same_rows(many_rows: None, tmp_path: Path) -> None:
    tuple(write_files(LARGE, tmp_path))
    with connect_postgres(autocommit=True) as connection:
        build_by_both(connection, tmp_path)
        here = sums_here(connection)
        with session() as spark:
            there = sums_there(spark, here)
        empty(connection)
    assert there == here
    assert sum(sums.rows for sums in here.values()) > 5_000_000
