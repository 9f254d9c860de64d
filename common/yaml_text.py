"""YAML by the parser that dbt has, so that one file means the same to both."""

from typing import Any, cast

from yaml import CSafeLoader, MappingNode, ScalarNode, YAMLError, load
from yaml.constructor import ConstructorError

from common.folders import REPOSITORY

__all__ = ["YAMLError", "project_variables", "read_yaml"]

PROJECT = REPOSITORY / "dbt_project.yml"


class _Loader(CSafeLoader):
    """Refuses a key that is there twice, of which the parser would take the last."""

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, ScalarNode):
                if key.value in seen:
                    raise ConstructorError(
                        problem="a key is there twice", problem_mark=key.start_mark
                    )
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_yaml(text: str) -> Any:
    """Parse one document by the rules of YAML 1.1, in which `yes` is true.

    Raises `YAMLError`, with a `problem_mark` where it knows the line; also for a key that is there
    twice. Its message may quote the text.
    """
    return load(text, _Loader)


def project_variables() -> dict[str, Any]:
    """The `vars` of dbt_project.yml, by name."""
    return cast(dict[str, Any], read_yaml(PROJECT.read_text("utf-8"))["vars"])
