"""Runs the steps of a refresh and says how long each took."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from common.commands.children import child
from common.commands.cli import ERROR_FILE, KILLED, USER_ERROR, one_line
from common.commands.watched import tell
from common.errors import UserError
from refresh.steps import Step


@dataclass(frozen=True)
class Run:
    """How a run ended: its exit code, 0 or that of the step that failed, and that step's name.

    `why` is known where the step did not begin, `said` is what the terminal was told last.
    """

    code: int
    failed_step: str | None
    why: str = ""
    said: str = field(default="", compare=False)


def run_steps(steps: Sequence[Step], is_done: Callable[[Step], str | None] = lambda _: None) -> Run:
    """Run them in their order, until one fails; `is_done` says why one need not run."""
    seconds: list[float | None] = []
    code, why, said = 0, "", ""
    for number, step in enumerate(steps, start=1):
        done = is_done(step)
        print(f"\n{number} of {len(steps)}: {step.name}{f': {done}' if done else ''}", flush=True)
        tell(step=step.name, number=number, of=len(steps), new=not done)
        if done:
            seconds.append(None)
            continue
        started = time.monotonic()
        try:
            step.before()
            code, said = _run(step)
        except UserError as error:
            code, why = USER_ERROR, one_line(error)
            said = why
            print(f"error: {why}", file=sys.stderr, flush=True)
        seconds.append(time.monotonic() - started)
        tell(step=step.name, code=code, seconds=round(seconds[-1] or 0, 1))
        if code:
            break
    print("\n" + "\n".join(_times(steps, seconds, code)), flush=True)
    if not code:
        return Run(0, None)
    stopped = _stopped(steps, len(seconds), code)
    print(stopped, file=sys.stderr)
    failed = steps[len(seconds) - 1].name
    tell(failed_step=failed, said=said)
    return Run(code, failed, why, "\n".join(filter(None, (said, stopped))))


def _run(step: Step) -> tuple[int, str]:
    """Its exit code, and the line that it failed with, if it left one."""
    with TemporaryDirectory() as folder:
        line = Path(folder) / "error"
        with child(step.command, env={**os.environ, ERROR_FILE: str(line)}) as process:
            code = process.wait()
        said = line.read_text("utf-8") if line.exists() else ""
    return KILLED - code if code < 0 else code, said


def _times(steps: Sequence[Step], seconds: Sequence[float | None], code: int) -> list[str]:
    """One line per step, and one for all."""
    lines = [
        f"{step.name:<10}" + ("nothing new" if spent is None else f"{spent:>8.1f} s")
        for step, spent in zip(steps, seconds, strict=False)
    ]
    if code:
        lines[-1] += "  failed"
    lines += [f"{step.name:<10}{'not run':>10}" for step in steps[len(seconds) :]]
    return [*lines, f"{'all':<10}{sum(filter(None, seconds)):>8.1f} s"]


def _stopped(steps: Sequence[Step], run: int, code: int) -> str:
    """What the reader is left with, in one line."""
    left = [step.makes for step in steps[run:]]
    line = f"stopped at step {run} of {len(steps)}, {steps[run - 1].name} (exit code {code})"
    if not left:
        return line
    listed = " and ".join([", ".join(left[:-1])] * (len(left) > 1) + left[-1:])
    return f"{line}; {listed} {'stay as they were' if len(left) > 1 else 'stays as it was'}"
