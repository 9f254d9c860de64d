"""A standalone Spark of one master and two workers on this machine."""

import json
import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path

import psutil
import pyspark

from services import ports

HERE = "127.0.0.1"
SPARK_CLASS = Path(pyspark.__file__).parent / "bin" / "spark-class"
DEPLOY = "org.apache.spark.deploy"
WORKERS = 2
WORKER = ("--cores", "1", "--memory", "1g", "--webui-port", "0")
WAIT_SECONDS = 300


@dataclass
class Cluster:
    """Its address; the oldest worker comes first, each with the folder that it works in."""

    address: str
    folder: Path
    log: TextIOWrapper
    stack: ExitStack
    workers: list[tuple[psutil.Process, Path]] = field(default_factory=list)

    def start(self, name: str, *arguments: str) -> psutil.Process:
        """Start a part of it, which ends with the cluster."""
        command = [str(SPARK_CLASS), f"{DEPLOY}.{name}", *arguments]
        env = os.environ | {"SPARK_LOCAL_IP": HERE}
        process = subprocess.Popen(command, stdout=self.log, stderr=self.log, env=env)
        started = psutil.Process(process.pid)
        self.stack.callback(process.wait)
        self.stack.callback(_kill, started)
        return started

    def add_worker(self) -> None:
        """Start one more worker."""
        place = self.folder / str(time.monotonic_ns())
        process = self.start("worker.Worker", *WORKER, "-d", str(place), self.address)
        self.workers.append((process, place))

    def is_at_work(self) -> bool:
        """Whether the oldest worker was given something to do."""
        return any(self.workers[0][1].glob("app-*/*"))

    def kill_worker(self) -> None:
        """Kill the oldest one, and what it has started."""
        process, _ = self.workers.pop(0)
        _kill(process)


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Start it, with its log in the folder; it ends with the context."""
    port, page = ports.any_free_port(), ports.any_free_port()
    with ExitStack() as stack:
        log = stack.enter_context((folder / "log").open("w"))
        made = Cluster(f"spark://{HERE}:{port}", folder, log, stack)
        where = ("--host", HERE, "--port", str(port), "--webui-port", str(page))
        made.start("master.Master", *where)
        for _ in range(WORKERS):
            made.add_worker()
        _await(f"http://{HERE}:{page}/json/")
        yield made


def _kill(process: psutil.Process) -> None:
    if process.is_running():
        for each in (process, *process.children(recursive=True)):
            each.kill()


def _await(page: str) -> None:
    """Wait until the master knows all workers."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            with urllib.request.urlopen(page) as said:
                if json.load(said)["aliveworkers"] == WORKERS:
                    return
        except OSError:
            pass
        assert time.monotonic() < deadline, "the cluster has not come up"
        time.sleep(0.5)
