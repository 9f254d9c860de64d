"""What holds people's data, or opens the way to it, comes neither into git nor before others."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from common.folders import REPOSITORY, cache_folder

PRIVATE = [
    *("profiles.yml", "school.yml", ".services/postgres.log", "target/run_results.json"),
    *("dashboard/preview/index.html", "refresh/report/index.html", "data/mine/students.csv"),
    *("students.xlsx", "school.dump", "school.sql.gz", "backups/2026-11-15/school.dump"),
    *("core", "core.4711", "hs_err_pid4711.log", "java.hprof", "logs/dbt.log", "nohup.out"),
    *("ca.pem", "server.key", "server.crt", ".env"),
]


def git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    return done.stdout


def test_what_is_private_is_not_committed_by_accident() -> None:
    assert git("check-ignore", "--no-index", *PRIVATE).split() == PRIVATE


def test_what_is_committed_is_not_ignored() -> None:
    assert git("ls-files", "--cached", "--ignored", "--exclude-standard") == ""


def test_another_user_reads_nothing_whatever_the_umask(tmp_path: Path) -> None:
    folders = {"DBT_PROFILES_DIR": "", "DBT_TARGET_PATH": "target", "DBT_LOG_PATH": "logs"}
    own = {name: str(tmp_path / folder) for name, folder in folders.items()}
    before = os.umask(0)
    try:
        for command in (["common", "setup"], ["services", "status"]):
            subprocess.run(
                [sys.executable, "-m", *command],
                cwd=REPOSITORY,
                env={**os.environ, **own},
                stdout=subprocess.DEVNULL,
                check=False,
            )
    finally:
        os.umask(before)
    made = [path for path in tmp_path.rglob("*") if not path.is_symlink()]
    assert {"profiles.yml", ".services", "target", "logs"} <= {path.name for path in made}
    assert [path.name for path in made if path.stat().st_mode & 0o077] == []


def test_nobody_else_puts_programs_into_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "student-session-analytics").mkdir()
    (tmp_path / "student-session-analytics").chmod(0o777)
    assert cache_folder().stat().st_mode & 0o777 == 0o700
