"""Spark finds what is landed under the address that profiles.yml names."""

from pathlib import Path

import pytest

from loaders.lake.folders import Lake


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
