"""Commands that are killed at a moment of their work, with all that they have begun."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import psutil

from common.servers.connections import connect_postgres

SECONDS = 600.0


@dataclass(frozen=True)
class Moment:
    """So many seconds after a line begins so, and what is asked of the server is true."""

    line: str
    asked: str = "select true"
    after: float = 0.0


# A load holds the lock of its source.
IN_LOAD = """
select count(*) > 0 from pg_locks
where granted and locktype = 'relation' and relation = 'locks.loader'::regclass
"""
# In a build: some marts are made, and: what passed its tests takes the place of what is read.
IN_BUILD = "select count(*) > 20 from pg_tables where schemaname ~ '_next$'"
IN_PUBLISH = "select count(*) > 0 from pg_stat_activity where application_name = 'publish'"


def killed(command: Sequence[str], moment: Moment, how: signal.Signals) -> list[str]:
    """Run `python -m command` and kill it at that moment; returns what it had printed.

    All that it had begun has ended, too. Fails where it ended before.
    """
    lines: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-m", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as run:
        assert run.stdout
        reader = threading.Thread(target=lines.extend, args=[run.stdout])
        reader.start()
        _wait_for(moment, lines, run)
        begun = list(_begun_by(run.pid))
        assert run.poll() is None, "".join(lines)
        run.send_signal(how)
        reader.join(SECONDS)
    assert run.returncode == (-how if how == signal.SIGKILL else 128 + how), "".join(lines)
    assert psutil.wait_procs(begun, timeout=20)[1] == []
    return lines


def _begun_by(pid: int) -> Iterator[psutil.Process]:
    """Yield what is at work for a process; a server has a session of its own, and goes on."""
    for process in psutil.Process(pid).children(recursive=True):
        with suppress(ProcessLookupError):
            if os.getsid(process.pid) == os.getsid(pid):
                yield process


def _wait_for(moment: Moment, lines: list[str], run: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + SECONDS
    with connect_postgres(autocommit=True) as connection:
        while not (
            any(line.startswith(moment.line) for line in lines)
            and connection.execute(moment.asked.encode()).fetchone() == (True,)
        ):
            assert run.poll() is None, f"it ended before {moment}: {''.join(lines)}"
            assert time.monotonic() < deadline, f"never {moment}: {''.join(lines)}"
            time.sleep(0.005)
    time.sleep(moment.after)
