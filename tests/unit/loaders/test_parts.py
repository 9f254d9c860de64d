"""A file's name says its source, its part and its day, and nothing that is not there."""

from datetime import date

import pytest

from loaders.parts import read_name, without_period


def test_what_is_numbered_is_the_same_from_export_to_export() -> None:
    assert without_period("participants_85812340001.csv") == "participants"
    assert without_period("présences 2026-05.csv") == "présences"


@pytest.mark.parametrize(
    ("name", "sources", "key", "kind"),
    [
        ("students.csv", ["students"], None, None),
        ("Étudiants.xlsx", ["students"], None, None),
        ("E\u0301tudiants.XLSX", ["students"], None, None),
        ("présences 2026-05.csv", ["attendance"], "2026-05", "month"),
        ("attendance_202605.csv.gz", ["attendance"], "2026-05", "month"),
        ("attendance 05-2026.csv", ["attendance"], "2026-05", "month"),
        ("Feuille de présence mai 2026.csv", ["attendance"], "2026-05", "month"),
        ("attendance May2026.csv", ["attendance"], "2026-05", "month"),
        ("الحضور مايو 2026.csv", ["attendance"], "2026-05", "month"),
        ("présence mars-mai 2026.csv", ["attendance"], "2026-03 to 2026-05", "period"),
        (
            "présences de décembre 2025 à mars 2026.csv",
            ["attendance"],
            "2025-12 to 2026-03",
            "period",
        ),
        ("attendance 2026-03_2026-05.csv", ["attendance"], "2026-03 to 2026-05", "period"),
        (
            "attendance 03-2026 to 05-2026 Tunis.csv",
            ["attendance"],
            "2026-03 to 2026-05 tunis",
            "period",
        ),
        ("attendance May.csv", ["attendance"], "may", "campus"),
        ("students 2025.csv", ["students"], "2025", "year"),
        ("students 2025-26.csv", ["students"], "2025-26", "year"),
        ("attendance Tunis.csv", ["attendance"], "tunis", "campus"),
        ("attendance Tunis 2026-05.csv", ["attendance"], "2026-05 tunis", "month"),
        ("export_students_final (3).csv", ["students"], None, None),
        ("session attendance.csv", ["session", "attendance"], None, None),
        ("notes.csv", [], None, None),
    ],
)
def test_what_a_name_says(name: str, sources: list[str], key: str | None, kind: str | None) -> None:
    found = read_name(name)
    named = {"session": "sessions"}
    assert set(found.sources) == {named.get(source, source) for source in sources}
    assert (found.key, found.kind, found.day) == (key, kind, None)


@pytest.mark.parametrize(
    "name",
    ["students 2026-06-30.csv", "students_20260630.csv", "students 30-06-2026.csv"],
)
def test_a_full_date_is_the_file_s_own_day_and_no_part(name: str) -> None:
    found = read_name(name)
    assert (found.day, found.key, found.sources) == (date(2026, 6, 30), None, ("students",))


def test_two_full_dates_are_a_part_until_the_later() -> None:
    found = read_name("présences du 2026-03-01 au 2026-05-31.csv")
    assert (found.day, found.key, found.kind) == (
        date(2026, 5, 31),
        "2026-03-01 to 2026-05-31",
        "period",
    )


def test_a_number_that_is_no_date_is_nothing() -> None:
    found = read_name("students 20261399 12345.csv")
    assert (found.day, found.key) == (None, None)


@pytest.mark.parametrize(
    ("name", "guess"),
    [("studnets.csv", "students"), ("abonements.csv", "subscriptions"), ("budget.csv", None)],
)
def test_a_misspelt_name_is_nearest_to(name: str, guess: str | None) -> None:
    assert read_name(name).guess == guess
