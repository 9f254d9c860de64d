"""Whether processes that somebody else began have ended."""

import time

import psutil


def has_ended(pid: int, seconds: float = 10) -> bool:
    """Wait for it, and tell whether it has."""
    deadline = time.monotonic() + seconds
    while _is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not _is_running(pid)


def _is_running(pid: int) -> bool:
    """An orphan that has ended is listed until the machine's first process takes note of it."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
