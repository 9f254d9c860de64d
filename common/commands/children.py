"""Child processes that end with their parent, however it ends."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

from common.folders import REPOSITORY

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
SECONDS_TO_END = 10.0


@contextmanager
def child(
    command: Sequence[str],
    *,
    stdout: int | None = None,
    env: Mapping[str, str] | None = None,
    asked_by: signal.Signals = signal.SIGTERM,
) -> Iterator[subprocess.Popen[str]]:
    """Run a program of the project's; it has ended when the context does.

    Where an error or a signal leaves the context, the program is asked to end by the signal
    `asked_by`, and killed when it has not listened.
    """
    with subprocess.Popen(
        command,
        cwd=REPOSITORY,
        text=True,
        stdout=stdout,
        env=env,
        preexec_fn=partial(die_with_parent, os.getpid()),
    ) as process:
        try:
            yield process
            process.wait()
        except BaseException as error:
            # Ctrl-C reaches the whole group; a second one would interrupt the tidying up.
            _end(process, None if isinstance(error, KeyboardInterrupt) else asked_by)
            raise


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent ends (Linux; elsewhere nothing).

    For `preexec_fn`: it runs in the child, before the program.
    """
    tell_when_parent_ends(signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the kernel knew
        os._exit(1)


def tell_when_parent_ends(how: signal.Signals) -> None:
    """Have the kernel send this process a signal when its parent ends (only Linux can)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, how)


def _end(process: subprocess.Popen[str], how: signal.Signals | None) -> None:
    try:
        if how:
            process.send_signal(how)
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        return
    finally:
        process.kill()
