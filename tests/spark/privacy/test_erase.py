"""Erasing where landed rows are in the lake: files, ledger, and what Spark has made of them."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import fs, parquet
from pyspark.sql import SparkSession

from common.servers.connections import connect_postgres
from common.spark import lake_path
from loaders.batch import LandingError
from loaders.lake.folders import Lake
from loaders.lake.rows import LakeRows
from privacy import remaking
from refresh.spark.forget import REST, STATES, forget
from refresh.spark.session import session
from tests.integration.in_process import Ended, run_module
from tests.integration.privacy.conftest import Somebody, holding
from tests.integration.privacy.conftest import exports as exports
from tests.integration.privacy.conftest import somebody as somebody
from tests.integration.privacy.test_erase import BUILT, MARTS, give
from tests.integration.schemas import empty

Query = Callable[[str], list[tuple[Any, ...]]]
UNEVEN = """
select source, rows_in, rows_landed, rows_rejected, rows_suppressed from staging.loads
where rows_in <> rows_landed + rows_rejected + rows_suppressed
"""


@pytest.fixture
def query(
    warehouse: Path, lake_home: Path, exports: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Query]:
    """A warehouse with the exports landed in the lake, as if built; nothing is built again."""
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
        shutil.rmtree(lake_path(), ignore_errors=True)  # of the database that was there before
        done = run_module("loaders", "load", str(exports), "--target", "spark")
        assert done.returncode == 0, done.stderr
        # Findings are told by where the landed rows are.
        findings = "from staging.raw_students where student_id in ('0099887', '0000001')"
        connection.execute(
            BUILT.replace(
                f"_load_id as load_id, _source_row as source_row\n{findings}",
                "load_id, rows_landed as source_row\nfrom staging.loads where source = 'students'",
            )
        )
        for schema in ("intermediate", "history", "marts"):
            give(connection, schema)
        monkeypatch.setattr(remaking, "remake", lambda say: 0)
        monkeypatch.setattr(remaking, "forget_files", lambda: None)
        yield lambda statement: connection.execute(statement.encode()).fetchall()
        empty(connection)


def privacy(*arguments: str) -> Ended:
    return run_module("privacy", *arguments)


def files() -> dict[str, int]:
    """The files of the landed rows, by their number on the disk."""
    folder = Path(lake_path()) / "staging"
    return {path.parent.parent.name: path.stat().st_ino for path in folder.rglob("*.parquet")}


def landed(source: str, load_id: int) -> list[Any]:
    rows = LakeRows(Lake.at(lake_path()), source, load_id)
    return [row for batch in rows.batches() for row in batch.to_pylist()]


def fill(spark: SparkSession, somebody: Somebody) -> None:
    """Have Spark hold what a build has made of them."""
    for schema in ("marts", "intermediate", "history"):
        spark.sql(f"create schema if not exists {schema}")
    rows = f"select '{somebody.student_id}' as student_id, '{somebody.name}' as name"
    for table in ("marts.students", "intermediate.int_subscriptions"):
        spark.sql(f"create or replace table {table} using delta as {rows}")
    spark.sql(
        f"create or replace table {STATES} using delta as {rows} union all select '0000001', 'Ada'"
    )


def test_a_person_is_taken_out_of_the_lake_and_kept_out(
    query: Query, exports: Path, somebody: Somebody, tmp_path: Path
) -> None:
    lake = Path(lake_path())
    with session() as spark:
        fill(spark, somebody)
    before, needles = files(), [*somebody.needles, somebody.student_id.encode()]
    to = tmp_path / "person.json"
    told = privacy("export", "--email", somebody.email, "--to", str(to))
    assert told.returncode == 0, told.stderr
    rows = json.loads(to.read_text("utf-8"))
    assert {name: len(found) for name, found in rows.items() if name.startswith("lake.")} == {
        **{"lake.students": 1, "lake.attendance": 3, "lake.calls": 1, "lake.subscriptions": 1}
    }
    assert rows["lake.students"][0]["name"] == somebody.name

    done = privacy("erase", "--student-id", somebody.student_id, "--yes")
    assert done.returncode == 0, done.stderr
    assert "lake.attendance: 3 erased" in done.stdout
    assert query(MARTS)[0][:3] == (["0000001"], ["0000001"], ["0000001"])
    assert holding(needles, [lake]) == set()
    assert query(UNEVEN) == []
    assert query("select sum(rows_suppressed) from staging.loads") == [(9,)]
    # A file without a row of theirs is not written again.
    after = files()
    assert {source for source in before if before[source] != after[source]} == {
        *("students", "attendance", "calls", "subscriptions"),
    }
    with session() as spark:
        assert [tuple(row) for row in spark.table(STATES).collect()] == [("0000001", "Ada")]
        assert not spark.catalog.tableExists("marts.students")

    again = run_module("loaders", "load", str(exports), "--target", "spark", "--force")
    assert "suppressed (of people who were erased)" in again.stdout
    assert holding(needles, [lake]) == set()


def test_what_was_cut_off_goes_on(
    query: Query, somebody: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> int:
        raise KeyboardInterrupt

    erase = ("privacy", "erase", "--email", somebody.email, "--yes")
    monkeypatch.setattr("refresh.spark.forget.forget", lambda whose: None)
    # After the first file, whose count the ledger does not know yet.
    with monkeypatch.context() as patch:
        patch.setattr(LakeRows, "count", cut_off)
        assert run_module(*erase).returncode == 130
    done = run_module(*erase)
    assert done.returncode == 0, done.stderr
    assert holding(somebody.needles, [Path(lake_path())]) == set()
    assert query("select sum(rows_suppressed) from staging.loads") == [(9,)]
    for source, load_id, rows in query("select source, load_id, rows_landed from staging.loads"):
        assert len(landed(source, load_id)) == rows, source


class Unmoved:
    """A file system on which nothing takes the place of anything."""

    def __init__(self, files: fs.FileSystem) -> None:
        self._files = files

    def __getattr__(self, name: str) -> Any:
        return getattr(self._files, name)

    def move(self, *_: str) -> None:
        raise OSError("cut off")


def test_spark_reads_no_file_that_a_killed_erasure_has_left(lake_home: Path) -> None:
    lake = Lake.at(str(lake_home))
    rows = LakeRows(replace(lake, files=Unmoved(lake.files)), "notes", 1)
    folder = Path(lake.folder("notes", 1))
    folder.mkdir(parents=True)
    parquet.write_table(pa.table({"_source_row": [1, 2, 3]}), lake.file("notes", 1))
    with pytest.raises(LandingError, match=r"\(cut off\); .* run the same again"):
        rows.without([2])
    assert len(list(folder.iterdir())) == 2
    with session() as spark:
        found = spark.read.parquet(str(folder)).collect()
    assert sorted(row._source_row for row in found) == [1, 2, 3]


def test_states_are_there_after_each_step_that_is_cut_off(
    warehouse: Path, lake_home: Path, somebody: Somebody
) -> None:
    with session() as spark:
        fill(spark, somebody)
        spark.sql(f"create table {REST} like {STATES}")  # half of it was written
    forget(lambda ids: [one for one in ids if one == somebody.student_id])
    with session() as spark:
        spark.sql(f"alter table {STATES} rename to {REST}")  # the old one was dropped
    forget(lambda ids: [])
    with session() as spark:
        assert [tuple(row) for row in spark.table(STATES).collect()] == [("0000001", "Ada")]
        assert not spark.catalog.tableExists(REST)
