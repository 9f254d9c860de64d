"""Reads `sources.yml` and refuses what its contract does not allow, with file and line."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from common.school import own_settings, school_path
from loaders.contract.model import ContractError, Header, Limits, Retention, Source
from loaders.contract.setting import MistakeError

DEFAULT_SOURCES = Path(__file__).parent.with_name("sources.yml")
# A source's settings as the file has them.
DIALECT = ("delimiter", "quote", "escape", "record_end", "encoding")
FILES = ("files", "format", "sheet", "header", *DIALECT)
DATABASE = ("database", "table", "query", "watermark")
MEANING = (
    *("date_order", "dates_from", "progress", "statuses", "register", "join", "ignore", "accepted"),
    *("cancel_ends", "gone_means"),
)
SETTINGS = (
    *("columns", "optional", "without", "mode", "limits", "retention"),
    *("max_age", "max_silence", "group_silence"),
    *(*FILES, *DATABASE, *MEANING),
)
PARTS = {  # and what each part of them may hold
    "header": Header.__dataclass_fields__,
    "limits": Limits.__dataclass_fields__,
    "retention": Retention.__dataclass_fields__,
}
IN_THE_FILE = {"required": "columns", "variable": "database"}
MESSAGES = {  # for what pydantic finds; of anything else its own words are told
    "bool_type": "{key} must be true or false",
    "dataclass_type": "{key} must be a mapping of settings",
    "dict_type": "{key} must be a mapping of settings",
    "greater_than_equal": "{key} must be a whole number of at least {ge}",
    "int_type": "{key} must be a whole number",
    "literal_error": "{key} is `{input}`; allowed: {expected}",
    "string_type": "{key} must be text, in quotes",
    "value_error": "{key} {error}",
    "tuple_type": "{key} must be a list of texts",
    "unexpected_keyword_argument": "unknown setting `{key}`; allowed: {allowed}",
}
SOURCE = TypeAdapter(Source)


def read_sources(
    file: Path = DEFAULT_SOURCES, own: Mapping[str, Any] | None = None, path: Path | None = None
) -> tuple[Source, ...]:
    """Read and check the whole contract; `ContractError` names file and line.

    `own` are the settings of school.yml (that at `path`), by source: they go before those of the
    file.
    """
    try:
        document = YAML(typ="rt").load(file.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContractError(f"{file}:{line}: not valid YAML: {error.problem}") from None
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise ContractError(f"{file}: cannot be read as a contract: {reason}") from None
    sources = document.get("sources") if isinstance(document, CommentedMap) else None
    if not isinstance(sources, CommentedMap) or len(document) > 1 or not sources:
        raise ContractError(f"{file}:1: must be one mapping, `sources`, with each source in it")
    declared = tuple(_source(file, name, sources) for name in sources)
    own = own or {}
    path = path or school_path()
    for name in own:
        if name not in sources:
            known = ", ".join(sources)
            raise ContractError(
                f"{path}:{_line(own, [name])}: no source `{name}`; there are {known}"
            )
    return tuple(
        _source(path, source.name, own, sources[source.name]) if source.name in own else source
        for source in declared
    )


def school_sources(
    folder: Path | None = None, contract: Path = DEFAULT_SOURCES
) -> tuple[Source, ...]:
    """Read the contract with the school.yml on top that is in force for a folder of exports."""
    path = school_path(folder)
    return read_sources(contract, own_settings(path), path)


def _source(
    file: Path, name: Any, sources: Mapping[str, Any], below: Mapping[str, Any] | None = None
) -> Source:
    """Check one source, on top of what another file has `below`; the first mistake is told."""
    path: tuple[int | str, ...]
    try:
        return SOURCE.validate_python(_arranged(name, _layered(below or {}, sources[name])))
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        path, message = found["loc"], _message(found)
        mistake = found.get("ctx", {}).get("error")
        if isinstance(mistake, MistakeError) and mistake.key:
            path, message = (*path, *mistake.key.split(".")), str(mistake)
    except MistakeError as error:
        path, message = (error.key,), str(error)
    raise ContractError(f"{file}:{_line(sources, [name, *path])}: {name}: {message}")


def _message(found: ErrorDetails) -> str:
    """Say in this file's words what pydantic found."""
    context = found.get("ctx", {})
    keys = [key for key in found["loc"] if isinstance(key, str) and key != "[key]"]
    words = {
        **context,
        "input": found["input"],
        "key": IN_THE_FILE.get(keys[-1], keys[-1]) if keys else "",
        "allowed": ", ".join(PARTS.get(keys[0], {})) if keys else "",
        "expected": re.sub("' or '|', '", ", ", context.get("expected", "")).strip("'"),
    }
    return MESSAGES.get(found["type"], "{key}: " + found["msg"]).format(**words).strip()


