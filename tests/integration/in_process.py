"""Commands in this process, which spares the start of Python, and dbt's parse, of each.

They end as those of a user do: with an exit code, and with what they wrote.
"""

import functools
import io
import runpy
import subprocess
from contextlib import redirect_stderr, redirect_stdout

import pytest
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest

Ended = subprocess.CompletedProcess[str]


def run_module(module: str, *arguments: str) -> Ended:
    """Run `python -m module …`."""
    printed, said = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", [module, *arguments])
        with redirect_stdout(printed), redirect_stderr(said), pytest.raises(SystemExit) as ended:
            runpy.run_module(module, run_name="__main__")
    code = ended.value.code
    assert isinstance(code, int)
    return Ended([module, *arguments], code, printed.getvalue(), said.getvalue())


def run_dbt(*arguments: str) -> Ended:
    """Run `dbt …`, on the project as it was parsed first."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        done = invoke("--no-use-colors", *arguments)
    return Ended(list(arguments), int(not done.success), printed.getvalue(), "")


def invoke(*arguments: str) -> dbtRunnerResult:
    """Run it, and return what dbt's own interface returns."""
    # A copy, as dbt writes into it.
    manifest = _parsed().deepcopy()  # type: ignore[no-untyped-call]
    return dbtRunner(manifest).invoke(list(arguments))


@functools.cache
def _parsed() -> Manifest:
    done = dbtRunner().invoke(["--quiet", "parse"])
    assert isinstance(done.result, Manifest), done.exception
    return done.result
