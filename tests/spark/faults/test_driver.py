"""Whenever the driver, a Java process, is killed, readers keep their marts and a build mends it."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil

from common.spark import lake_path
from refresh.build.artifacts import folder_aside
from tests.integration.refresh import test_build
from tests.integration.refresh.test_build import Reader, School, build, land, read
from tests.spark.faults.test_build import project as project
from tests.spark.faults.test_build import school as school
from tests.spark.faults.test_workers import await_that

HANDED_OVER = "copied/history.builds/*.parquet"
FIRST, MIDDLE, LATE = (
    f"{model}/_delta_log/*.json"
    for model in (
        "intermediate.db/int_loads",
        "intermediate.db/int_students",
        "marts.db/attendance",
    )
)
ENDED = (
    "error: Spark cannot go on: its driver, a Java process on this machine, has ended: mend that, "
    "and run the command again"
)
KEPT = (
    r"nothing was published: the figures stay those of the last good build, of .+; "
    "Spark's driver, a Java process on this machine, has ended: build again"
)
WAIT_SECONDS = 1800


def test_killed_at_any_moment_the_next_build_converges(school: School) -> None:
    lake = Path(lake_path())
    moments = (
        *((lake, HANDED_OVER, ENDED), (lake, FIRST, KEPT), (lake, MIDDLE, KEPT)),
        *((lake, LATE, KEPT), (folder_aside(), "empty/run_results.json", ENDED)),
    )
    before = read(school.warehouse)
    with Reader() as reader:
        for students, (folder, files, last_line) in enumerate(moments, 11):
            land(school.folder, students)
            with started() as run:
                await_a_new(folder, files, run)
                (java,) = (each for each in descendants(run) if each.name() == "java")
                java.kill()
                out, err = run.communicate(timeout=WAIT_SECONDS)
            assert run.returncode > 0, out + err
            assert re.fullmatch(last_line, err.splitlines()[-1]), out + err
            assert_nothing_is_left(run)
            assert read(school.warehouse) == before
        with started() as run:
            await_a_new(lake, FIRST, run)
            run.kill()
        assert_nothing_is_left(run)
        assert read(school.warehouse) == before
        again = build()
        assert again.returncode == 0, again.stdout + again.stderr
        assert read(school.warehouse) == (students,) * 4
    assert reader.torn == []


def started() -> subprocess.Popen[str]:
    """A build, with all that it starts in a session of its own."""
    return subprocess.Popen(
        test_build.BUILD,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def await_a_new(folder: Path, files: str, run: subprocess.Popen[str]) -> None:
    """Wait until one of these files is written."""
    before = newest(folder, files)
    await_that(lambda: newest(folder, files) > before, run)


def newest(folder: Path, files: str) -> float:
    return max((each.stat().st_mtime for each in folder.glob(files)), default=0)


def descendants(run: subprocess.Popen[str]) -> Iterator[psutil.Process]:
    for each in psutil.process_iter():
        try:
            if os.getsid(each.pid) == run.pid:
                yield each
        except ProcessLookupError:
            continue


def assert_nothing_is_left(run: subprocess.Popen[str]) -> None:
    assert psutil.wait_procs(list(descendants(run)), timeout=20)[1] == []
