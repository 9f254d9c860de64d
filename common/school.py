"""The school's own file, `school.yml`: what it decided for itself, kept out of git."""

from collections.abc import Mapping
from datetime import UTC, date, tzinfo
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from common.errors import UserError
from common.folders import profiles_folder, short

HEAD = """\
What this school decides for itself: read on top of loaders/sources.yml. Made by `make inspect`;
change it as you like, your comments stay. Keep it with profiles.yml: neither is in git.
"""


NAME = "school.yml"


def school_path(folder: Path | None = None) -> Path:
    """The school.yml in force, whether it exists or not: beside profiles.yml.

    A folder of exports that holds one is read by its own: it says how these files are written.
    """
    if folder and (folder / NAME).is_file():
        return folder / NAME
    return profiles_folder() / NAME


def own_settings(path: Path | None = None) -> Mapping[str, Mapping[str, Any]]:
    """Return the settings of each source, which know their lines; `path` is another school.yml."""
    path = path or school_path()
    sources = _document(path).get("sources") or CommentedMap()
    if not isinstance(sources, Mapping) or not all(
        isinstance(s, Mapping) for s in sources.values()
    ):
        raise UserError(f"{short(path)}: `sources` must be a mapping of settings by source")
    return cast(Mapping[str, Mapping[str, Any]], sources)


def own_setting(name: str) -> Any:
    """Return what the school's own file says of `name`; None where it says nothing."""
    return _document(school_path()).get(name)


def time_zone() -> tzinfo | None:
    """Return the time zone by which the school counts its days; None where it names none."""
    name = _document(school_path()).get("time_zone")
    if name in (None, "UTC"):
        return UTC if name else None  # also where the machine has no list of time zones
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, TypeError, KeyError):
        raise UserError(
            f"{short(school_path())}: this machine knows no time zone `{name}`: name one such as "
            "Africa/Cairo, or install its list of them (Debian: apt-get install tzdata)"
        ) from None


def as_of(folder: Path) -> date | None:
    """Return the day on which a folder's files were exported, where its own school.yml says it."""
    path = folder / NAME
    day = _document(path).get("as_of") if path.is_file() else None
    if day is not None and type(day) is not date:
        raise UserError(f"{short(path)}: `as_of` is `{day}`: write a day like 2026-11-15")
    return day


def keep(settings: Mapping[str, Any], path: Path | None = None) -> None:
    """Add settings to the file, which is made where there is none; comments in it stay."""
    path = path or school_path()
    document = _document(path)
    if not document:
        document.yaml_set_start_comment(HEAD)
    _put(document, settings)
    yaml = _yaml()
    aside = path.with_name(f".{path.name}.new")
    try:
        with aside.open("w", encoding="utf-8") as file:
            yaml.dump(document, file)
        aside.replace(path)
    except OSError as error:
        raise UserError(f"{short(path)} cannot be written ({error.strerror})") from None


def _document(path: Path) -> CommentedMap:
    try:
        document = _yaml().load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return CommentedMap()
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UserError(f"{short(path)}:{line}: not valid YAML: {error.problem}") from None
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise UserError(f"{short(path)} cannot be read: {reason}") from None
    if document is None:
        return CommentedMap()
    if not isinstance(document, CommentedMap):
        raise UserError(f"{short(path)}:1: must be a mapping of settings")
    return document


def _put(document: CommentedMap, settings: Mapping[str, Any]) -> None:
    for key, value in settings.items():
        if isinstance(value, Mapping):
            if not isinstance(document.get(key), CommentedMap):
                document[key] = CommentedMap()
            _put(document[key], value)
        else:
            document[key] = list(value) if isinstance(value, tuple) else value


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.width = 100
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
