"""What dbt wrote down of a build aside, as it would of one in place.

Everybody who reads it (`mf query`, the data report) finds `marts` there, and never another name.
"""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from common.folders import target_folder

RESULTS = "run_results.json"
OTHERS = ("manifest.json", "semantic_manifest.json")
ASIDE = re.compile(r"\b(intermediate|marts)_next\b")
# Of what a failed test found, these columns say which rule, where and how many; the others may be
# personal.
TOLD = re.compile(r"^(source_name|rule|mart|kind|column_names|rows_\w+|\w+_rows|\w+_count)$")
# A test of the guard says it in words of its own.
SENTENCE = "sentence"
LISTED = 5
# Names of columns, and rows.
Found = tuple[Sequence[str], Sequence[Sequence[Any]]]


def folder_aside() -> Path:
    """Where dbt writes what it knows of a build aside."""
    return target_folder() / "next"


def in_place(text: str) -> str:
    """The text with the schemas called by the names that are read."""
    return ASIDE.sub(r"\1", text)


def clear() -> None:
    """Forget the last build aside, so that nobody takes its results for those of the next one."""
    (folder_aside() / RESULTS).unlink(missing_ok=True)


def hand_over(ask: Callable[[str], Found], stays: str) -> str | None:
    """Write dbt's files of the build aside as of one in place; returns the id of dbt's run.

    Added is what each test that failed or warned `found`, in words and without personal data, for
    which the engine is asked again, and what `stays`, unless it is published. Where dbt ended
    before it built anything, nothing is handed over: None.
    """
    if not (folder_aside() / RESULTS).exists():
        return None
    results = json.loads((folder_aside() / RESULTS).read_text("utf-8"))
    for result in results["results"]:
        if result["status"] in ("fail", "warn"):
            result["found"] = _found(ask, result.get("compiled_code") or "")
    results["stays"] = stays
    _write(RESULTS, json.dumps(results))
    for name in OTHERS:
        _write(name, (folder_aside() / name).read_text("utf-8"))
    return str(results["metadata"]["invocation_id"])


def messages() -> str:
    """What dbt says of all that it made or tested in the build that was handed over."""
    results = json.loads((target_folder() / RESULTS).read_text("utf-8"))["results"]
    return "\n".join(result["message"] or "" for result in results)


def _write(name: str, text: str) -> None:
    new = target_folder() / f"{name}.new"
    new.write_text(in_place(text), "utf-8")
    new.replace(target_folder() / name)


def _found(ask: Callable[[str], Found], query: str) -> list[str]:
    """The first rows that a failed test found, in words."""
    names, rows = ask(f"select * from ({query}\n) as found limit {LISTED}")
    if SENTENCE in names:
        return [str(row[names.index(SENTENCE)]) for row in rows]
    lines = []
    for row in rows:
        told = [
            f"{name.replace('_', ' ')} {value:,}"
            if isinstance(value, int)
            else f"{name.replace('_', ' ')} {value}"
            for name, value in zip(names, row, strict=True)
            if TOLD.match(name)
        ]
        lines += [", ".join(told)] if told else []
    return lines
