"""What is said of a process that has ended meanwhile."""

import signal
import subprocess
import sys
import time

import psutil
import pytest

from services import neo4j_server, processes


@pytest.mark.parametrize("awaited", [False, True], ids=["a zombie", "gone"])
def test_a_process_that_ended_since_it_was_found_has_no_command(awaited: bool) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", "input(1)"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.read(1)  # until it has begun, its command line may be empty
    found = psutil.Process(child.pid)
    assert processes.command(found)[1:] == ["-c", "input(1)"]

    child.kill()
    if awaited:
        child.wait()
    while found.is_running() and found.status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)

    assert processes.command(found) == []
    assert not neo4j_server._serves(found, 7687)
    child.wait()


def test_nobody_waits_for_a_server_that_has_ended_even_where_its_parent_never_looks() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    found = psutil.Process(child.pid)
    while found.status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
    started = time.monotonic()
    assert not processes.wait_for(lambda: False, found, seconds=20)
    processes.stop([found], signal.SIGTERM, seconds=20)
    assert time.monotonic() - started < 20
    child.wait()
