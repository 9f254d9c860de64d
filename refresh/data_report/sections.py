"""Sections of the data report: what each says in words, and its tables."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from common.wording import moment
from dashboard.preview.ready import Columns, ready_page, ready_table
from refresh.data_report.facts import Facts
from verdict.last_build import Build
from verdict.rules import colour_on

FRESH: Columns = (
    ("Export", "Text"),
    ("Fresh?", "Mark"),
    ("Newest file", "Text"),
    ("Loaded", "Text"),
    ("Rows", "Number"),
    ("Before", "Number"),
    ("Data until", "Date"),
)
FOUND: Columns = (
    ("What is wrong", "Text"),
    ("How bad", "Mark"),
    ("Rows", "Number"),
    ("Table or test", "Text"),
    ("What to do", "Text"),
    ("Who", "Text"),
)
BALANCE: Columns = (
    ("Export", "Text"),
    ("Rows in files", "Number"),
    ("Used", "Number"),
    ("Copies", "Number"),
    ("Rejected", "Number"),
    ("Excluded", "Number"),
)
MENDING: Columns = (
    ("Where", "Text"),
    ("Rows", "Number"),
    ("What is wrong", "Text"),
    ("Who mends it, and where", "Text"),
)
FRESH_WORDS = (
    "Rows: what the newest file brought; before: the file that came before it. The students’ "  # noqa: RUF001
    "export holds no dates."
)


def fresh(facts: Facts, today: date) -> dict[str, Any]:
    """When each export came last, and whether it is young enough on a day."""
    late = {
        rule["source_name"]
        for rule in facts.rules
        if rule["rule"] == "age" and colour_on(rule, today) != "green"
    }
    until = {row["source_name"]: row["data_until"] for row in facts.status}
    rows = [
        (
            row["source_name"],
            "late" if row["source_name"] in late else "fresh",
            row["file_name"],
            moment(row["finished_at"]),
            row["rows_landed"],
            row["rows_landed_before"],
            until.get(row["source_name"]),
        )
        for row in facts.arrived
    ]
    empty = "Nothing has been loaded yet."
    table = ready_table("How fresh each export is", FRESH, rows, FRESH_WORDS, empty)
    return ready_page("fresh", "Is the data fresh?", [table])


def tests(build: Build | None, is_of_this_run: bool) -> dict[str, Any]:
    """What dbt's tests found."""
    name = "Which tests failed?"
    if build is None:
        return ready_page("tests", name, [], "Not known: the last build left no record.")
    rows = [
        (
            found.what,
            "failed" if found.is_error else "look at it",
            found.rows,
            ": ".join([found.about, *found.found]),
            found.to_do,
            found.owner,
        )
        for found in build.findings
    ]
    table = ready_table("Tests that failed", FOUND, rows, empty="None.")
    earlier = "This run did not come as far as the tests; these are those of the build before."
    return ready_page("tests", name, [table], "" if is_of_this_run else earlier)


def missing(facts: Facts) -> dict[str, Any]:
    """What became of the rows, and who can mend those that are wrong."""
    excluded = [row for row in facts.issues if row["outcome"] == "set_aside"]
    present = [row for row in facts.issues if row["outcome"] != "set_aside"]
    charts = []
    if facts.status:
        names = ("in_files", "kept", "duplicate", "rejected", "set_aside")
        counts = [
            (row["source_name"], *(row[f"rows_{name}"] for name in names)) for row in facts.status
        ]
        charts.append(ready_table("What became of the rows", BALANCE, counts))
    if facts.rejected or excluded:
        title = "Rows that are missing from every figure until mended"
        rows = [*map(_rejected, facts.rejected), *map(_issue, excluded)]
        charts.append(ready_table(title, MENDING, rows))
    if present:
        count = sum(row["records"] for row in present)
        title = f"Rows that are in the figures, but worth a look: {count:,}"
        rows = list(map(_issue, present))
        charts.append(ready_table(title, MENDING, rows, folded="closed"))
    note = ""
    if facts.rejected or facts.issues:
        note = (
            "Rejected: the record could not be read. Excluded: the row breaks a rule. Lines count "
            "from the top of the file, records from the one after the header. The next load brings "
            "in what is mended."
        )
    elif facts.status:
        note = "Nothing."
    name = "What is missing, why, and who can mend it?"
    return ready_page("missing", name, charts, note=note)


def _rejected(row: Mapping[str, Any]) -> tuple[Any, ...]:
    wrong = f"The record cannot be read: {row['reason'].replace('-', ' ')}."
    return (
        _where("line", row),
        row["records"],
        wrong,
        f"Whoever keeps {row['file_name']}: {row['hint']}.",
    )


def _issue(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """With who can mend it: what is in the project's files is the data team's."""
    is_ours = "dbt_project/" in row["what_to_do"]
    who = "The data team" if is_ours else f"Whoever keeps {row['file_name']}"
    return _where("record", row), row["records"], row["meaning"], f"{who}: {row['what_to_do']}"


def _where(what: str, row: Mapping[str, Any]) -> str:
    """The source, and the first places in its file."""
    more = ", …" if row["records"] > len(row["examples"]) else ""
    return f"{row['source_name']}, {what} {', '.join(map(str, row['examples']))}{more}"
