"""What a build promises its readers holds of one on Spark, whatever fails there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from common.servers.connections import connect_postgres
from tests.integration import chain
from tests.integration.refresh import test_build
from tests.integration.refresh.test_build import School, build, published, read
from tests.integration.refresh.test_build import (
    test_a_failed_test_publishes_nothing_and_says_what_failed as test_a_failed_test_publishes_nothing_and_says_what_failed,  # noqa: E501
)
from tests.integration.schemas import empty
from tests.spark.mirror import mirror_all

ON_POSTGRES = test_build.BUILD


@pytest.fixture(scope="module")
def project(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a project that builds the chain alone, in force for dbt."""
    with pytest.MonkeyPatch.context() as patch, connect_postgres(autocommit=True) as connection:
        empty(connection)
        folder = chain.cut_out(tmp_path_factory.mktemp("project"))
        patch.setenv("DBT_PROJECT_DIR", str(folder))
        yield folder


@pytest.fixture(scope="module")
def school(
    project: Path, lake_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[School]:
    """A school with three students, landed in the lake and published; left empty again."""
    with (
        pytest.MonkeyPatch.context() as patch,
        connect_postgres(autocommit=True) as connection,
    ):
        for name in ("LOAD", "BUILD"):
            patch.setattr(test_build, name, [*getattr(test_build, name), "--target", "spark"])
        yield from published(connection, tmp_path_factory.mktemp("school"))


def test_an_empty_cell_against_the_contract_publishes_nothing_on_either_engine(
    school: School, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = project / "dbt_project" / "models" / "marts" / "attendance.sql"
    text = model.read_text("utf-8")
    column = "        session_id\n"
    spoiled = text.replace(column, "        nullif(session_id, 'two') as session_id\n")
    assert spoiled != text
    before = read(school.warehouse)
    model.write_text(spoiled, "utf-8")
    on_spark = build()
    mirror_all()
    monkeypatch.setattr(test_build, "BUILD", ON_POSTGRES)
    on_postgres = build()
    model.write_text(text, "utf-8")
    assert "NOT NULL constraint violated for column: session_id" in on_spark.stdout
    assert 'null value in column "session_id"' in on_postgres.stdout
    for failed in (on_spark, on_postgres):
        assert failed.returncode == 1
        assert "nothing was published: the figures stay those of" in failed.stderr
    assert read(school.warehouse) == before
