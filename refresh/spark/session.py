"""A Spark session like the one that dbt opens: the same settings, the same catalogue."""

import logging
import re
import socket
from collections.abc import Iterator
from contextlib import chdir, contextmanager, suppress

from py4j.protocol import Py4JError, Py4JJavaError
from pyspark import SparkContext
from pyspark.errors import PySparkException
from pyspark.logger import PySparkLogger
from pyspark.sql import SparkSession

from common.errors import UserError
from common.folders import REPOSITORY, profiles_path
from common.spark import session_settings

# One master, or a server of Spark Connect.
ADDRESS = re.compile(r"(?P<kind>spark|sc)://(?P<host>[^:/;,\s]+)(?::(?P<port>\d+))?(?:/.*)?")
MASTER = re.compile(r"local(-cluster)?(\[.*\])?|(spark|k8s)://.+|yarn")
PORTS = {"spark": 7077, "sc": 15002}
ANSWER_SECONDS = 10.0
ENDED = "driver, a Java process on this machine, has ended"
STACK = re.compile(r"\n\n|\n\s*at |\nJVM stacktrace:")
# What is told in one line here, Py4J and pyspark print with all that was called, too.
logging.getLogger().addHandler(logging.NullHandler())
PySparkLogger.getLogger("SQLQueryContextLogger").disabled = True
# What is raised where Spark refuses a statement, cannot be reached, or has ended.
ERRORS = (PySparkException, Py4JError, ConnectionRefusedError, ConnectionResetError)


@contextmanager
def session() -> Iterator[SparkSession]:
    """Open it, and stop it with its Java: the catalogue on one machine is one Java's at a time.

    Raises `UserError` where Spark cannot do what it is asked for.
    """
    try:
        opened = _opened()
        try:
            yield opened
        finally:
            with suppress(*ERRORS):  # it has ended
                opened.stop()
    except ERRORS as error:
        raise UserError(
            f"Spark cannot go on: {_reason(error)}: mend that, and run the command again"
        ) from None
    finally:
        _end_java()


def _opened() -> SparkSession:
    settings = session_settings()
    if not MASTER.fullmatch(master := settings.get("spark.master", "local[*]")):
        raise UserError(
            f"`spark.master` in {profiles_path()} is no master: {master!r}: name `local[*]`, "
            "`spark://host:7077`, `yarn` or `k8s://…`; a server of Spark Connect is `spark.remote`"
        )
    for name in ("spark.master", "spark.remote"):
        if found := ADDRESS.fullmatch(settings.get(name, "")):
            _require_answer(name, found["host"], int(found["port"] or PORTS[found["kind"]]))
    builder = SparkSession.builder.enableHiveSupport()
    for name, value in settings.items():
        builder = builder.config(name, value)
    with chdir(REPOSITORY):  # from where dbt runs, too: folders in the settings are relative
        return builder.getOrCreate()


def _require_answer(name: str, host: str, port: int) -> None:
    """Refuse where nobody listens: Spark would go on asking for minutes."""
    try:
        socket.create_connection((host, port), ANSWER_SECONDS).close()
    except OSError as error:
        raise UserError(
            f"no Spark answers at {host}:{port} ({error.strerror or error}): start it, or correct "
            f"`{name}` in {profiles_path()}"
        ) from None


def _reason(error: Exception) -> str:
    """What Spark says, without the stack of its Java."""
    if isinstance(error, PySparkException | Py4JJavaError):
        return " ".join(STACK.split(str(error), maxsplit=1)[0].split()).rstrip(".")
    return f"its {ENDED}"


def _end_java() -> None:
    """Have the Java of a Spark in process end, where there is one; the next session starts its own.

    It ends with its input, and its catalogue with it.
    """
    gateway = SparkContext._gateway
    if gateway is None:
        return
    # Where it has ended by itself, pyspark keeps what belongs to it.
    SparkSession._instantiatedSession = SparkContext._active_spark_context = None
    SparkContext._gateway = SparkContext._jvm = None
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()
