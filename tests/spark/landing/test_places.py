"""Spark finds what is landed under the address that profiles.yml names."""

from pathlib import Path

import pytest

from common.errors import UserError
from loaders.lake.folders import Lake
from refresh.spark.engine import SparkEngine


@pytest.mark.parametrize(
    "address",
    [
        "abfss://container@account.dfs.core.windows.net/lake",
        "gs://bucket/lake",
        "s3://bucket/lake?region=eu-west-1",
        "s3a://bucket/lake/?region=eu-west-1",
    ],
)
def test_a_bucket_keeps_the_name_that_spark_knows(address: str) -> None:
    named = address.partition("?")[0].rstrip("/")
    assert Lake.at(address).uri("students") == f"{named}/staging/students"


def test_a_folder_keeps_its_blanks(tmp_path: Path) -> None:
    lake = Lake.at(f"{tmp_path.as_uri()}/the%20lake")
    assert lake.uri("students") == f"file://{tmp_path}/the lake/staging/students"
    assert Lake.at(lake.root).uri("students") == f"{tmp_path}/the lake/staging/students"


def test_what_was_read_from_a_load_that_is_gone_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Spark takes a folder that is gone for one without rows."""
    lake = Lake.at(str(tmp_path))
    engine = SparkEngine()
    engine.landed = {"students": [1, 2]}
    monkeypatch.setattr("refresh.spark.engine.lake_path", lambda: str(tmp_path))
    for load_id in (1, 2):
        Path(lake.folder("students", load_id)).mkdir(parents=True)
        Path(lake.file("students", load_id)).touch()
    monkeypatch.setattr("refresh.spark.engine.session", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):  # it goes on to Spark
        engine.deliver(connection=None)  # type: ignore[arg-type]
    Path(lake.file("students", 2)).unlink()
    with pytest.raises(UserError, match=r"load 2 of students is not in the lake .*; nothing is"):
        engine.deliver(connection=None)  # type: ignore[arg-type]
