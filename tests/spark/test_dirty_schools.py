"""What no rule foresees comes out the same on both engines: five schools with fuzzed exports."""

from pathlib import Path

from common.servers.connections import connect_postgres
from refresh.spark.session import session
from tests.integration.schemas import empty
from tests.spark import fuzzed
from tests.spark.both_engines import build_by_both
from tests.spark.comparing import compared


def test_every_table_holds_the_same_rows(warehouse: Path, lake_home: Path, tmp_path: Path) -> None:
    fuzzed.write(tmp_path)
    with connect_postgres(autocommit=True) as connection:
        build_by_both(connection, tmp_path)
        with session() as spark:
            rows, differing = compared(connection, spark)
        empty(connection)
    assert differing == {}
    assert rows > 20_000
