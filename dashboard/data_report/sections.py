"""Sections of the data report: what each says in words, and its tables."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from common.language import Language
from dashboard.data_report.facts import Facts
from dashboard.preview.ready import Columns, ready_page, ready_table
from verdict.last_build import Build
from verdict.rules import colour_on


def fresh(facts: Facts, today: date, speak: Language) -> dict[str, Any]:
    """When each export came last, and whether it is young enough on a day."""
    late = {
        rule["source_name"]
        for rule in facts.rules
        if rule["rule"] == "age" and colour_on(rule, today) != "green"
    }
    until = {row["source_name"]: row["data_until"] for row in facts.status}
    columns: Columns = (
        (speak.text("Export"), "Text"),
        (speak.text("Fresh?"), "Mark"),
        (speak.text("Newest file"), "Text"),
        (speak.text("Loaded"), "Text"),
        (speak.text("Rows"), "Number"),
        (speak.text("Before"), "Number"),
        (speak.text("Data until"), "Date"),
    )
    rows = [
        (
            speak.known(row["source_name"]),
            "late" if row["source_name"] in late else "fresh",
            row["file_name"],
            speak.moment(row["finished_at"]),
            row["rows_landed"],
            row["rows_landed_before"],
            until.get(row["source_name"]),
        )
        for row in facts.arrived
    ]
    note = speak.text(
        "Rows: what the newest file brought; before: the file that came before it. The students’ "  # noqa: RUF001
        "export holds no dates."
    )
    title, empty = (
        speak.text("How fresh each export is"),
        speak.text("Nothing has been loaded yet."),
    )
    table = ready_table(title, columns, rows, note, empty)
    return ready_page("fresh", speak.text("Is the data fresh?"), [table])


def failed_tests(build: Build | None, is_of_this_run: bool, speak: Language) -> dict[str, Any]:
    """What dbt's tests found."""
    name = speak.text("Which tests failed?")
    if build is None:
        unknown = speak.text("Not known: the last build left no record.")
        return ready_page("tests", name, [], unknown)
    columns: Columns = (
        (speak.text("What is wrong"), "Text"),
        (speak.text("How bad"), "Mark"),
        (speak.text("Rows"), "Number"),
        (speak.text("Table or test"), "Text"),
        (speak.text("What to do"), "Text"),
        (speak.text("Who"), "Text"),
    )
    rows = [
        (
            f"{speak.known(found.what)} {'' if speak.words else found.meaning}".strip(),
            "failed" if found.is_error else "look at it",
            found.rows,
            ": ".join([found.about, *found.found]),
            speak.known(found.to_do),
            found.owner,
        )
        for found in build.findings
    ]
    empty = speak.text("None.")
    table = ready_table(speak.text("Tests that failed"), columns, rows, empty=empty)
    earlier = speak.text(
        "This run did not come as far as the tests; these are those of the build before."
    )
    return ready_page("tests", name, [table], "" if is_of_this_run else earlier)


def missing(facts: Facts, speak: Language) -> dict[str, Any]:
    """What became of the rows, and who can mend those that are wrong."""
    excluded = [row for row in facts.issues if row["outcome"] == "set_aside"]
    present = [row for row in facts.issues if row["outcome"] != "set_aside"]
    charts = []
    if facts.status:
        charts.append(_balance(facts, speak))
    if facts.rejected or excluded:
        title = speak.text("Rows that are missing from every figure until mended")
        rows = [_rejected(row, speak) for row in facts.rejected]
        rows += [_issue(row, speak) for row in excluded]
        charts.append(ready_table(title, _mending(speak), rows))
    if present:
        count = speak.number(sum(row["records"] for row in present))
        title = speak.text("Rows that are in the figures, but worth a look: {count}", count=count)
        rows = [_issue(row, speak) for row in present]
        charts.append(ready_table(title, _mending(speak), rows, folded="closed"))
    note = ""
    if facts.rejected or facts.issues:
        note = speak.text(
            "Rejected: the record could not be read. Excluded: the row breaks a rule. Lines count "
            "from the top of the file, records from the one after the header. The next load brings "
            "in what is mended."
        )
    elif facts.status:
        note = speak.text("Nothing.")
    name = speak.text("What is missing, why, and who can mend it?")
    return ready_page("missing", name, charts, note=note)


def _balance(facts: Facts, speak: Language) -> dict[str, Any]:
    columns: Columns = (
        (speak.text("Export"), "Text"),
        (speak.text("Rows in files"), "Number"),
        (speak.text("Used"), "Number"),
        (speak.text("Copies"), "Number"),
        (speak.text("Rejected"), "Number"),
        (speak.text("Excluded"), "Number"),
    )
    names = ("in_files", "kept", "duplicate", "rejected", "set_aside")
    counts = [
        (speak.known(row["source_name"]), *(row[f"rows_{name}"] for name in names))
        for row in facts.status
    ]
    return ready_table(speak.text("What became of the rows"), columns, counts)


def _mending(speak: Language) -> Columns:
    return (
        (speak.text("Where"), "Text"),
        (speak.text("Rows"), "Number"),
        (speak.text("What is wrong"), "Text"),
        (speak.text("Who mends it, and where"), "Text"),
    )


def _rejected(row: Mapping[str, Any], speak: Language) -> tuple[Any, ...]:
    why, places = speak.known(row["reason"].replace("-", " ")), _places(row)
    source = speak.known(row["source_name"])
    return (
        speak.text("{source}, line {places}", source=source, places=places),
        row["records"],
        speak.text("The record cannot be read: {why}.", why=why),
        _who(row, f"{speak.known(row['hint'])}.", speak),
    )


def _issue(row: Mapping[str, Any], speak: Language) -> tuple[Any, ...]:
    """With who can mend it: what is in the project's files is the data team's."""
    source, what = speak.known(row["source_name"]), speak.known(row["what_to_do"])
    if "dbt_project/" in row["what_to_do"]:
        who = speak.text("The data team: {what}", what=what)
    else:
        who = _who(row, what, speak)
    where = speak.text("{source}, record {places}", source=source, places=_places(row))
    return where, row["records"], speak.known(row["meaning"]), who


def _who(row: Mapping[str, Any], what: str, speak: Language) -> str:
    return speak.text("Whoever keeps {file}: {what}", file=row["file_name"], what=what)


def _places(row: Mapping[str, Any]) -> str:
    """The first places in its file."""
    more = ", …" if row["records"] > len(row["examples"]) else ""
    return f"{', '.join(map(str, row['examples']))}{more}"
