"""A small school that lands exports of a few rows in the warehouse and builds it."""

import json
import shutil
from pathlib import Path

from tests.integration.dbt.conftest import write
from tests.integration.dbt.test_awkward_rows import HEADER
from tests.integration.in_process import run_dbt, run_module

HEADERS = {
    "students": ("student_id", "name", "email"),
    "sessions": ("session_id", "date", "duration", "module"),
    "attendance": ("student_id", "session_id"),
    "subscriptions": tuple(HEADER),
}
# Seeds and models: tests are not what is looked at here.
MODELS = ["--exclude-resource-type", "test", "unit_test"]


class School:
    """A small school; its attendance log is appended to."""

    def __init__(self, folder: Path) -> None:
        """Write into `folder` a contract that appends the log, and lets exports get shorter."""
        self.folder = folder
        contract = Path("loaders/sources.yml").read_text(encoding="utf-8")
        contract = contract.replace("max_shrink: 0.5", "max_shrink: 1.0")
        pair = "columns: [student_id, session_id]"
        (folder / "sources.yml").write_text(contract.replace(pair, f"{pair}\n    mode: append"))

    def land(self, **sources: list[tuple[str, ...]]) -> None:
        """Land one export of each source; their headers are added."""
        inbox = self.folder / "inbox"
        shutil.rmtree(inbox, ignore_errors=True)
        for source, rows in sources.items():
            write(inbox, source, HEADERS[source], *rows)
        contract = str(self.folder / "sources.yml")
        done = run_module("loaders", "load", str(inbox), "--sources", contract)
        assert done.returncode == 0, done.stdout + done.stderr

    def build(self, *arguments: str, **values: object) -> None:
        """Run the models on what is there."""
        chosen = ("--no-write-json", *MODELS, "--vars", json.dumps(values), *arguments)
        done = run_dbt("--quiet", "build", *chosen)
        assert done.returncode == 0, done.stdout


def pairs(text: str) -> list[tuple[str, ...]]:
    """Return the rows of the log: `1a` is student 1 in session a."""
    return [(pair[0].strip("."), pair[1]) for pair in text.split()]
