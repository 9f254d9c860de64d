"""A column beside attendance that tells who came is not overlooked."""

from collections import Counter

import pytest

from loaders.inspection.statuses import looks_like


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
