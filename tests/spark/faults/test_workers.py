"""The chain of attendance on a cluster, whose workers are killed meanwhile: the same rows."""

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from common.servers.connections import connect_postgres
from common.spark import lake_path
from refresh.spark.session import session
from tests.integration import chain
from tests.integration.in_process import run_module
from tests.integration.refresh.test_build import BUILD, Warehouse
from tests.integration.schemas import empty
from tests.spark.comparing import compared
from tests.spark.faults.cluster import Cluster, cluster
from tests.spark.mirror import mirror_all

ALONE = '"1"'
# So that there is something to do for both workers.
SPLIT = {
    "spark.master: local[*]": """spark.master: {address}
        spark.driver.host: 127.0.0.1
        spark.executor.memory: 700m
        spark.executor.extraJavaOptions: -XX:TieredStopAtLevel=1 -XX:+UseSerialGC""",
    f"spark.sql.shuffle.partitions: {ALONE}": 'spark.sql.shuffle.partitions: "4"',
}
# When the first of each has been made, a worker is killed, and another one comes in its place.
MOMENTS = (
    "intermediate.db/int_loads",
    "staging.db/stg_students",
    "intermediate.db/int_students",
    "marts.db/students",
    "intermediate.db/int_attendance_statuses",
)
WAIT_SECONDS = 1800


@pytest.fixture(scope="module")
def workers(
    warehouse: Path, lake_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cluster]:
    """A cluster that profiles.yml names."""
    profile = warehouse / "profiles.yml"
    before = profile.read_text("utf-8")
    with cluster(tmp_path_factory.mktemp("cluster")) as started:
        text = before
        for words, others in SPLIT.items():
            assert words in text
            text = text.replace(words, others.format(address=started.address))
        profile.write_text(text, "utf-8")
        yield started
        profile.write_text(before, "utf-8")


@pytest.fixture(scope="module")
def connection(
    warehouse: Path, workers: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Warehouse]:
    """The sample, landed in the lake, its project cut down to the chain; left empty again."""
    with pytest.MonkeyPatch.context() as patch, connect_postgres(autocommit=True) as opened:
        empty(opened)
        project = chain.cut_out(tmp_path_factory.mktemp("project"))
        patch.setenv("DBT_PROJECT_DIR", str(project))
        landed = run_module("loaders", "load", "data/sample", "--target", "spark")
        assert landed.returncode == 0, landed.stderr
        yield opened
        empty(opened)


def test_a_build_outlives_its_workers(connection: Warehouse, workers: Cluster) -> None:
    command = [*BUILD, "--target", "spark"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as build:
        for moment in MOMENTS:
            made = Path(lake_path(), moment, "_delta_log")
            await_that(made.exists, build)
            await_that(workers.is_at_work, build)
            workers.kill_worker()
            workers.add_worker()
        said = build.communicate(timeout=WAIT_SECONDS)[0]
    assert build.returncode == 0, said
    assert "Published: readers see these marts from now on" in said


def test_every_row_is_the_same(connection: Warehouse) -> None:
    mirror_all()
    done = subprocess.run(BUILD, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with session() as spark:
        rows, differing = compared(connection, spark)
    assert differing == {}
    assert rows > 40_000


def await_that(happens: Callable[[], bool], build: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not happens():
        assert build.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)
