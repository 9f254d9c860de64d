"""A project without the folder `services/` works against servers elsewhere."""

import subprocess
import sys
from pathlib import Path

import pytest

from common.errors import UserError
from common.servers.settings import Neo4jSettings
from graph_sync.export.files import Exported
from graph_sync.export.import_command import instructions

PACKAGES = (
    "common",
    "loaders",
    "graph_sync",
    "dashboard",
    "refresh",
    "queries",
    "privacy",
    "backup",
)

# Imports every module of the packages, then asks each command for its help, in one process.
EVERYTHING = """
import importlib, pkgutil, runpy, sys

sys.modules["services"] = None  # `import services` now fails as if the folder were deleted
# Spark's virtual environment alone has what these need.
of_spark = ("loaders.lake.", "refresh.spark.", "privacy.lake")
helped = []
for name in sys.argv[1:]:
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, name + "."):
        if not module.name.endswith("__main__") and not module.name.startswith(of_spark):
            importlib.import_module(module.name)
    sys.argv = [name, "--help"]
    try:
        runpy.run_module(name, run_name="__main__")
    except SystemExit as ended:
        helped.append((name, ended.code))
print(helped)
"""


def test_every_module_and_command_works() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", EVERYTHING, *PACKAGES],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == str([(name, 0) for name in PACKAGES])


def test_the_embedded_graph_is_refused_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "services", None)
    embedded = Neo4jSettings("embedded", "bolt://127.0.0.1:7687", "neo4j", "secret", "neo4j")

    with pytest.raises(UserError, match=r"no folder `services`.*choose `target: server`"):
        instructions(Exported(Path("out"), {}, multiline=False), embedded)
