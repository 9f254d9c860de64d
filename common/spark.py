"""Spark, where `make setup-spark` installed it: its own Python, its settings, its lake."""

import os
import sys
from typing import Any
from urllib.parse import urlsplit

from common.errors import UserError
from common.folders import REPOSITORY, profiles_path
from common.servers import profiles

TARGET = "spark"
HOME = REPOSITORY / ".venv-spark"
WAREHOUSE = "spark.sql.warehouse.dir"


def require() -> None:
    """Refuse where Spark is not installed."""
    if not (HOME / "installed").exists():
        raise UserError("Spark is not installed here: run `make setup-spark`")


def enter() -> None:
    """Have the command begin again under Spark's Python, unless it runs there."""
    if sys.prefix == str(HOME):
        return
    require()
    python = str(HOME / "bin" / "python")
    sys.stdout.flush()
    os.execv(python, [python, *sys.orig_argv[1:]])


def session_settings() -> dict[str, str]:
    """What profiles.yml sets for Spark, as dbt passes it on."""
    if TARGET not in profiles.outputs(profiles.POSTGRES):
        raise UserError(
            f"{profiles_path()} has no output `{TARGET}`: copy it from {profiles.EXAMPLE.name}"
        )
    values: Any = profiles.output(profiles.POSTGRES, TARGET).get("server_side_parameters") or {}
    return {name: str(value) for name, value in values.items()}


def lake_path() -> str:
    """The warehouse path: a folder, or a URI such as `s3://bucket/lake`."""
    path = session_settings().get(WAREHOUSE)
    if not path:
        raise UserError(
            f"{profiles_path()}: output `{TARGET}` has no `{WAREHOUSE}` under "
            "`server_side_parameters`: name the folder that holds the lake"
        )
    return path if urlsplit(path).scheme else str((REPOSITORY / path).resolve())


def publishes_log() -> bool:
    """Whether the attendances go to PostgreSQL one by one, and not in sums alone."""
    value = profiles.outputs(profiles.POSTGRES).get(TARGET, {}).get("publish_log", True)
    if not isinstance(value, bool):
        raise UserError(
            f"{profiles_path()}: `publish_log` of `{TARGET}` has to be `true` or `false`"
        )
    return value


def without_log(missing: str) -> str:
    """What to say, too, where PostgreSQL misses a relation: it may be one that is not published."""
    hint = ", or publish the log after a build on Spark (`publish_log` in profiles.yml)"
    return hint if "marts.attendance" in missing and not publishes_log() else ""
