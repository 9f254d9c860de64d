"""What the tests of Spark and its lake start from: PostgreSQL of their own, Spark for few rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.own_servers import services_home as services_home
from tests.integration.own_servers import warehouse as warehouse

PARTITIONS = '        spark.sql.shuffle.partitions: "2"\n'
# For a thousand short statements on few rows: nothing is compiled, nothing is split.
FEW_ROWS = """\
        spark.sql.shuffle.partitions: "1"
        spark.databricks.delta.snapshotPartitions: "1"
        spark.sql.adaptive.enabled: "false"
        spark.sql.codegen.wholeStage: "false"
        spark.sql.codegen.factoryMode: NO_CODEGEN
        spark.driver.extraJavaOptions: >-
          -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC
          -Dderby.stream.error.file=/dev/null
"""


@pytest.fixture(scope="module")
def lake_home(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty folder, in force as the place of Spark's warehouse and catalogue."""
    profile = warehouse / "profiles.yml"
    text = profile.read_text("utf-8")
    if PARTITIONS in text:
        profile.write_text(text.replace(PARTITIONS, FEW_ROWS), "utf-8")
    assert FEW_ROWS in profile.read_text("utf-8")
    folder = tmp_path_factory.mktemp("the lake")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_WAREHOUSE", str(folder / "warehouse"))
        patch.setenv("SPARK_METASTORE", str(folder / "metastore"))
        yield folder
