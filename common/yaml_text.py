"""YAML as dbt reads it, so that one file means the same to both."""

import warnings
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MantissaNoDotYAML1_1Warning, MarkedYAMLError, YAMLError

from common.folders import REPOSITORY

__all__ = ["YAMLError", "project_variables", "read_yaml"]

PROJECT = REPOSITORY / "dbt_project.yml"


def read_yaml(text: str) -> Any:
    """Parse one document by the rules of YAML 1.1, in which `yes` is true.

    Raises `YAMLError`, with a `problem_mark` where it knows the line; also for a key that is there
    twice. Its message may quote the text.
    """
    parser = YAML(typ="safe", pure=True)
    parser.version = (1, 1)
    with warnings.catch_warnings():
        # `12e5` is text to dbt, a number here; and the warning would show it, a password or not.
        warnings.simplefilter("error", MantissaNoDotYAML1_1Warning)
        try:
            return parser.load(text)
        except MantissaNoDotYAML1_1Warning as warning:
            raise MarkedYAMLError(problem_mark=warning.node.start_mark) from None


def project_variables() -> dict[str, Any]:
    """The `vars` of dbt_project.yml, by name."""
    return cast(dict[str, Any], read_yaml(PROJECT.read_text("utf-8"))["vars"])
