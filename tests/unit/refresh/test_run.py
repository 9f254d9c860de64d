"""Steps run one after the other, until one fails."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from refresh.run import Run, run_steps
from refresh.steps import Step, steps
from tests.unit.processes import has_ended


def step(name: str, body: str) -> Step:
    return Step(name, f"the {name}", [sys.executable, "-c", body])


def test_order_is_load_build_graph_insights_dashboard() -> None:
    assert [step.name for step in steps(Path())] == [
        "load",
        "build",
        "graph",
        "insights",
        "dashboard",
    ]


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


def test_one_that_has_nothing_to_do_says_why_and_does_not_run(
    capfd: pytest.CaptureFixture[str],
) -> None:
    run = [step("load", ""), step("build", "print('built')")]
    done = {"build": "nothing new"}
    assert run_steps(run, lambda step: done.get(step.name)) == Run(0, None)
    out = capfd.readouterr().out
    assert "2 of 2: build: nothing new\n" in out
    assert "build     nothing new\n" in out
    assert "built" not in out


def test_a_step_ends_with_the_refresh_that_is_killed(tmp_path: Path) -> None:
    body = f"import os, time; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); "
    code = (
        "from refresh.run import run_steps; from refresh.steps import Step; "
        f"run_steps([Step('load', '', [{sys.executable!r}, '-c', {body + 'time.sleep(60)'!r}])])"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL) as process:
        child = written(tmp_path / "pid")
        process.kill()
    assert has_ended(child)


def written(path: Path) -> int:
    deadline = time.monotonic() + 30
    while not (path.exists() and path.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return int(path.read_text())
