"""The scheduled refresh on GitHub: a valid workflow, of which the docs name all it needs."""

import re
import subprocess
import sys
from pathlib import Path

from common.folders import REPOSITORY

WORKFLOW = REPOSITORY / ".github" / "workflows" / "refresh.yml"


def test_workflow_is_valid() -> None:
    linter = Path(sys.executable).with_name("check-jsonschema")
    done = subprocess.run(
        [linter, "--builtin-schema", "vendor.github-workflows", WORKFLOW],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_secret_and_variable_is_in_the_docs_and_every_one_there_is_used() -> None:
    page = (REPOSITORY / "docs" / "operations.md").read_text("utf-8")
    (told,) = re.findall(r"add the variable (.*?): a link", page, re.DOTALL)
    for kind, text in zip(("vars", "secrets"), told.split("the secrets"), strict=True):
        named = set(re.findall(r"`([A-Z_0-9]+)`", text))
        assert set(re.findall(rf"\b{kind}\.([A-Z_0-9]+)", WORKFLOW.read_text("utf-8"))) == named
