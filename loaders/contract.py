"""Reads `sources.yml` and refuses what it does not understand, naming the line."""

import codecs
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from loaders.errors import ContractError
from loaders.sources import DEFAULT_SOURCES, Dialect, Header, Limits, Retention, Source

SOURCE_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
ENCODINGS = ("utf-8", "utf-16", "latin-1", "windows-1252")
IDENTIFIER_BYTES = 63  # PostgreSQL cuts a longer name without an error
# A table cannot have a column of one of these names: PostgreSQL keeps them, or the loader does.
RESERVED = frozenset(
    ["tableoid", "ctid", "xmin", "xmax", "cmin", "cmax", "_extra", "_load_id", "_source_row"]
)


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
        """Stop with the line of `key` (or of the section)."""
        line = self.node.lc.key(key)[0] + 1 if key is not None else self.line
        raise ContractError(f"{self.file}:{line}: {self.name}: {message}")

    def section(self, key: str, allowed: Iterable[str]) -> "Section":
        """Return the mapping under `key`; an absent one is empty."""
        node = self.node.get(key, CommentedMap())
        line = self.node.lc.key(key)[0] + 1 if key in self.node else self.line
        return Section(self.file, f"{self.name}.{key}", node, line, allowed)

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


def read_sources(file: Path = DEFAULT_SOURCES) -> tuple[Source, ...]:
    """Read and check the whole contract; `ContractError` names file and line."""
    try:
        document = YAML(typ="rt").load(file.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContractError(f"{file}:{line}: not valid YAML: {error.problem}") from None
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise ContractError(f"{file}: cannot be read as a contract: {reason}") from None
    top = Section(file, "contract", document, 1, ["sources"])
    names = list(top.node.get("sources") or [])
    if not names:
        raise ContractError(f"{file}:1: contract: no `sources` are declared")
    entries = top.section("sources", names)
    return tuple(_source(entries, name) for name in names)


def _source(entries: Section, name: Any) -> Source:
    if not isinstance(name, str) or not SOURCE_NAME.fullmatch(name):
        entries.fail(name, f"source name `{name}` must be lowercase letters, digits and _")
    at = entries.section(
        name,
        [
            *("files", "columns", "optional", "mode", "delimiter", "quote", "escape"),
            *("encoding", "null_tokens", "header", "limits", "retention"),
        ],
    )
    at.name = name
    if not at.texts("files"):
        at.fail(None, 'files is missing: name a pattern such as "*students*.csv"')
    if not at.texts("columns"):
        at.fail(None, "columns is missing: list the columns that must be there")
    _check_columns(at)
    return Source(
        name=name,
        files=at.texts("files"),
        required=at.texts("columns"),
        optional=at.texts("optional"),
        mode=at.text("mode", "snapshot", ["snapshot", "append"]),
        dialect=_dialect(at),
        header=_header(at),
        limits=_limits(at),
        retention=_retention(at),
    )


def _check_columns(at: Section) -> None:
    seen: set[str] = set()
    for key in ("columns", "optional"):
        for column in at.texts(key):
            if not column.strip() or column != column.strip() or "\0" in column:
                at.fail(key, f"column `{column}` is blank or has blanks around it")
            if len(column.encode()) > IDENTIFIER_BYTES:
                at.fail(key, f"column `{column}` is longer than {IDENTIFIER_BYTES} bytes")
            if column.lower() in RESERVED:
                at.fail(key, f"column `{column}` has a name that the raw table keeps for itself")
            if column.casefold() in seen:
                at.fail(key, f"column `{column}` is declared twice (letter case does not count)")
            seen.add(column.casefold())


def _dialect(at: Section) -> Dialect:
    delimiter = at.text("delimiter", ",")
    quote = at.text("quote", '"')
    escape = at.text("escape", quote)
    encoding = at.text("encoding", "utf-8", ENCODINGS)
    if not 1 <= len(delimiter.encode()) <= 4 or set("\r\n\0") & set(delimiter):
        at.fail("delimiter", "delimiter must be 1 to 4 bytes and no line end")
    for key, mark in (("quote", quote), ("escape", escape)):
        if len(mark.encode()) > 1 or mark in ("\r", "\n", "\0"):
            at.fail(key, f"{key} must be one ASCII character, or empty for none")
        if mark and mark in delimiter:
            at.fail(key, f"{key} must differ from the delimiter")
    if bool(quote) != bool(escape):
        at.fail("escape", "escape and quote go together: set both, or both empty")
    codecs.lookup(encoding)
    return Dialect(delimiter, quote, escape, encoding, at.texts("null_tokens"))


def _header(at: Section) -> Header:
    part = at.section("header", ["skip", "rows", "aliases"])
    declared = at.texts("columns") + at.texts("optional")
    names = list(part.node.get("aliases") or [])
    aliases = part.section("aliases", names) if names else None
    pairs = {str(name): aliases.text(name, "", declared) for name in names} if aliases else {}
    return Header(part.whole("skip", 0), part.whole("rows", 1), pairs)


def _limits(at: Section) -> Limits:
    part = at.section("limits", ["min_rows", "max_rejected", "max_shrink"])
    rejected = part.share("max_rejected", Limits.max_rejected)
    return Limits(
        part.whole("min_rows", Limits.min_rows),
        1.0 if rejected is None else rejected,
        part.share("max_shrink", None),
    )


def _retention(at: Section) -> Retention:
    part = at.section("retention", ["loads", "monthly"])
    monthly = part.node.get("monthly", Retention.monthly)
    if not isinstance(monthly, bool):
        part.fail("monthly", "monthly must be true or false")
    return Retention(part.whole("loads", Retention.loads, least=1), monthly)
