"""Makes again, without a person, all that is made of what was landed."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from common import spark
from common.folders import REPOSITORY, target_folder
from common.servers.settings import neo4j_settings
from loaders.staging import one_place
from privacy import erasure, history, pages
from refresh.run import run_steps
from refresh.steps import Step

Say = Callable[[str], None]

# dbt's own files; what else is in these folders is not.
ARTIFACTS = ("*.json", "*.html", "*.msgpack", "*.gpickle", "*.txt", "compiled", "run", "next")
LOGS = ("dbt.log*",)


def forget_files() -> None:
    """Delete what dbt wrote of its runs: it may quote values."""
    folders = (
        (target_folder(), ARTIFACTS),
        (REPOSITORY / os.environ.get("DBT_LOG_PATH", "logs"), LOGS),
    )
    for folder, patterns in folders:
        for pattern in patterns:
            for path in folder.glob(pattern):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()


def remake(say: Say) -> int:
    """Build the marts, then the graph and the pages that there were; the first failure's code."""
    return run_steps(list(_steps(say))).code


def _steps(say: Say) -> Iterator[Step]:
    with erasure.loader() as connection:
        there = ["--target", spark.TARGET] if one_place.is_lake(connection) else []
    yield Step("build", "the marts", _module("refresh", "build", *there))
    if history.holds("graph_syncs"):
        sync = _module("graph_sync", "sync", "--allow-delete-fraction", "1")
        yield Step("graph", "the graph", sync, lambda: _empty_graph(say))
    if history.holds("graph_findings"):
        yield Step("insights", "the graph's findings", _module("graph_sync", "insights"))
    if any(path.exists() for path in pages.written()["dashboard"]):
        yield Step("dashboard", "the dashboard", _module("dashboard", "preview"))
    if any(path.exists() for path in pages.written()["report"]):
        yield Step("report", "the data report", _module("refresh", "report"))


def _empty_graph(say: Say) -> None:
    """Have the embedded Neo4j begin anew: its files keep what is deleted from the graph."""
    if not neo4j_settings().embedded:
        say("Neo4j's own files and logs keep what was deleted until it writes them again")
        return
    # Imported here: a project without the embedded servers has no such folder.
    from services import neo4j_home, servers

    servers.down(["neo4j"], say)
    home: Path = neo4j_home.data_folder()
    for path in (home / "data", home / "logs"):
        shutil.rmtree(path, ignore_errors=True)
    home.with_name("neo4j.log").unlink(missing_ok=True)
    servers.up(["neo4j"], say)


def _module(*arguments: str) -> list[str]:
    return [sys.executable, "-m", *arguments]
