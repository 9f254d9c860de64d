"""A column beside attendance that tells who came is not overlooked."""

from collections import Counter

import pytest

from loaders.inspection.statuses import lists_absences, looks_like


@pytest.mark.parametrize(
    ("name", "cells", "kind"),
    [
        ("Motif", ["x"], "status"),
        ("remarks", ["Absent", "present", "Retard"], "status"),
        ("col", ["P", "A", "P", "L"], "status"),
        ("flag", ["0", "1"], "status"),
        ("ok", ["✓", ""], "status"),
        ("Join Time", ["x"], "time"),
        ("when", ["09:02", "9:15:30", "04/05/2026 09:00"], "time"),
        ("Rôle", ["x"], "role"),
    ],
)
def test_what_tells_who_came(name: str, cells: list[str], kind: str) -> None:
    assert looks_like(name, Counter(cells)) == kind


@pytest.mark.parametrize(
    ("name", "cells"),
    [("room", ["A12", "B7"]), ("comment", ["", ""]), ("note", ["saw Present", "by bus"])],
)
def test_what_does_not(name: str, cells: list[str]) -> None:
    assert looks_like(name, Counter(cells)) is None


@pytest.mark.parametrize(
    ("name", "cells", "kind"),
    [
        ("Abs.", ["Oui"] * 3 + ["Non"] * 9, "status"),
        ("Code", ["PR", "RET", "AB"] * 4, "status"),
        ("remark", ["did not come", ""] * 4, "status"),
        ("Campus", ["Tunis", "Sousse"] * 4, None),  # which is known to be something else
        ("year", ["2026"] * 8, None),  # which tells nobody from anybody
        ("room", ["A12", "B7"], None),
        ("room", [f"room {n}" for n in range(7)] * 4, None),
    ],
)
def test_what_may_tell_who_came_where_nothing_else_does(
    name: str, cells: list[str], kind: str | None
) -> None:
    assert looks_like(name, Counter(cells), alone=True) == kind
    assert looks_like(name, Counter(cells)) is None


@pytest.mark.parametrize(
    ("name", "does"),
    [
        ("Absences.csv", True),
        ("Liste des absences mai 2026.xlsx", True),
        ("الغياب.csv", True),
        ("Présences et absences.csv", False),
        ("الحضور والغياب.csv", False),
        ("attendance.csv", False),
    ],
)
def test_whether_a_name_speaks_of_absences_alone(name: str, does: bool) -> None:
    assert lists_absences(name) == does
