"""YAML by the parser that dbt has, so that one file means the same to both."""

from typing import Any, cast

from yaml import CSafeLoader, MappingNode, ScalarNode, YAMLError, load
from yaml.constructor import ConstructorError

from common.errors import UserError
from common.folders import REPOSITORY, short

__all__ = ["YAMLError", "place", "project_variables", "read_yaml"]

PROJECT = REPOSITORY / "dbt_project.yml"


class _Loader(CSafeLoader):
    """Refuses a key that is there twice, of which the parser would take the last."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.looked_at: set[MappingNode] = set()

    def flatten_mapping(self, node: MappingNode) -> None:
        """Put what is merged into a mapping beside its own keys; first look at those alone."""
        if node not in self.looked_at:
            self.looked_at.add(node)
            seen = set()
            for key, _ in node.value:
                if isinstance(key, ScalarNode):
                    if (key.tag, key.value) in seen:
                        raise ConstructorError(
                            problem="a key is there twice", problem_mark=key.start_mark
                        )
                    seen.add((key.tag, key.value))
        super().flatten_mapping(node)


def read_yaml(text: str) -> Any:
    """Parse one document by the rules of YAML 1.1, in which `yes` is true.

    Raises `YAMLError`, with a `problem_mark` where it knows the line; also for a key that is there
    twice. Its message may quote the text.
    """
    try:
        return load(text, _Loader)
    except ValueError as error:  # such as of 2026-02-30, which looks like a day
        raise YAMLError(str(error)) from None


def place(error: Exception) -> str:
    """The line at which a parser stopped, where it knows it, in brackets."""
    mark = getattr(error, "problem_mark", None)
    return f" (line {mark.line + 1})" if mark else ""


def project_variables() -> dict[str, Any]:
    """The `vars` of dbt_project.yml, by name."""
    try:
        return cast(dict[str, Any], read_yaml(PROJECT.read_text("utf-8"))["vars"])
    except (YAMLError, UnicodeDecodeError) as error:
        name = short(PROJECT)
        raise UserError(
            f"{name} is not valid YAML{place(error)}: mend it; `git diff {name}` shows what changed"
        ) from None
