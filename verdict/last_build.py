"""What `dbt build` found wrong, in plain words: out of dbt's own run_results.json and manifest."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from common.folders import target_folder

BAD = ("error", "fail", "runtime error", "partial success")
# A test of its own begins with these three answers, which may go on below; see dbt_project/tests.
ANSWER = re.compile(
    r"^-- (What is this\?|When does it fail\?|What to do\?) +(.*(?:\n-- {3,}.*)*)$", re.MULTILINE
)
# What the rows say that a generic test finds.
GENERIC = {
    "not_null": "In “{table}”, “{column}” is empty where it must not be.",
    "unique": "In “{table}”, “{column}” is there more than once where it must be there once.",
    "relationships": "In “{table}”, “{column}” names something that is not there.",
    "accepted_values": "In “{table}”, “{column}” has a value that nobody foresaw.",
}
OTHER = "In “{table}”, test “{test}”."

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """A test or a table that did not come out well; `rows` is None where nothing was counted.

    `meaning` is what the documentation, which is in English, says of the column or table. `found`
    says which rule, where and how often, one line per row that a test returned.
    """

    is_error: bool
    about: str
    what: str
    to_do: str
    owner: str
    rows: int | None
    meaning: str = ""
    found: tuple[str, ...] = ()


@dataclass(frozen=True)
class Build:
    """How dbt's last build ended: `counts` by its own words, and what it found.

    `stays` says of when the figures are that were read when a build aside ended; None in place.
    """

    counts: Mapping[str, int]
    findings: tuple[Finding, ...]
    stays: str | None = None

    @property
    def failed(self) -> bool:
        """Whether anything in it failed."""
        return any(finding.is_error for finding in self.findings)


def read_build() -> Build | None:
    """Read how the last build ended; None where dbt's last command was none, or left nothing."""
    try:
        results = _json(target_folder() / "run_results.json")
        manifest = _json(target_folder() / "manifest.json")
    except (OSError, ValueError):
        return None
    if results["args"].get("which") not in ("build", "test"):
        return None
    return build_of(results, manifest)


def build_of(results: Json, manifest: Json) -> Build:
    """Put what dbt wrote down into words."""
    counts: dict[str, int] = {}
    findings = []
    for result in results["results"]:
        counts[result["status"]] = counts.get(result["status"], 0) + 1
        if result["status"] in BAD or result["status"] == "warn":
            findings.append(_finding(result, manifest))
    findings.sort(key=lambda finding: (not finding.is_error, finding.about, finding.what))
    return Build(counts, tuple(findings), results.get("stays"))


def _finding(result: Json, manifest: Json) -> Finding:
    known = {**manifest["nodes"], **manifest["unit_tests"]}
    node = known.get(result["unique_id"], {"name": result["unique_id"], "resource_type": "hook"})
    about, what, to_do, meaning = _words(node, known, result["status"])
    counted = node["resource_type"] == "test" and result["status"] in ("fail", "warn")
    return Finding(
        is_error=result["status"] in BAD,
        about=about,
        what=what.replace("`", ""),
        to_do=to_do.replace("`", ""),
        owner=_owner(node, known, manifest),
        rows=result["failures"] if counted else None,
        meaning=meaning.replace("`", ""),
        found=tuple(result.get("found", ())),
    )


def _words(node: Json, known: Json, status: str) -> tuple[str, str, str, str]:
    """Say which table it is about, what is wrong, what to do and what is documented of it."""
    log = "Look at what the build printed, or at logs/dbt.log."
    tested = _tested(node, known)
    table = (
        f"{tested['schema']}.{tested['name']}" if tested and "schema" in tested else node["name"]
    )
    if node["resource_type"] == "unit_test":
        example = node["name"].replace("_", " ")
        return table, f"The rule no longer does what its example says: {example}.", log, ""
    if node["resource_type"] != "test":
        return table, "It could not be made.", log, _first_sentence(node.get("description", ""))
    if status in ("error", "runtime error"):
        return table, f"The test “{node['name'].replace('_', ' ')}” could not be run.", log, ""
    answers = answers_of(node["raw_code"])
    if answers:
        what = f"{answers['What is this?']} {answers.get('When does it fail?', '')}"
        return table, what.strip(), answers.get("What to do?", log), ""
    test = (node.get("test_metadata") or {}).get("name", "")
    column = node.get("column_name") or "a row"
    meaning = (tested or {}).get("columns", {}).get(column, {}).get("description", "")
    name = node["name"].replace("_", " ")
    what = GENERIC.get(test, OTHER).format(table=table, column=column, test=name)
    to_do = "See below which file brought it; mend it there."
    return table, what, to_do, _first_sentence(meaning)


def answers_of(test: str) -> Mapping[str, str]:
    """What the test says at its beginning, by the question."""
    found = ANSWER.findall(test)
    return {question: " ".join(answer.replace("\n--", " ").split()) for question, answer in found}


def _tested(node: Json, known: Json) -> Json | None:
    """The table that a test is about, or the table itself."""
    if node["resource_type"] in ("model", "seed"):
        return node
    parents = [node.get("attached_node"), *node.get("depends_on", {}).get("nodes", [])]
    return next((known[parent] for parent in parents if parent in known), None)


def _owner(node: Json, known: Json, manifest: Json) -> str:
    """Whose it is: of the group of its table, or of the first group there is."""
    groups = [group["owner"] for group in manifest["groups"].values()]
    named = {group["name"]: group["owner"] for group in manifest["groups"].values()}
    group = (_tested(node, known) or {}).get("group") or ""
    owner = named.get(group) or (groups[0] if groups else {})
    return ", ".join(str(owner[part]) for part in ("name", "email") if owner.get(part))


def _first_sentence(text: str) -> str:
    sentence, stop, _ = " ".join(text.split()).partition(". ")
    return sentence + "." * bool(stop)


def _json(path: Path) -> Json:
    found: Json = json.loads(path.read_text("utf-8"))
    return found