def _line(node: Mapping[str, Any], path: Sequence[Any]) -> int:
    """Return the line of the last setting of `path` that has one of its own in the file."""
    line = 0
    for key in path:
        # One that is merged (`<<`) or left out has no line here.
        lines = node.lc.data if isinstance(node, CommentedMap) else None
        found = (lines or {}).get(IN_THE_FILE.get(key, key))
        if found:
            line = found[0] + 1
            node = node[key] if isinstance(node.get(key), CommentedMap) else node
    return line


def _layered(below: Mapping[str, Any], above: Any) -> Any:
    """Return a source's settings with those of a second file on top, mappings key by key."""
    if not isinstance(above, Mapping):
        return above
    return {
        **below,
        **{
            key: _layered(below.get(key) or {}, value) if isinstance(value, Mapping) else value
            for key, value in above.items()
        },
    }


def _arranged(name: Any, given: Any) -> dict[str, Any]:
    """Return a source's settings in the parts that `Source` has."""
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name):
        raise MistakeError(f"source name `{name}` must be lowercase letters, digits and _")
    if not isinstance(given, Mapping):
        raise MistakeError("must be a mapping of settings")
    for key in given:
        if key not in SETTINGS:
            raise MistakeError(f"unknown setting `{key}`; allowed: {', '.join(SETTINGS)}", str(key))
    if bool(given.get("files")) == ("database" in given):
        raise MistakeError(
            'files is missing: name a pattern such as "*students*.csv", or else a `database`'
        )
    _check_together(given)
    dialect = {key: given[key] for key in DIALECT if key in given}
    if "quote" in given:
        dialect.setdefault("escape", given["quote"])
    apart = (*DIALECT, *DATABASE, "columns", "without")
    arranged = {key: given[key] for key in given if key not in apart}
    arranged |= {"name": name, "dialect": dialect, "required": given.get("columns", [])}
    if "without" in given:
        arranged |= _without(given)
    if "database" in given:
        database = {key: given[key] for key in DATABASE if key in given}
        arranged["database"] = {"variable": database.pop("database"), **database}
    return arranged


def _without(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns, those optional that the school does not have."""
    lists = [given.get(key) or [] for key in ("columns", "optional", "without")]
    required, optional, lacking = ([one] if isinstance(one, str) else list(one) for one in lists)
    for column in lacking:
        if column not in [*required, *optional]:
            raise MistakeError(f"without: no column `{column}` is declared", "without")
    return {
        "required": [column for column in required if column not in lacking],
        "optional": [*optional, *(column for column in required if column in lacking)],
    }


def _check_together(given: Mapping[str, Any]) -> None:
    """Refuse settings that do not go with the kind of input."""
    for key in given:
        if "database" in given and key in FILES:
            raise MistakeError(f"{key} is for files, and this source is a database", key)
        if "database" not in given and key in DATABASE:
            raise MistakeError(f"{key} is for a `database`, and this source has none", key)
        excel = given.get("format") == "excel"
        if key in DIALECT and excel:
            raise MistakeError(f"{key} does not go with format `excel`", key)
