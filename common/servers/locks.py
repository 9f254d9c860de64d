"""One command at a time changes the servers."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from common.errors import UserError

WAIT_SECONDS = 600.0
POLL_SECONDS = 0.1


@contextmanager
def exclusive(path: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock file `path`; wait while another process holds it.

    The kernel lets go of the lock when its holder ends in any way, so none is ever stale.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    told = False
    while True:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with path.open("a") as file:
            if _taken(file, path):
                yield
                return
        if time.monotonic() > deadline:
            raise UserError(
                f"another command has been starting or stopping the servers for "
                f"{WAIT_SECONDS / 60:.0f} minutes (it holds {path}): end it and try again"
            )
        if not told:
            say("Another command is starting or stopping the servers; waiting for it …")
            told = True
        time.sleep(POLL_SECONDS)


def _taken(file: IO[str], path: Path) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    # `clean` removes the file: a lock on one that has lost its name keeps nobody out.
    return path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat())
