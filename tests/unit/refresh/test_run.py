"""Steps run one after the other, until one fails."""

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from refresh.run import Run, run_steps
from refresh.steps import Step, steps


def step(name: str, body: str) -> Step:
    return Step(name, f"the {name}", [sys.executable, "-c", body])


def test_order_is_load_build_graph_dashboard() -> None:
    assert [step.name for step in steps(Path())] == ["load", "build", "graph", "dashboard"]


def test_every_step_is_timed(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_steps([step("load", "print('landed')"), step("graph", "")]) == Run(0, None)
    out, err = capfd.readouterr()
    assert err == ""
    lines = out.split("\n")
    assert lines[1:3] == ["1 of 2: load", "landed"]
    assert [line.split()[::2] for line in lines[6:9]] == [
        ["load", "s"],
        ["graph", "s"],
        ["all", "s"],
    ]


def test_first_failure_ends_it_with_one_line_and_its_exit_code(
    capfd: pytest.CaptureFixture[str],
) -> None:
    run = [
        step("load", ""),
        step("graph", "import sys; sys.exit(3)"),
        step("dashboard", "print('drawn')"),
        step("post", ""),
    ]
    assert run_steps(run) == Run(3, "graph")
    out, err = capfd.readouterr()
    assert "drawn" not in out
    assert [line.split()[-1] for line in out.splitlines()[-5:]] == [
        "s",
        "failed",
        "run",
        "run",
        "s",
    ]
    assert err == (
        "stopped at step 2 of 4, graph (exit code 3); "
        "the dashboard and the post stay as they were\n"
    )


def test_one_that_was_killed_has_the_exit_code_of_a_shell(
    capfd: pytest.CaptureFixture[str],
) -> None:
    killed = run_steps([step("load", "import os; os.kill(os.getpid(), 9)")])
    assert killed == Run(128 + signal.SIGKILL, "load")
    assert capfd.readouterr().err == "stopped at step 1 of 1, load (exit code 137)\n"


BUILD = [
    "10:00:00  Running with dbt",
    "10:00:00  1 of 3 START sql view model staging.a [RUN]",
    "10:00:00  1 of 3 OK created sql view model staging.a [CREATE VIEW in 0.1s]",
    "10:00:01  2 of 3 PASS unique_a [PASS in 0.1s]",
    "10:00:01  3 of 3 ERROR creating b [ERROR in 0.1s]",
]


def test_of_a_build_only_what_did_not_pass_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    run_steps([step("build", f"print({os.linesep.join(BUILD)!r})")])
    shown = capfd.readouterr().out.splitlines()
    assert shown[2:4] == [BUILD[0], BUILD[4]]


def test_make_build_shows_the_same_and_ends_as_dbt_does(tmp_path: Path) -> None:
    programs = {
        "dbt": f"printf '%s\\n' {shlex.join(BUILD)}; exit 3",
        "python": f'exec {shlex.quote(sys.executable)} "$@"',
    }
    for name, script in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        ["make", "--old-file", "ready", "build", f"BIN={tmp_path}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == [BUILD[0], BUILD[4]]
    assert done.returncode == 2
    assert "Error 3" in done.stderr
