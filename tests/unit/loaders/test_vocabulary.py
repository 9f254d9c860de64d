"""What schools call things is found whichever way it is written, and means one thing."""

import csv
from collections import Counter

import pytest
from ruamel.yaml import YAML

from loaders.contract.model import MEANINGS
from loaders.contract.sources import read_sources
from loaders.contract.vocabulary import SEEDS, SYNONYMS, folded, status_words, vocabulary


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Student ID", "student_id"),
        ("StudentId", "student-id"),
        ("N° étudiant", "n etudiant"),
        ("PRÉSENCE", "presence"),
        ("Prénom", "Pre\u0301nom"),
        ("cœur", "coeur"),
        ("أحمد", "احمد"),
        ("الحضور", "الـحـضـور"),
        ("حُضُور", "حضور"),
        ("مدرسة", "مدرسه"),
        ("علی", "على"),
        ("\u200fرقم\u00a0الطالب", "رقم الطالب"),
        ("٢٠٢٦", "2026"),
        ("Straße", "STRASSE"),
    ],
)
def test_what_does_not_count_in_a_name(one: str, other: str) -> None:
    assert folded(one) == folded(other) != ""


@pytest.mark.parametrize(("one", "other"), [("id 1", "id 2"), ("date", "data"), ("حضر", "حاضر")])
def test_what_counts_in_a_name(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_every_declared_column_has_synonyms() -> None:
    columns = YAML(typ="safe").load(SYNONYMS.read_text("utf-8"))["columns"]
    for source in read_sources():
        assert [name for name in source.columns if not columns[source.name].get(name)] == []


def test_a_synonym_means_one_column_of_a_source() -> None:
    for source, entries in YAML(typ="safe").load(SYNONYMS.read_text("utf-8"))["columns"].items():
        meant = Counter(
            key for name, names in entries.items() for key in {folded(n) for n in (name, *names)}
        )
        assert [(source, name) for name, count in meant.items() if count > 1] == []


def test_a_word_for_a_file_or_a_month_means_one_of_them() -> None:
    document = YAML(typ="safe").load(SYNONYMS.read_text("utf-8"))
    for part in ("files", "months"):
        meant = Counter(
            key for names in document[part].values() for key in {folded(n) for n in names}
        )
        assert [name for name, count in meant.items() if count > 1] == []


def test_every_synonym_is_there_in_three_languages() -> None:
    def scripts(names: list[str]) -> set[bool]:
        return {any("\u0600" <= mark <= "\u06ff" for mark in name) for name in names}

    for entries in YAML(typ="safe").load(SYNONYMS.read_text("utf-8"))["columns"].values():
        assert [name for name, names in entries.items() if scripts(names) != {True, False}] == []


@pytest.mark.parametrize("source", ["attendance", "sessions", "subscriptions"])
def test_a_status_word_means_one_thing(source: str) -> None:
    name = {"attendance": "attendance_statuses", "sessions": "session_statuses"}.get(
        source, "subscription_statuses"
    )
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    meant = {(folded(row["word"]), row["meaning"]) for row in rows}
    assert len(meant) == len({word for word, _ in meant}) == len(status_words(source))
    assert {meaning for _, meaning in meant} == set(MEANINGS[source])
    assert {row["language"] for row in rows} == {"en", "fr", "ar"}


def test_months_are_known_in_english_and_french() -> None:
    months = vocabulary().months
    assert [months[folded(name)] for name in ("May", "mai", "Août", "déc", "févr", "Sept")] == [
        *(5, 5, 8, 12, 2, 9),
    ]
    assert set(months.values()) == set(range(1, 13))
