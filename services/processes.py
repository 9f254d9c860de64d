"""Start, find and stop server processes.

A server is found by what it is, its program and the folder it was started for, never by a number
in a file: such a number can be stale, or be another process's by now.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import psutil

from common.commands.children import die_with_parent
from services.os_user import OsUser

LOG_BYTES = 5_000_000
TELL_SECONDS = 3.0
POLL_SECONDS = 0.05


def start_detached(
    command: Sequence[str],
    log: Path,
    folder: Path,
    user: OsUser | None = None,
    outlives_us: bool = True,
) -> psutil.Popen:
    """Start a server in a session of its own: no terminal, no Ctrl-C, its output in `log`."""
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)) as output:
        return psutil.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=folder,
            env=plain_environment(),
            umask=0o077,
            start_new_session=True,
            preexec_fn=None if outlives_us else partial(die_with_parent, os.getpid()),
            **(user.identity if user else {}),
        )


def plain_environment() -> dict[str, str]:
    """An environment in which no variable of the user's (PGDATA, JAVA_TOOL_OPTIONS, …) counts."""
    kept = ("PATH", "HOME", "TMPDIR", "TZ", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C"}


def find(
    uid: int, is_wanted: Callable[[list[str]], bool], folder: Path | None = None
) -> list[psutil.Process]:
    """The user's processes whose command line is the wanted one, oldest first.

    Those of a folder work in it, by whatever name it had when they were started.
    """
    found = []
    for process in psutil.process_iter():
        try:
            if (
                process.uids().effective == uid
                and is_wanted(process.cmdline())
                and (folder is None or process.cwd() == os.path.realpath(folder))
            ):
                found.append(process)
        except psutil.Error:
            continue  # ended meanwhile, or not ours to look at
    return sorted(found, key=lambda process: process.create_time())


def command(process: psutil.Process) -> list[str]:
    """Its command line; empty when it has ended since it was found."""
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


def stop(processes: Sequence[psutil.Process], how: signal.Signals, seconds: float) -> None:
    """Ask the processes to end, wait, and kill those that did not listen."""
    for process in processes:
        _signal(process, how)
    alive = _still_alive(processes, seconds)
    for process in alive:
        _signal(process, signal.SIGKILL)
    _still_alive(alive, seconds)


def kill(processes: Sequence[psutil.Process]) -> None:
    """End processes whose work is of no use any more."""
    stop(processes, signal.SIGKILL, seconds=10)


def _signal(process: psutil.Process, how: signal.Signals) -> None:
    try:
        process.send_signal(how)
    except psutil.NoSuchProcess:
        return


def _still_alive(processes: Sequence[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those that have not ended when the time is over."""
    deadline = time.monotonic() + seconds
    alive = list(processes)
    while alive and time.monotonic() < deadline:
        alive = [process for process in alive if not _has_ended(process)]
        time.sleep(POLL_SECONDS if alive else 0)
    return alive


def _has_ended(process: psutil.Process) -> bool:
    # A zombie has: only its entry stays until its parent, which may never do so, looks at it.
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_for(
    done: Callable[[], bool],
    process: psutil.Process,
    seconds: float,
    waited: Callable[[int], None] = lambda seconds: None,
) -> bool:
    """Wait until `done`; False when the process ended or the time is over before that.

    `waited` is told every few seconds how long it has been.
    """
    started = told = time.monotonic()
    while (now := time.monotonic()) < started + seconds:
        if done():
            return True
        if _has_ended(process):
            return False
        if now - told >= TELL_SECONDS:
            told = now
            waited(round(now - started))
        time.sleep(POLL_SECONDS)
    return False


def listens(process: psutil.Process, port: int) -> bool:
    """Whether it is this process, and no other, that listens on the port."""
    try:
        connections = process.net_connections("tcp")
    except psutil.Error:
        return False
    return any(
        connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
        for connection in connections
    )


def text_since(log: Path, start: int) -> str:
    """What a log got since it was `start` bytes long."""
    try:
        with log.open("rb") as file:
            file.seek(start)
            return file.read().decode(errors="replace")
    except OSError:
        return ""


def last_line(text: str) -> str:
    """The last line that says something, for a message."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it wrote no reason"
