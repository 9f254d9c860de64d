"""Whatever is corrupted in a right export, the verdict is never green."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from common.errors import UserError
from tests.corpus.figures import right_figures
from tests.corpus.files import write
from tests.corpus.school import the_school
from tests.corpus.variants import variant
from tests.corpus.warehouse import Statement, landed, settled, told
from tests.integration.corpus.test_whole_way import differences

Rows = list[dict[str, str]]
Corrupt = Callable[[Rows], Rows]


def cell(column: str, text: str, every: int = 8) -> Corrupt:
    """Write this text into every n-th cell of a column."""

    def corrupt(rows: Rows) -> Rows:
        return [{**row, column: text} if at % every == 0 else row for at, row in enumerate(rows)]

    return corrupt


def without(*columns: str) -> Corrupt:
    """Leave columns out."""
    return lambda rows: [
        {name: text for name, text in row.items() if name not in columns} for row in rows
    ]


def contradicted(column: str, text: str) -> Corrupt:
    """Repeat every eighth row with another text in a column."""
    return lambda rows: [*rows, *({**row, column: text} for row in rows[::8])]


def swapped(one: str, other: str) -> Corrupt:
    """Exchange the cells of two columns in half of the rows."""
    return lambda rows: [
        {**row, one: row[other], other: row[one]} if at % 2 else row for at, row in enumerate(rows)
    ]


PLANTED: dict[str, tuple[str, Corrupt]] = {
    "ids of nobody": ("attendance", cell("student_id", "9999")),
    "ids of no session": ("attendance", cell("session_id", "S999")),
    "no ids": ("attendance", cell("student_id", "")),
    "statuses that nobody knows": ("attendance", cell("status", "Abs?")),
    "statuses left empty": ("attendance", cell("status", "")),
    "marks that contradict each other": ("attendance", contradicted("status", "Absent")),
    "dates of sessions that are none": ("sessions", cell("date", "TBD")),
    "dates of sessions left empty": ("sessions", cell("date", "", every=4)),
    "durations that are none": ("sessions", cell("duration", "90 bananas")),
    "durations left empty": ("sessions", cell("duration", "", every=4)),
    "sessions that contradict each other": ("sessions", contradicted("module", "Other")),
    "starts that are no dates": ("subscriptions", cell("SubscriptionStartDate", "soon")),
    "ends that are no dates": ("subscriptions", cell("SubscriptionEndDate", "soon")),
    "diplomas that are no dates": ("subscriptions", cell("DiplomaDate", "soon")),
    "progress that is none": ("subscriptions", cell("SubscriptionProgress", "a lot")),
    "progress beyond all": ("subscriptions", cell("SubscriptionProgress", "970.00%")),
    "progress left empty": ("subscriptions", cell("SubscriptionProgress", "", every=1)),
    "no progress": ("subscriptions", without("SubscriptionProgress")),
    "no diploma": ("subscriptions", without("SubscriptionHasDiploma", "DiplomaDate")),
    "countries that nobody knows": ("subscriptions", cell("Country", "Atlantis")),
    "schedules that nobody knows": ("subscriptions", cell("ProductSchedule", "Moonlight")),
    "ends before starts": (
        "subscriptions",
        swapped("SubscriptionStartDate", "SubscriptionEndDate"),
    ),
    "students of nobody": ("subscriptions", cell("StudentId", "9999", every=4)),
    "students without ids": ("students", cell("student_id", "")),
    "students that contradict each other": ("students", contradicted("name", "Somebody Else")),
}


COUNTED = {
    **{"students": "étudiants", "sessions": "séances", "attendance": "présences"},
    "subscriptions": "abonnements",
}


def rewritten(path: Path, corrupt: Corrupt) -> None:
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(corrupt(rows))


def test_the_export_itself_is_green(tmp_path: Path, statements: list[Statement]) -> None:
    write(variant("as declared").style, tmp_path)
    settled(tmp_path, {})
    landed(tmp_path)
    found = told(statements)
    assert (found.failed, found.verdict.points, found.verdict.kind) == ([], (), "good")


@pytest.mark.parametrize(
    "footer",
    [
        ("34", "{}"),
        ("{}", "34"),
        ("Nombre de {} : 34",),
        ("Total", "34"),
        ("", "34 {}"),
    ],
)
def test_a_line_that_counts_the_others_is_nobody(
    footer: tuple[str, ...], tmp_path: Path, statements: list[Statement]
) -> None:
    write(variant("as declared").style, tmp_path)
    for path in tmp_path.glob("*.csv"):
        width = path.read_text("utf-8").splitlines()[0].count(",")
        cells = [cell.format(COUNTED[path.stem]) for cell in footer]
        with path.open("a", encoding="utf-8") as file:
            file.write(",".join(cells) + "," * (width + 1 - len(cells)) + "\n")
    settled(tmp_path, {})
    landed(tmp_path)
    assert differences(told(statements).figures, right_figures(the_school()), "all") == {}


@pytest.mark.parametrize("name", PLANTED)
def test_no_corruption_is_green(name: str, tmp_path: Path, statements: list[Statement]) -> None:
    write(variant("as declared").style, tmp_path)
    source, corrupt = PLANTED[name]
    rewritten(tmp_path / f"{source}.csv", corrupt)
    try:
        settled(tmp_path, {})
        landed(tmp_path)
    except (KeyError, UserError):  # asked, and nobody answered; or refused
        return
    found = told(statements)
    assert found.failed or found.verdict.kind != "good", name
