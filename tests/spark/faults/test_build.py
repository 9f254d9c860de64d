"""What a build promises its readers holds of one on Spark, whatever fails there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from common.servers.connections import connect_postgres
from tests.integration.refresh import test_build
from tests.integration.refresh.test_build import School, build, published, read
from tests.integration.refresh.test_build import (
    test_a_failed_test_publishes_nothing_and_says_what_failed as test_a_failed_test_publishes_nothing_and_says_what_failed,  # noqa: E501
)
from tests.integration.schemas import empty
from tests.spark.small_project import cut_down

# Those that a build makes first, and the one that nobody may leave half empty.
MARTS = ("students", "rejected_records")
# One statement over tables of both schemas; all count the same students.
COUNTS = """
select
    (select count(*) from marts.students) as students,
    (select count(distinct student_id) from marts.students) as different,
    (select rows_landed from intermediate.int_loads where is_in_force) as landed,
    (select rows_in from intermediate.int_loads where is_in_force) as records
"""
# The column may not be empty by its contract alone: no test asks.
SPOILED = """
alter table staging.rejected_rows alter hint drop not null;
insert into staging.rejected_rows (load_id, source, file, record_number, line, raw, reason)
select load_id, source, file, 9, 9, 'x', 'row-error' from staging.loads where is_active;
update staging.loads set rows_in = rows_in + 1, rows_rejected = rows_rejected + 1 where is_active
"""
MENDED = """
update staging.loads set rows_in = rows_in - 1, rows_rejected = rows_rejected - 1 where is_active;
delete from staging.rejected_rows;
alter table staging.rejected_rows alter hint set not null
"""


@pytest.fixture(scope="module")
def school(
    warehouse: Path, lake_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[School]:
    """A school with three students, landed in the lake and published; left empty again."""
    with (
        pytest.MonkeyPatch.context() as patch,
        connect_postgres(autocommit=True) as connection,
    ):
        for name in ("LOAD", "BUILD"):
            patch.setattr(test_build, name, [*getattr(test_build, name), "--target", "spark"])
        patch.setattr(test_build, "COUNTS", COUNTS)
        empty(connection)
        project = cut_down(tmp_path_factory.mktemp("project"), *MARTS)
        patch.setenv("DBT_PROJECT_DIR", str(project))
        yield from published(connection, tmp_path_factory.mktemp("school"))


def test_an_empty_cell_against_the_contract_publishes_nothing(school: School) -> None:
    before = read(school.warehouse)
    school.warehouse.execute(SPOILED)
    failed = build()
    school.warehouse.execute(MENDED)
    assert failed.returncode == 1
    assert "NOT NULL constraint violated for column: hint" in failed.stdout
    assert "nothing was published: the figures stay those of" in failed.stderr
    assert read(school.warehouse) == before
