"""One part of `sources.yml`, read with the line of each of its settings."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap

from common.errors import UserError


class ContractError(UserError):
    """`sources.yml` (or the file given by `--sources`) says something it may not."""


class Section:
    """A mapping in the file that knows the line of each of its keys."""

    def __init__(self, file: Path, name: str, node: Any, line: int, allowed: Iterable[str]):
        self.file, self.name, self.line = file, name, line
        if not isinstance(node, CommentedMap):
            self.fail(None, "must be a mapping of settings")
        self.node: CommentedMap = node
        allowed = list(allowed)
        for key in node:
            if key not in allowed:
                self.fail(key, f"unknown setting `{key}`; allowed: {', '.join(allowed)}")

    def fail(self, key: Any, message: str) -> None:
        """Stop with the line of `key`, or of the section where it does not stand there itself."""
        line = self.line if key is None else self._line(key)
        raise ContractError(f"{self.file}:{line}: {self.name}: {message}")

    def _line(self, key: Any) -> int:
        """Return the line of a key; one that is merged (`<<`) or left out has none here."""
        found = (self.node.lc.data or {}).get(key)
        return self.line if found is None else int(found[0]) + 1

    def section(self, key: str, allowed: Iterable[str]) -> "Section":
        """Return the mapping under `key`; an absent one is empty."""
        node = self.node.get(key, CommentedMap())
        return Section(self.file, f"{self.name}.{key}", node, self._line(key), allowed)

    def text(self, key: str, default: str, allowed: Iterable[str] = ()) -> str:
        """Return a string, which must be one of `allowed` where that is given."""
        value = self.node.get(key, default)
        if not isinstance(value, str):
            self.fail(key, f"{key} must be text, in quotes")
        choices = list(allowed)
        if choices and value not in choices:
            self.fail(key, f"{key} is `{value}`; allowed: {', '.join(choices)}")
        return str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings; a single string is a list of one."""
        value = self.node.get(key, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
            self.fail(key, f"{key} must be a list of texts")
        return tuple(str(item) for item in values)

    def whole(self, key: str, default: int, least: int = 0) -> int:
        """Return a whole number of at least `least`."""
        value = self.node.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            self.fail(key, f"{key} must be a whole number of at least {least}")
        return int(value)

    def share(self, key: str, default: float | None) -> float | None:
        """Return a fraction from 0 to 1, or None where the file says null."""
        value = self.node.get(key, default)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self.fail(key, f"{key} must be a fraction from 0 to 1 (5 % is 0.05)")
        return float(value)
