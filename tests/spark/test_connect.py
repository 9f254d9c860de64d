"""The chain of attendance through a server of Spark Connect."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pyspark
import pytest

from common.servers.connections import connect_postgres
from common.spark import session_settings
from services import ports
from tests.integration import chain
from tests.integration.in_process import run_module
from tests.integration.refresh.test_build import BUILD
from tests.integration.schemas import empty

HERE = "127.0.0.1"
SUBMIT = Path(pyspark.__file__).parent / "bin" / "spark-submit"
SERVER = ("--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal")
# What the server is started with; profiles.yml has its address in the place of these.
ITS_OWN = (
    "spark.master:",
    "spark.driver.memory:",
    "spark.hadoop.javax.jdo.option.ConnectionURL:",
)
STUDENTS = 5
WAIT_SECONDS = 300


@pytest.fixture(scope="module")
def server(
    warehouse: Path, lake_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """A server that profiles.yml names."""
    port, settings = ports.any_free_port(), session_settings()
    bound = {
        "spark.connect.grpc.binding.port": str(port),
        "spark.sql.catalogImplementation": "hive",
    }
    told = [text for each in (settings | bound).items() for text in ("--conf", "=".join(each))]
    profile = warehouse / "profiles.yml"
    before = profile.read_text("utf-8")
    lines = [line for line in before.splitlines() if not line.strip().startswith(ITS_OWN)]
    at = next(number for number, line in enumerate(lines) if "spark.sql.warehouse.dir:" in line)
    lines.insert(at, f"        spark.remote: sc://{HERE}:{port}")
    with (tmp_path_factory.mktemp("server") / "log").open("w") as log:
        started = subprocess.Popen(
            [str(SUBMIT), *told, *SERVER],
            stdout=log,
            stderr=log,
            env=os.environ | {"SPARK_LOCAL_IP": HERE},
        )
        await_listening(port, started)
        profile.write_text("\n".join(lines), "utf-8")
        yield
        profile.write_text(before, "utf-8")
        begun = psutil.Process(started.pid)
        for each in (begun, *begun.children(recursive=True)):
            each.kill()
        started.wait()


def await_listening(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        assert server.poll() is None
        try:
            socket.create_connection((HERE, port)).close()
            return
        except OSError:
            assert time.monotonic() < deadline, "the server has not come up"
            time.sleep(0.5)


def test_the_chain_is_built_and_published(
    server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain.write(tmp_path, STUDENTS)
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
        monkeypatch.setenv("DBT_PROJECT_DIR", str(chain.cut_out(tmp_path)))
        landed = run_module("loaders", "load", str(tmp_path), "--target", "spark")
        assert landed.returncode == 0, landed.stderr
        done = subprocess.run(
            [*BUILD, "--target", "spark"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        found = connection.execute(chain.COUNTS).fetchall()
        empty(connection)
    assert found == [(STUDENTS,) * 4]
