"""Spark is there only where it was asked for, and its lake is where profiles.yml says."""

import os
import sys
from pathlib import Path

import pytest

from common import spark
from common.errors import UserError
from common.folders import REPOSITORY
from refresh.build.published import fingerprint
from refresh.steps import steps
from tests.integration.in_process import run_module

PROFILES = """
student_session_analytics:
  outputs:
    spark:
      type: spark
      server_side_parameters:
        spark.sql.shuffle.partitions: 2
        spark.sql.warehouse.dir: "{{ env_var('LAKE', 'a lake') }}"
    bare: {type: spark, publish_log: "no"}
"""


@pytest.fixture
def profiles_yml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    (tmp_path / "profiles.yml").write_text(PROFILES)
    return tmp_path / "profiles.yml"


@pytest.mark.parametrize(
    "command",
    [
        ("loaders", "load", "--target", "spark", "data/sample"),
        ("refresh", "build", "--target", "spark"),
        ("refresh", "run", "data/sample", "--target", "spark"),
    ],
    ids=" ".join,
)
def test_without_spark_a_line_says_how_to_install_it(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "HOME", tmp_path / ".venv-spark")
    done = run_module(*command)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: Spark is not installed here: run `make setup-spark`\n"


def test_a_command_begins_again_under_the_python_of_spark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "HOME", tmp_path)
    monkeypatch.setattr(sys, "orig_argv", ["python3", "-m", "loaders", "load", "a folder"])
    (tmp_path / "installed").touch()
    begun: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(os, "execv", lambda *given: begun.append(given))
    spark.enter()
    python = str(tmp_path / "bin" / "python")
    assert begun == [(python, [python, "-m", "loaders", "load", "a folder"])]
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    spark.enter()
    assert len(begun) == 1


def test_the_settings_are_those_that_dbt_passes_on(
    profiles_yml: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert spark.session_settings()["spark.sql.shuffle.partitions"] == "2"
    assert spark.lake_path() == str(REPOSITORY / "a lake")
    monkeypatch.setenv("LAKE", "s3://bucket/lake")
    assert spark.lake_path() == "s3://bucket/lake"
    monkeypatch.setenv("LAKE", "file:/a/lake")
    assert spark.lake_path() == "file:/a/lake"
    monkeypatch.setattr(spark, "TARGET", "bare")
    with pytest.raises(
        UserError, match=r"`bare` has no `spark.sql.warehouse.dir`.*name the folder"
    ):
        spark.lake_path()
    monkeypatch.setattr(spark, "TARGET", "nothing")
    with pytest.raises(UserError, match=r"no output `nothing`: copy it from profiles"):
        spark.lake_path()
    assert spark.publishes_log()


def test_the_log_is_published_unless_profiles_yml_says_no(
    profiles_yml: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["load", "build", "graph", "insights", "dashboard"]
    assert spark.publishes_log()
    assert [step.name for step in steps(Path(), target="spark")] == names
    monkeypatch.setattr(spark, "TARGET", "bare")
    with pytest.raises(UserError, match=r"`publish_log` of `bare` has to be `true` or `false`"):
        spark.publishes_log()
    with pytest.raises(UserError, match=r"`publish_log` of `bare` has to be `true` or `false`"):
        fingerprint()
    profiles_yml.write_text(PROFILES.replace('publish_log: "no"', "publish_log: false"))
    assert [step.name for step in steps(Path(), target="spark")] == [*names[:2], "dashboard"]
    assert "`publish_log` in profiles.yml" in spark.without_log('relation "marts.attendance" …')
    assert spark.without_log('relation "marts.students" …') == ""
    assert [step.name for step in steps(Path())] == names
